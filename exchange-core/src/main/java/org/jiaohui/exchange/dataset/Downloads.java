package org.jiaohui.exchange.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files derived from a version, each made once and kept by digest. */
public interface Downloads {
    /** Formats that a version can be downloaded in, made or not: {@code csv, parquet, json, xlsx, geojson, original} as they apply. */
    List<Download> list(DatasetVersion version);

    /**
     * The file, made now when it does not exist yet. Two callers at once get the same file.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException NOT_ACCEPTABLE when the format does not apply to this version
     */
    ReadyDownload open(DatasetVersion version, String format);

    /**
     * An offer.
     *
     * @param bytes size, once made
     * @param note why the format is limited or absent, Chinese first
     */
    record Download(
            String format,
            boolean ready,
            Optional<Long> bytes,
            Optional<String> sha256,
            long rows,
            Optional<String> note) {}

    /** A file on local disk that stays readable while it is served. */
    record ReadyDownload(String format, String fileName, String mediaType, Path file, long bytes, String sha256) {}
}
