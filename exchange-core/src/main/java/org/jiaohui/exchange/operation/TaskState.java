package org.jiaohui.exchange.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;

/**
 * How a task stands.
 *
 * @param next its next planned time; for one that waits for arrivals, the next look
 * @param expectedSince the first planned time of which nothing came yet
 * @param retry the retry that waits
 * @param totals of all runs since the task was made
 */
public record TaskState(
        TaskId task,
        Optional<Instant> next,
        Optional<Instant> pausedAt,
        Optional<Instant> expectedSince,
        Optional<Instant> lastSuccess,
        Optional<Retry> retry,
        Optional<DeadLetter> deadLetter,
        Optional<Breaker> breaker,
        Totals totals) {
    /** A run that waits for its time. */
    public record Retry(RunId run, int number, Instant at) {}

    /** Counts over all ended runs; {@code last}: of the newest one. */
    public record Totals(long runs, long failed, long published, long refused, Duration time, Duration last) {}

    /** How long something is due that has not come. */
    public Duration lag(Instant now) {
        return expectedSince
                .filter(since -> pausedAt.isEmpty() && since.isBefore(now))
                .map(since -> Duration.between(since, now))
                .orElse(Duration.ZERO);
    }
}
