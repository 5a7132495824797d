package org.jiaohui.openapi.dataset;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.Sectors;

/** Numbers of the home page. */
record SummaryView(
        long datasets,
        long publishers,
        long rows,
        long runsToday,
        Optional<Instant> lastModified,
        List<Counted> themes,
        List<Counted> regions) {
    record Counted(String code, String label, Optional<String> labelEn, long count) {}

    static SummaryView of(CatalogueEntries.Summary summary, long runsToday) {
        return new SummaryView(
                summary.datasets(),
                summary.publishers(),
                summary.rows(),
                runsToday,
                summary.lastModified(),
                counted(summary.themes(), Sectors::theme),
                counted(summary.regions(), Sectors::region));
    }

    private static List<Counted> counted(Map<String, Long> counts, Function<String, Optional<Sectors.Label>> labels) {
        return counts.entrySet().stream()
                .map(entry -> new Counted(
                        entry.getKey(),
                        labels.apply(entry.getKey()).map(Sectors.Label::chinese).orElse(entry.getKey()),
                        labels.apply(entry.getKey()).map(Sectors.Label::english),
                        entry.getValue()))
                .sorted((left, right) -> Long.compare(right.count(), left.count()))
                .toList();
    }
}
