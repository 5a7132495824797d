package org.jiaohui.exchange.catalogue;

import java.util.Locale;
import java.util.Map;

/** One spelling for each file format, whatever the catalogues write: media types, EU codes and everyday names. */
public final class FormatName {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("parquet", "Parquet"),
            Map.entry("vnd.apache.parquet", "Parquet"),
            Map.entry("comma-separated-values", "CSV"),
            Map.entry("tab-separated-values", "TSV"),
            Map.entry("vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
            Map.entry("vnd.ms-excel", "XLS"),
            Map.entry("excel", "XLS"),
            Map.entry("vnd.oasis.opendocument.spreadsheet", "ODS"),
            Map.entry("geojson", "GeoJSON"),
            Map.entry("geo+json", "GeoJSON"),
            Map.entry("vnd.geo+json", "GeoJSON"),
            Map.entry("ndjson", "NDJSON"),
            Map.entry("x-ndjson", "NDJSON"),
            Map.entry("jsonl", "NDJSON"),
            Map.entry("ld+json", "JSON-LD"),
            Map.entry("json_ld", "JSON-LD"),
            Map.entry("jsonld", "JSON-LD"),
            Map.entry("rdf+xml", "RDF/XML"),
            Map.entry("rdf_xml", "RDF/XML"),
            Map.entry("turtle", "Turtle"),
            Map.entry("rdf_turtle", "Turtle"),
            Map.entry("ttl", "Turtle"),
            Map.entry("shp", "Shapefile"),
            Map.entry("shape", "Shapefile"),
            Map.entry("shapefile", "Shapefile"),
            Map.entry("esri shapefile", "Shapefile"),
            Map.entry("gpkg", "GeoPackage"),
            Map.entry("geopackage", "GeoPackage"),
            Map.entry("vnd.google-earth.kml+xml", "KML"),
            Map.entry("vnd.google-earth.kmz", "KMZ"),
            Map.entry("gml+xml", "GML"),
            Map.entry("x-zip-compressed", "ZIP"),
            Map.entry("plain", "TXT"),
            Map.entry("text", "TXT"),
            Map.entry("htm", "HTML"),
            Map.entry("gtfs_rt", "GTFS-Realtime"),
            Map.entry("gtfs-rt", "GTFS-Realtime"),
            Map.entry("gtfs-realtime", "GTFS-Realtime"),
            Map.entry("netex", "NeTEx"),
            Map.entry("datex2", "DATEX II"),
            Map.entry("datex ii", "DATEX II"),
            Map.entry("datex_ii", "DATEX II"),
            Map.entry("datex-ii", "DATEX II"));

    private FormatName() {}

    /** The one spelling; a format that is not known here is written in capitals. Empty stays empty. */
    public static String of(String written) {
        String plain = written.strip().toLowerCase(Locale.ROOT);
        return NAMES.getOrDefault(plain, plain.toUpperCase(Locale.ROOT));
    }
}
