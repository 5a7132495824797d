package org.jiaohui.exchange.source;

import java.util.List;
import java.util.Optional;

/**
 * What a source declares about its files; what is absent is detected.
 *
 * @param format {@code csv, tsv, xlsx, xls, ods, json, ndjson, geojson, xml, datex2, shapefile, gtfs, gtfs-rt, parquet, zip}
 * @param encoding an IANA charset name: {@code UTF-8, GB18030, UTF-16LE, Big5} …
 * @param delimiter field separator of delimited text, one character
 * @param recordSeparator record separator of delimited text when it is not a line end, one character
 * @param quote quote character; an empty text means none
 * @param header whether the first record names the columns
 * @param headerRow line of delimited text, counted from 1, that names the columns; the lines above it are left out
 * @param table only this sheet, member or layer
 * @param rowsPath where the rows lie in a JSON document: a JSON Pointer (RFC 6901); in an XML document: {@code /a/b}, {@code //b}, {@code //b[@x='y']}
 * @param columnPaths columns of an XML document by path; none: they are drafted from the rows
 */
public record FormatOptions(
        Optional<String> format,
        Optional<String> encoding,
        Optional<String> delimiter,
        Optional<String> recordSeparator,
        Optional<String> quote,
        Optional<Boolean> header,
        Optional<Integer> headerRow,
        Optional<String> table,
        Optional<String> rowsPath,
        List<ColumnPath> columnPaths) {
    /** A column and where its value lies, seen from the row: {@code a/b}, {@code @id}, {@code a/@id}, {@code ../@id}. */
    public record ColumnPath(String name, String path) {}

    public FormatOptions {
        // Absent in what 0.1.0 stored.
        columnPaths = columnPaths == null ? List.of() : List.copyOf(columnPaths);
    }

    public static final FormatOptions DETECT = new FormatOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    /** With the header where it usually is. */
    public FormatOptions(
            Optional<String> format,
            Optional<String> encoding,
            Optional<String> delimiter,
            Optional<String> recordSeparator,
            Optional<String> quote,
            Optional<Boolean> header,
            Optional<String> table,
            Optional<String> rowsPath) {
        this(format, encoding, delimiter, recordSeparator, quote, header, Optional.empty(), table, rowsPath, List.of());
    }
}
