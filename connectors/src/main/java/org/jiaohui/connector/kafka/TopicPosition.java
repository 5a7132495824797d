package org.jiaohui.connector.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The next offset of each partition of a topic. */
record TopicPosition(String topic, Map<Integer, Long> next) {
    TopicPosition {
        next = new TreeMap<>(next);
    }

    /** Reads what {@link #toString} wrote; the position of another topic, or of another connector, counts for nothing. */
    static Optional<TopicPosition> parse(String text, String topic) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 2 || !lines[0].equals("kafka " + topic)) {
            return Optional.empty();
        }
        Map<Integer, Long> next = new TreeMap<>();
        for (String each : lines[1].split(" ", -1)) {
            String[] parts = each.split(":", -1);
            next.put(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }
        return Optional.of(new TopicPosition(topic, next));
    }

    @Override
    public String toString() {
        return "kafka " + topic + "\n"
                + next.entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue())
                        .collect(Collectors.joining(" "));
    }
}
