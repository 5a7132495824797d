package org.jiaohui.exchange.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Understands cron expressions of five fields (minute, hour, day of month, month, day of week) or six, with seconds first. */
public interface CronTimes {
    /**
     * The first time after the given one; absent when there is none.
     *
     * @throws IllegalArgumentException when the expression cannot be understood, saying why
     */
    Optional<Instant> nextAfter(String expression, ZoneId zone, Instant after);
}
