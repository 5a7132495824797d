package org.jiaohui.exchange.run;

import java.time.Duration;
import java.util.Set;
import org.jiaohui.exchange.fault.ErrorCode;

/**
 * How often, and after which pauses, a task is run again when its provider or the hub's own parts are in trouble. Fetches inside one run are tried again by
 * their connector; this is for trouble that lasts longer.
 *
 * @param attempts retries after the first run, 0–20
 * @param first pause before the first retry
 * @param factor by which each further pause is longer, 1–10
 * @param longest no pause is longer
 */
public record RetryPolicy(int attempts, Duration first, double factor, Duration longest) {
    public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ofMinutes(1), 2, Duration.ofHours(1));

    /** Trouble that may pass by itself. A refused login may not: trying again would lock the account. */
    private static final Set<String> MAY_PASS = Set.of(
            ErrorCode.SOURCE_UNREACHABLE.name(),
            ErrorCode.SOURCE_INTERRUPTED.name(),
            ErrorCode.SOURCE_TIMED_OUT.name(),
            ErrorCode.SOURCE_ANSWERED_WRONGLY.name(),
            ErrorCode.OBJECT_STORE_UNAVAILABLE.name(),
            ErrorCode.DATABASE_UNAVAILABLE.name());

    public RetryPolicy {
        if (attempts < 0 || attempts > 20) {
            throw new IllegalArgumentException("重试 0–20 次 / a task is retried 0 to 20 times, got " + attempts);
        }
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "首次间隔大于 0 且不超过最长间隔 / the first pause is longer than nothing and not above the longest, got " + first
                            + " and " + longest);
        }
        if (!(factor >= 1 && factor <= 10)) {
            throw new IllegalArgumentException("间隔倍数在 1 与 10 之间 / the factor lies between 1 and 10, got " + factor);
        }
    }

    public static boolean mayPass(String errorCode) {
        return MAY_PASS.contains(errorCode);
    }

    /**
     * The pause before a retry.
     *
     * @param retry from 1
     * @param random 0 to 1: pauses differ by a fifth either way, so that tasks that failed together do not come back together
     */
    public Duration pauseBefore(int retry, double random) {
        double millis = Math.min((double) longest.toMillis(), first.toMillis() * Math.pow(factor, retry - 1.0));
        return Duration.ofMillis(Math.max(1, Math.round(millis * (0.8 + 0.4 * random))));
    }
}
