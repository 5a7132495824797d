package org.jiaohui.dataset.store;

import java.nio.file.Path;

/**
 * How files are staged.
 *
 * @param folder local folder for files being written; best on the disk of a folder object store
 * @param workers threads that decode, check and encode one table side by side; the operator lowers it when several runs share a machine
 * @param fileBytes a data file that has grown past this is ended
 */
public record StagingSettings(Path folder, int workers, long fileBytes) {
    public StagingSettings {
        if (workers < 1 || fileBytes < 1) {
            throw new IllegalArgumentException("at least one worker and one byte a file");
        }
    }

    public static StagingSettings in(Path folder) {
        return new StagingSettings(folder, Runtime.getRuntime().availableProcessors(), 512L << 20);
    }
}
