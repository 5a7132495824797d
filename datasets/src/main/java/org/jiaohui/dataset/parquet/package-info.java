/**
 * Writes Parquet straight from batches: own page encoding into parquet-java's page store, so that no value becomes an object on the way. Reads footers for
 * what a table format wants to know of a file.
 */
@NullMarked
package org.jiaohui.dataset.parquet;

import org.jspecify.annotations.NullMarked;
