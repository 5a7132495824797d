package org.jiaohui.exchange.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jiaohui.exchange.source.SourceId;

/**
 * The circuit breaker of a source: after several failures in a row its runs wait, then one is let through to see whether the source is back.
 *
 * @param failures in a row
 * @param openUntil when the next run is let through; absent while the breaker is closed
 * @param reason the trouble that was seen last
 */
public record Breaker(SourceId source, int failures, Optional<Instant> openUntil, String reason) {
    /** What a breaker does with runs. */
    public enum State {
        /** Runs pass. */
        CLOSED,
        /** Runs that start by themselves wait. */
        OPEN,
        /** The next run shows whether the source is back. */
        HALF_OPEN
    }

    public State state(Instant now) {
        return openUntil
                .map(until -> until.isAfter(now) ? State.OPEN : State.HALF_OPEN)
                .orElse(State.CLOSED);
    }

    /**
     * When breakers open and for how long.
     *
     * @param failures in a row that open a breaker
     * @param pause before the first probe; twice as long after each probe that fails
     * @param longest pause
     */
    public record Policy(int failures, Duration pause, Duration longest) {
        public Policy {
            if (failures < 1 || pause.isNegative() || pause.isZero() || longest.compareTo(pause) < 0) {
                throw new IllegalArgumentException("jiaohui.breaker: failures ≥ 1, 0 < pause ≤ longest-pause; got "
                        + failures + ", " + pause + ", " + longest);
            }
        }

        /** How long the breaker is open after this many failures in a row; nothing below the threshold. */
        Optional<Duration> openFor(int inARow) {
            if (inARow < failures) {
                return Optional.empty();
            }
            long millis = pause.toMillis() << Math.min(20, inARow - failures);
            return Optional.of(Duration.ofMillis(Math.min(longest.toMillis(), millis)));
        }
    }
}
