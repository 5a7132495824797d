package org.jiaohui.dataset.download;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats in which any version may be offered. */
enum DownloadFormat {
    CSV("csv", "text/csv;charset=utf-8"),
    PARQUET("parquet", "application/vnd.apache.parquet"),
    JSON("json", "application/json"),
    XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    GEOJSON("geojson", "application/geo+json"),
    ORIGINAL("", "application/octet-stream");

    final String extension;
    final String mediaType;

    DownloadFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DownloadFormat> find(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
