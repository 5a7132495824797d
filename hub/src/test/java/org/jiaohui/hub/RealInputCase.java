package org.jiaohui.hub;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One real file: how the hub is told to read it and how Python reads it.
 *
 * @param name its path below the folder of real data
 * @param file where the hub finds it
 * @param format what the source declares
 * @param job what {@code real_input.py} is asked
 * @param table the table whose column is added up; empty when there is one table
 */
record RealInputCase(
        String id,
        String name,
        String file,
        Map<String, Object> format,
        Map<String, Object> job,
        String table,
        Aggregate aggregate) {
    /** One number over one column: {@code sum}, {@code length} (of all texts together) or {@code count} (of values that are there). */
    record Aggregate(String how, String column) {
        String expression() {
            String quoted = "\"" + column + "\"";
            return switch (how) {
                case "length" -> "sum(length(" + quoted + "))";
                case "count" -> "count(" + quoted + ")";
                default -> "sum(" + quoted + ")";
            };
        }

        String label() {
            return how + " " + column;
        }
    }

    static final List<RealInputCase> ALL = all();
    static final Map<String, String> BROKEN_FEEDS = brokenFeeds();
    static final Map<String, String> REFUSED = refused();

    private static List<RealInputCase> all() {
        List<RealInputCase> all = new ArrayList<>();
        all.add(of("stations-12306", "split", "cn-rail-stations-12306/stations.txt", "sum", "c6")
                .declaring(Map.of("format", "csv", "delimiter", "|", "recordSeparator", "@", "header", false))
                .asking(Map.of("delimiter", "|", "separator", "@", "header", false)));
        all.add(of("timetable", "xlsx", "cn-rail-timetable-xlsx/全国高速列车时刻表_20160310.xlsx", "sum", "站序")
                .asking(Map.of("skip", List.of("简介")))
                .inTable("时刻表"));
        datex(all);
        String transit = "cn-shanghai-shenzhen-transit/";
        all.add(of("chongqing", "dbf", transit + "shapefile/chongqing_shp/区县界_area.shp", "sum", "Shape_Area")
                .asking(Map.of("encoding", "gb18030")));
        all.add(of("shanghai", "dbf", transit + "shapefile/shanghai_shp/区县界_area.shp", "length", "NAME")
                .asking(Map.of("encoding", "gb18030")));
        all.add(of("metro-line-2", "dbf", transit + "shapefile/metroline2/metroline2.shp", "length", "linename")
                .asking(Map.of("encoding", "utf-8")));
        all.add(csv("shanghai-bus", transit + "data-sample/上海poi/shanghai_bus.csv", "sum", "lat"));
        all.add(csv("shanghai-metro", transit + "data-sample/上海poi/shanghai_urban.csv", "sum", "lon"));
        all.add(csv("bus-lines", transit + "data-sample/busline.csv", "length", "linename"));
        all.add(csv("metro-flow", transit + "data-sample/metrodata-sample.csv", "sum", "FLOW"));
        all.add(csv("metro-stops", transit + "data-sample/metrostop2.csv", "sum", "lon"));
        for (String level : List.of("provinces", "cities", "areas", "streets")) {
            all.add(csv("divisions-" + level, "cn-admin-divisions/" + level + ".csv", "length", "name"));
        }
        all.add(of("divisions-json", "json", "cn-admin-divisions/areas.json", "length", "name"));
        for (String level : List.of("3", "4")) {
            all.add(csv("areacity-" + level, "cn-areacity-pinyin/ok_data_level" + level + ".csv", "sum", "deep"));
        }
        all.add(of("shanghai-geojson", "json", "cn-shanghai-transit-geojson/shanghai.json", "length", "name"));
        for (String feed : List.of("ber", "ggl", "poa", "spo")) {
            all.add(of("gtfs-" + feed, "zip", "gtfs-real/" + feed + "_gtfs.zip", "sum", "stop_sequence")
                    .inTable("stop_times"));
        }
        all.add(csv("locode-subdivisions", "un-locode/subdivision-codes.csv", "length", "SUName"));
        all.add(csv("locode-countries", "un-locode/country-codes.csv", "length", "CountryName"));
        all.add(csv("locode-alias", "un-locode/alias.csv", "length", "Name"));
        all.add(csv("airport-frequencies", "ourairports/airport-frequencies.csv", "sum", "frequency_mhz"));
        all.add(csv("airport-runways", "ourairports/runways.csv", "sum", "length_ft"));
        all.add(csv("airport-navaids", "ourairports/navaids.csv", "sum", "frequency_khz"));
        all.add(csv("airport-regions", "ourairports/regions.csv", "length", "name"));
        all.add(csv("airport-countries", "ourairports/countries.csv", "length", "name"));
        all.add(of("sea-ports", "json", "sea-ports/ports.json", "count", "coordinates"));
        messy(all);
        return List.copyOf(all);
    }

    private static void messy(List<RealInputCase> all) {
        all.add(csv("messy-utf16", "messy-tables/utf-16le_encoded.csv", "count", "Organisation_code")
                .asking(Map.of("encoding", "utf-16")));
        all.add(csv("messy-big5", "messy-tables/characters.csv", "length", "id").asking(Map.of("encoding", "big5")));
        all.add(csv("messy-latin", "messy-tables/spanish_chars.csv", "count", "GF")
                .asking(Map.of("encoding", "cp1252")));
        all.add(csv("messy-tsv", "messy-tables/example.tsv", "sum", "expr1_0_imp")
                .asking(Map.of("delimiter", "\t")));
        all.add(csv("messy-simple", "messy-tables/simple.csv", "sum", "temperature"));
        all.add(csv("messy-psv", "messy-tables/simple.psv", "sum", "All dwellings")
                .asking(Map.of("delimiter", "|")));
        all.add(csv("messy-ssv", "messy-tables/simple.ssv", "sum", "temperature")
                .asking(Map.of("delimiter", ";")));
        all.add(csv("messy-xls", "messy-tables/simple.xls", "sum", "temperature")
                .asking(Map.of("twin", "messy-tables/simple.csv")));
        all.add(of("messy-xlsx", "xlsx", "messy-tables/simple.xlsx", "sum", "temperature"));
        all.add(of("messy-ods", "ods", "messy-tables/simple.ods", "sum", "Age"));
    }

    private static void datex(List<RealInputCase> all) {
        String folder = "datex2-real/";
        String validity = "validity/validityTimeSpecification/";
        all.add(of("datex-situations", "datex", folder + "netherlands/situations.xml", "count", "ends_at")
                .asking(Map.of("rows", "situationRecord", "value", validity + "overallEndTime")));
        all.add(of("datex-roadworks", "datex", folder + "finland/roadworks.xml", "count", "starts_at")
                .asking(Map.of("rows", "situationRecord", "value", validity + "overallStartTime")));
        all.add(of("datex-speeds", "datex", folder + "france/speeds.xml", "sum", "average_speed")
                .asking(Map.of("rows", "basicData", "value", "averageVehicleSpeed/speed")));
        all.add(of("datex-parking", "datex", folder + "netherlands/truckparking-status.xml", "sum", "vacant_spaces")
                .asking(Map.of(
                        "rows", "parkingRecordStatus", "value", "parkingOccupancy/parkingNumberOfVacantSpaces")));
    }

    private static Map<String, String> brokenFeeds() {
        Map<String, String> feeds = new LinkedHashMap<>();
        feeds.put("fake-agency-bad-calendar-date", "gtfs-date");
        feeds.put("fake-agency-mtc-long-fields", "gtfs-long-field");
        feeds.put("fake-agency-only-calendar-dates", "gtfs-required-field");
        feeds.put("fake-agency-overlapping-trips", "gtfs-block-overlap");
        feeds.put("fake-agency-service-without-days", "gtfs-service-without-days");
        return feeds;
    }

    private static Map<String, String> refused() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("messy-tables/encrypted_no_password.xls", "FORMAT_ENCRYPTED");
        files.put("messy-tables/211.csv", "ENCODING_DOUBTFUL");
        files.put("messy-tables/simple.unknown", "SOURCE_EMPTY");
        files.put("messy-tables/unicode_sheet_name.xls", "FORMAT_BROKEN");
        return files;
    }

    private static RealInputCase csv(String id, String path, String how, String column) {
        return of(id, "csv", path, how, column);
    }

    private static RealInputCase of(String id, String kind, String path, String how, String column) {
        Map<String, Object> job = new HashMap<>(Map.of("kind", kind, "path", path, "how", how, "column", column));
        if (kind.equals("csv")) {
            job.put("encoding", "utf-8-sig");
        }
        return new RealInputCase("real-" + id, path, path, Map.of(), job, "", new Aggregate(how, column));
    }

    private RealInputCase declaring(Map<String, Object> declared) {
        return new RealInputCase(id, name, file, declared, job, table, aggregate);
    }

    private RealInputCase asking(Map<String, Object> more) {
        Map<String, Object> asked = new HashMap<>(job);
        asked.putAll(more);
        return new RealInputCase(id, name, file, format, asked, table, aggregate);
    }

    private RealInputCase inTable(String wanted) {
        RealInputCase asked = asking(Map.of("table", wanted));
        return new RealInputCase(id, name, file, format, asked.job, wanted, aggregate);
    }

    /** The same with real paths. */
    RealInputCase below(Path data) {
        return at(data.resolve(file), data.resolve(String.valueOf(job.getOrDefault("twin", file))));
    }

    RealInputCase at(Path forHub, Path forPython) {
        RealInputCase asked = asking(Map.of("path", forPython.toString()));
        return new RealInputCase(id, name, forHub.toString(), format, asked.job, table, aggregate);
    }

    String reader() {
        return switch (String.valueOf(job.get("kind"))) {
            case "csv" -> "python3 csv" + (job.containsKey("twin") ? " of simple.csv" : "");
            case "zip" -> "python3 zipfile, csv";
            case "dbf" -> "python3 struct";
            case "json" -> "python3 json";
            case "split" -> "python3 split";
            default -> "python3 ElementTree";
        };
    }
}
