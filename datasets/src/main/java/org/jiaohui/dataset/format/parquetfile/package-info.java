/** Parquet files that others wrote, read through an embedded DuckDB as a stream of rows. Depends on the core and the row tables. */
@NullMarked
package org.jiaohui.dataset.format.parquetfile;

import org.jspecify.annotations.NullMarked;
