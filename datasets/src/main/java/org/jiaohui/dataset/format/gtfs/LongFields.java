package org.jiaohui.dataset.format.gtfs;

import java.util.ArrayList;
import java.util.List;
import org.jiaohui.exchange.run.Finding;

/**
 * Names longer than passenger displays take. GTFS itself sets no limit; these are the limits of the guideline that the Metropolitan Transportation Commission
 * gives its agencies. A feed beyond them is refused, as signs and phones would cut it off; an agency's name only warns, because registered names of companies are
 * that long.
 */
final class LongFields implements FeedRule {
    private record Limit(String table, String column, int most, Finding.Severity severity) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit("agency", "agency_id", 50, Finding.Severity.ERROR),
            new Limit("agency", "agency_name", 50, Finding.Severity.WARNING),
            new Limit("agency", "agency_url", 500, Finding.Severity.ERROR),
            new Limit("stops", "stop_name", 100, Finding.Severity.ERROR),
            new Limit("trips", "trip_headsign", 120, Finding.Severity.ERROR),
            new Limit("trips", "trip_short_name", 50, Finding.Severity.ERROR));

    @Override
    public List<Finding> check(Feed feed) {
        List<Finding> findings = new ArrayList<>();
        for (Limit limit : LIMITS) {
            Feed.Offences offences = new Feed.Offences("gtfs-long-field", limit.severity());
            feed.each(limit.table(), List.of(limit.column()), (row, cells) -> {
                String value = cells.getFirst();
                if (value.codePointCount(0, value.length()) > limit.most()) {
                    offences.add(row, value, "超过 %d 个字符 / longer than %d".formatted(limit.most(), limit.most()));
                }
            });
            findings.addAll(offences.finding(
                    limit.table() + "." + limit.column(),
                    "%s 超过 %d 个字符，请缩短后重新提供".formatted(limit.column(), limit.most()),
                    "%s is longer than %d characters; shorten it".formatted(limit.column(), limit.most())));
        }
        return findings;
    }
}
