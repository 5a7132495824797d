package org.jiaohui.dataset.format.gtfs;

import java.util.ArrayList;
import java.util.List;
import org.jiaohui.exchange.run.Finding;

/** Names longer than passenger displays take (the limits of the MTC guideline). GTFS itself sets no limit, so this is a warning. */
final class LongFields implements FeedRule {
    private record Limit(String table, String column, int most) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit("agency", "agency_id", 50),
            new Limit("agency", "agency_name", 50),
            new Limit("agency", "agency_url", 500),
            new Limit("stops", "stop_name", 100),
            new Limit("trips", "trip_headsign", 120),
            new Limit("trips", "trip_short_name", 50));

    @Override
    public List<Finding> check(Feed feed) {
        List<Finding> findings = new ArrayList<>();
        for (Limit limit : LIMITS) {
            Feed.Offences offences = new Feed.Offences("gtfs-long-field", Finding.Severity.WARNING);
            feed.each(limit.table(), List.of(limit.column()), (row, cells) -> {
                String value = cells.getFirst();
                if (value.codePointCount(0, value.length()) > limit.most()) {
                    offences.add(row, value, "超过 %d 个字符 / longer than %d".formatted(limit.most(), limit.most()));
                }
            });
            findings.addAll(offences.finding(
                    limit.table() + "." + limit.column(),
                    "%s 超过建议的 %d 个字符".formatted(limit.column(), limit.most()),
                    "%s is longer than the advised %d characters".formatted(limit.column(), limit.most())));
        }
        return findings;
    }
}
