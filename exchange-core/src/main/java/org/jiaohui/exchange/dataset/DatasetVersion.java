package org.jiaohui.exchange.dataset;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.table.TableSchema;

/**
 * One published state of a dataset, never changed afterwards: an Iceberg snapshot with a tag.
 *
 * @param snapshot Iceberg's snapshot id
 * @param refused rows that the run refused
 * @param bytes size of the data files
 * @param sha256 digest over the data files' digests in order, lower-case hex; of a merged version, over the digest of the version before, the names of the files
 *     that it no longer has and the digests of those that it added
 * @param merge what the run did to the version before; absent when it replaced it
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
        List<ColumnProfile> profile,
        Optional<MergeCounts> merge) {
    public DatasetVersion {
        profile = List.copyOf(profile);
    }

    /** Rows that the run read and accepted; those of the whole version when it replaced the one before. */
    public long accepted() {
        return merge.map(MergeCounts::accepted).orElse(rows);
    }
}
