package org.jiaohui.exchange.run;

import java.time.Instant;
import java.util.Locale;

/**
 * Why and when a run was to begin.
 *
 * @param retry 0 for a run of its own, else which retry of the trouble before it
 * @param notBefore a retry waits until then
 */
public record RunOrder(Trigger trigger, int priority, int retry, Instant notBefore) {
    /** Who or what asked for a run. */
    public enum Trigger {
        MANUAL,
        SCHEDULE,
        ARRIVAL,
        AFTER,
        RETRY;

        /** As interfaces write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
