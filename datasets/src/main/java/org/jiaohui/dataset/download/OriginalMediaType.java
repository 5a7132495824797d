package org.jiaohui.dataset.download;

import java.util.Locale;

/** The media type of a file as it came, by the extension of its name (IANA media types; octet-stream for the rest). */
final class OriginalMediaType {
    private OriginalMediaType() {}

    static String of(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "txt" -> "text/plain";
            case "csv" -> "text/csv";
            case "tsv" -> "text/tab-separated-values";
            case "json" -> "application/json";
            case "ndjson", "jsonl" -> "application/x-ndjson";
            case "geojson" -> "application/geo+json";
            case "zip" -> "application/zip";
            case "gz" -> "application/gzip";
            case "xlsx" -> "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            case "xls" -> "application/vnd.ms-excel";
            case "ods" -> "application/vnd.oasis.opendocument.spreadsheet";
            case "parquet" -> "application/vnd.apache.parquet";
            case "xml" -> "application/xml";
            default -> "application/octet-stream";
        };
    }
}
