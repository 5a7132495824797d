package org.jiaohui.exchange.alert;

import java.util.Locale;

/**
 * An event of an alert that one channel must tell.
 *
 * @param id the same for every attempt, so that a receiver knows a repetition
 * @param attempt 1 for the first
 */
public record AlertNotice(long id, Event event, String channel, int attempt, Alert alert) {
    /** What happened to the alert. */
    public enum Event {
        RAISED,
        RECOVERED;

        /** As interfaces write it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
