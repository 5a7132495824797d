/** What data looks like and where its versions lie. Depends on exchange-core alone; the only home of Parquet, Iceberg, DuckDB and MinIO. */
@NullMarked
package org.jiaohui.dataset;

import org.jspecify.annotations.NullMarked;
