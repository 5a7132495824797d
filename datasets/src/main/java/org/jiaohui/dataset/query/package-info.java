/**
 * Questions about the rows of a version: a small language of conditions, read by a lexer and a recursive-descent parser into a sealed tree, checked
 * against the version's schema and answered by an embedded DuckDB over the version's Parquet files. No text of a caller ever reaches DuckDB as SQL.
 */
@NullMarked
package org.jiaohui.dataset.query;

import org.jspecify.annotations.NullMarked;
