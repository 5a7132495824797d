package org.jiaohui.dataset.store;

import java.util.List;
import org.jiaohui.exchange.dataset.DatasetVersion;

/** Which data files a version consists of. */
public interface VersionFiles {
    /** The files in the order of their rows; empty for a version without rows. */
    List<DataFileRef> dataFiles(DatasetVersion version);

    /**
     * One Parquet file in the object store, never changed. Its columns carry the names of the version's schema.
     *
     * @param sha256 lower-case hex; empty for a file of a merged version
     */
    record DataFileRef(String key, long bytes, long rows, String sha256) {}
}
