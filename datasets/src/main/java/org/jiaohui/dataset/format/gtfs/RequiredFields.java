package org.jiaohui.dataset.format.gtfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.run.Finding;

/** Files and fields that the reference calls Required are there and filled. */
final class RequiredFields implements FeedRule {
    static final Map<String, List<String>> REQUIRED = Map.ofEntries(
            Map.entry("agency", List.of("agency_name", "agency_url", "agency_timezone")),
            Map.entry("stops", List.of("stop_id")),
            Map.entry("routes", List.of("route_id", "route_type")),
            Map.entry("trips", List.of("route_id", "service_id", "trip_id")),
            Map.entry("stop_times", List.of("trip_id", "stop_sequence")),
            Map.entry(
                    "calendar",
                    List.of(
                            "service_id",
                            "monday",
                            "tuesday",
                            "wednesday",
                            "thursday",
                            "friday",
                            "saturday",
                            "sunday",
                            "start_date",
                            "end_date")),
            Map.entry("calendar_dates", List.of("service_id", "date", "exception_type")),
            Map.entry("fare_attributes", List.of("fare_id", "price", "currency_type", "payment_method")),
            Map.entry("fare_rules", List.of("fare_id")),
            Map.entry("shapes", List.of("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence")),
            Map.entry("frequencies", List.of("trip_id", "start_time", "end_time", "headway_secs")),
            Map.entry("feed_info", List.of("feed_publisher_name", "feed_publisher_url", "feed_lang")));

    @Override
    public List<Finding> check(Feed feed) {
        List<Finding> findings = new ArrayList<>();
        for (String file : List.of("agency", "routes", "trips", "stop_times")) {
            if (!feed.has(file)) {
                findings.add(missingFile(file + ".txt"));
            }
        }
        if (!feed.has("calendar") && !feed.has("calendar_dates")) {
            findings.add(missingFile("calendar.txt / calendar_dates.txt"));
        }
        if (!feed.has("stops") && !feed.has("locations")) {
            findings.add(missingFile("stops.txt / locations.geojson"));
        }
        REQUIRED.entrySet().stream()
                .filter(file -> feed.has(file.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(file -> findings.addAll(fields(feed, file.getKey(), file.getValue())));
        return findings;
    }

    private static Finding missingFile(String file) {
        return new Finding(
                "gtfs-required-file",
                Finding.Severity.ERROR,
                "",
                1,
                "缺少必需文件 " + file,
                "the required file " + file + " is missing",
                List.of());
    }

    /** One reading of the file for all its fields. */
    private static List<Finding> fields(Feed feed, String file, List<String> fields) {
        List<Feed.Offences> offences = fields.stream()
                .map(field -> new Feed.Offences("gtfs-required-field", Finding.Severity.ERROR))
                .toList();
        for (int i = 0; i < fields.size(); i++) {
            if (!feed.has(file, fields.get(i))) {
                offences.get(i).add(0, "", "缺少列 / the column is missing");
            }
        }
        feed.each(file, fields, (row, cells) -> {
            for (int i = 0; i < fields.size(); i++) {
                if (cells.get(i).isEmpty() && feed.has(file, fields.get(i))) {
                    offences.get(i).add(row, "", "必填 / required");
                }
            }
        });
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            findings.addAll(offences.get(i)
                    .finding(
                            file + "." + field,
                            "%s.txt 的必填字段 %s 缺失或为空".formatted(file, field),
                            "the required field %s of %s.txt is missing or empty".formatted(field, file)));
        }
        return findings;
    }
}
