package org.jiaohui.exchange.dataset;

import java.time.Instant;
import java.util.List;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.table.TableSchema;

/**
 * One published state of a dataset, never changed afterwards: an Iceberg snapshot with a tag.
 *
 * @param snapshot Iceberg's snapshot id
 * @param refused rows that the run refused
 * @param bytes size of the data files
 * @param sha256 digest over the data files' digests in order, lower-case hex
 */
public record DatasetVersion(
        DatasetId dataset,
        VersionNumber number,
        long snapshot,
        RunId run,
        Instant publishedAt,
        TableSchema schema,
        long rows,
        long refused,
        long bytes,
        String sha256,
        List<ColumnProfile> profile) {
    public DatasetVersion {
        profile = List.copyOf(profile);
    }
}
