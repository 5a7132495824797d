package org.jiaohui.dataset.format;

import java.util.Locale;
import java.util.Optional;

/** What the content of a file shows it to be. */
enum FileKind {
    DELIMITED,
    JSON,
    XML,
    DATEX2,
    XLSX,
    XLS,
    ODS,
    GTFS,
    GTFS_REALTIME,
    SHAPEFILE,
    PARQUET,
    ZIP;

    /** The kind that a declared format means; empty when there is no such format. */
    static Optional<FileKind> declared(String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "csv", "tsv", "txt", "delimited" -> Optional.of(DELIMITED);
            case "json", "ndjson", "jsonl", "geojson" -> Optional.of(JSON);
            case "xml" -> Optional.of(XML);
            case "datex2" -> Optional.of(DATEX2);
            case "xlsx", "xlsm" -> Optional.of(XLSX);
            case "xls" -> Optional.of(XLS);
            case "ods" -> Optional.of(ODS);
            case "gtfs" -> Optional.of(GTFS);
            case "gtfs-rt" -> Optional.of(GTFS_REALTIME);
            case "shapefile", "shp" -> Optional.of(SHAPEFILE);
            case "parquet" -> Optional.of(PARQUET);
            case "zip" -> Optional.of(ZIP);
            default -> Optional.empty();
        };
    }
}
