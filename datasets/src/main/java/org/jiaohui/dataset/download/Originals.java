package org.jiaohui.dataset.download;

import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetVersion;

/** The files as they were delivered, where they were kept. */
@FunctionalInterface
public interface Originals {
    /** Nothing was kept. */
    Originals NONE = version -> Optional.empty();

    Optional<Original> find(DatasetVersion version);

    /**
     * A delivered file.
     *
     * @param key its object's key
     * @param fileName name for people, as delivered
     * @param sha256 lower-case hex
     */
    record Original(String key, String fileName, String mediaType, long bytes, String sha256) {}
}
