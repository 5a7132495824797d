/**
 * Files derived from a version (CSV, JSON, Parquet, XLSX, GeoJSON), each made once, kept with its digest and served from local disk. Reads versions through
 * {@code query} and the object store; knows nothing of HTTP.
 */
@NullMarked
package org.jiaohui.dataset.download;

import org.jspecify.annotations.NullMarked;
