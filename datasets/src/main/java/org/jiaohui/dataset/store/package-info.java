/**
 * Versions of datasets: rows of a source become checked, typed data files and one Iceberg commit; refused rows become a quarantine file. Uses the Parquet
 * encoder, the row rules, the Iceberg catalogue and the object store of this module.
 */
@NullMarked
package org.jiaohui.dataset.store;

import org.jspecify.annotations.NullMarked;
