package org.jiaohui.dataset.store;

import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.iceberg.DatasetTables.StagedFile;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.dataset.MergeCounts;

/**
 * What a merge comes to, before anything of it is visible.
 *
 * @param base snapshot that rows were merged into; absent when there was no version
 * @param removed keys of the base's files that the next version does not have
 * @param added files that it has instead
 */
record Merged(
        Optional<Long> base,
        List<String> removed,
        List<StagedFile> added,
        long rows,
        long bytes,
        String sha256,
        List<ColumnProfile> profile,
        MergeCounts counts) {}
