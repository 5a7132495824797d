package org.jiaohui.exchange.run;

import java.time.Duration;
import java.util.Optional;

/**
 * How much one run may bring, and how fast. Absent parts do not limit.
 *
 * @param rows of all tables together
 * @param bytes fetched
 * @param time from the run's beginning until it publishes
 * @param rowsPerSecond read no faster than this
 * @param bytesPerSecond fetched no faster than this
 */
public record RunLimits(
        Optional<Long> rows,
        Optional<Long> bytes,
        Optional<Duration> time,
        Optional<Long> rowsPerSecond,
        Optional<Long> bytesPerSecond) {
    public static final RunLimits NONE =
            new RunLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public RunLimits {
        positive("rows", rows);
        positive("bytes", bytes);
        positive("seconds", time.map(Duration::toMillis));
        positive("rowsPerSecond", rowsPerSecond);
        positive("bytesPerSecond", bytesPerSecond);
    }

    private static void positive(String name, Optional<Long> value) {
        if (value.filter(given -> given <= 0).isPresent()) {
            throw new IllegalArgumentException(
                    "上限 " + name + " 必须大于 0 / the limit " + name + " is above 0, got " + value.get());
        }
    }
}
