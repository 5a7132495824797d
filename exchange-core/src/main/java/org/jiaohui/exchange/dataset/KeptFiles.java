package org.jiaohui.exchange.dataset;

import java.io.InputStream;
import java.util.Optional;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.source.SpooledFile;

/** Files that are kept beside a dataset's versions: what was delivered, and what was refused. */
public interface KeptFiles {
    /** Keeps a copy of the delivered file for the version that this run makes. A second call replaces the first. */
    void keepOriginal(RunId run, DatasetId dataset, SpooledFile file);

    /** The delivered file of the version that a run made; empty when none was kept. */
    Optional<KeptFile> findOriginal(RunId run, DatasetId dataset);

    /** The rows that a run refused, as gzip CSV (row,column,rule,value,reason,raw); empty when none were refused. */
    Optional<KeptFile> findQuarantine(RunId run, DatasetId dataset);

    /**
     * A kept file.
     *
     * @param name file name to offer to a person, without folders
     */
    record KeptFile(String name, long bytes, Content content) {
        public InputStream open() {
            return content.open();
        }
    }

    /** Opens the bytes; may be called again and again. */
    @FunctionalInterface
    interface Content {
        InputStream open();
    }
}
