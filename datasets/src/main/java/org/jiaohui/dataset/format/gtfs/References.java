package org.jiaohui.dataset.format.gtfs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jiaohui.exchange.run.Finding;

/**
 * Every reference between files leads somewhere. A service stands in calendar.txt or calendar_dates.txt: a feed may have the latter alone. What leads nowhere is
 * counted and told, but keeps no feed out: publishers cut feeds to a city or a line, and rightly leave the rest of the table as it was.
 */
final class References implements FeedRule {
    private record Link(String table, String column, List<String> targets, String key) {}

    private static final List<Link> LINKS = List.of(
            new Link("trips", "route_id", List.of("routes"), "route_id"),
            new Link("trips", "service_id", List.of("calendar", "calendar_dates"), "service_id"),
            new Link("trips", "shape_id", List.of("shapes"), "shape_id"),
            new Link("stop_times", "trip_id", List.of("trips"), "trip_id"),
            new Link("stop_times", "stop_id", List.of("stops"), "stop_id"),
            new Link("stops", "parent_station", List.of("stops"), "stop_id"),
            new Link("routes", "agency_id", List.of("agency"), "agency_id"),
            new Link("frequencies", "trip_id", List.of("trips"), "trip_id"),
            new Link("transfers", "from_stop_id", List.of("stops"), "stop_id"),
            new Link("transfers", "to_stop_id", List.of("stops"), "stop_id"),
            new Link("fare_rules", "fare_id", List.of("fare_attributes"), "fare_id"),
            new Link("fare_rules", "route_id", List.of("routes"), "route_id"),
            new Link("pathways", "from_stop_id", List.of("stops"), "stop_id"),
            new Link("pathways", "to_stop_id", List.of("stops"), "stop_id"),
            new Link("stops", "level_id", List.of("levels"), "level_id"),
            new Link("attributions", "agency_id", List.of("agency"), "agency_id"));

    @Override
    public List<Finding> check(Feed feed) {
        List<Finding> findings = new ArrayList<>();
        for (Link link : LINKS) {
            if (feed.has(link.table(), link.column())) {
                findings.addAll(check(feed, link));
            }
        }
        return findings;
    }

    private static List<Finding> check(Feed feed, Link link) {
        Set<String> known = new HashSet<>();
        link.targets().forEach(target -> known.addAll(feed.values(target, link.key())));
        String targets =
                String.join("/", link.targets().stream().map(t -> t + ".txt").toList());
        Feed.Offences offences = new Feed.Offences("gtfs-reference", Finding.Severity.WARNING);
        AtomicLong all = new AtomicLong();
        feed.each(link.table(), List.of(link.column()), (row, cells) -> {
            String value = cells.getFirst();
            all.addAndGet(value.isEmpty() ? 0 : 1);
            if (!value.isEmpty() && !known.contains(value)) {
                offences.add(row, value, targets + " 中没有 / not in " + targets);
            }
        });
        return offences.finding(
                link.table() + "." + link.column(),
                "%s.txt 的 %s 有 %d 处（共 %d 处）引用了 %s 中不存在的值"
                        .formatted(link.table(), link.column(), offences.count(), all.get(), targets),
                "%d of %d references of %s in %s.txt lead to values that %s lacks"
                        .formatted(offences.count(), all.get(), link.column(), link.table(), targets));
    }
}
