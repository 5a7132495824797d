package org.jiaohui.dataset.format.gtfs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.run.Finding;

/** Trips of one block and one service are run by one vehicle, so their times do not overlap. */
final class BlockOverlaps implements FeedRule {
    private static final class Span {
        private final String trip;
        private int from = Integer.MAX_VALUE;
        private int to = -1;

        private Span(String trip) {
            this.trip = trip;
        }
    }

    /** Seconds after midnight; -1 when it is not a time. Hours go beyond 24. */
    static int seconds(String time) {
        if (!time.matches("\\d{1,3}:[0-5]\\d:[0-5]\\d")) {
            return -1;
        }
        String[] parts = time.split(":", 3);
        return Integer.parseInt(parts[0]) * 3600 + Integer.parseInt(parts[1]) * 60 + Integer.parseInt(parts[2]);
    }

    @Override
    public List<Finding> check(Feed feed) {
        Map<String, Span> spans = new HashMap<>();
        Map<String, List<Span>> blocks = new HashMap<>();
        feed.each("trips", List.of("trip_id", "service_id", "block_id"), (row, cells) -> {
            if (!cells.get(2).isEmpty()) {
                Span span = spans.computeIfAbsent(cells.getFirst(), Span::new);
                blocks.computeIfAbsent(cells.get(2) + "\n" + cells.get(1), key -> new ArrayList<>())
                        .add(span);
            }
        });
        if (spans.isEmpty()) {
            return List.of();
        }
        feed.each("stop_times", List.of("trip_id", "arrival_time", "departure_time"), (row, cells) -> {
            Span span = spans.get(cells.getFirst());
            if (span != null) {
                int arrival = seconds(cells.get(1));
                int departure = seconds(cells.get(2));
                span.to = Math.max(span.to, arrival);
                span.from = departure < 0 ? span.from : Math.min(span.from, departure);
            }
        });
        Feed.Offences offences = new Feed.Offences("gtfs-block-overlap", Finding.Severity.ERROR);
        blocks.values().forEach(block -> check(block, offences));
        return offences.finding("trips.block_id", "同一车辆任务（block）的车次时间重叠", "trips of one block overlap in time");
    }

    private static void check(List<Span> block, Feed.Offences offences) {
        block.removeIf(span -> span.to < 0);
        block.sort(java.util.Comparator.comparingInt(span -> span.from));
        for (int i = 1; i < block.size(); i++) {
            if (block.get(i).from < block.get(i - 1).to) {
                offences.add(
                        0,
                        block.get(i).trip,
                        "与车次 %s 重叠 / overlaps trip %s".formatted(block.get(i - 1).trip, block.get(i - 1).trip));
            }
        }
    }
}
