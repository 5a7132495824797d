package org.jiaohui.exchange.alert;

import java.time.Duration;
import java.util.Optional;

/** The notices that still have to be told; they survive a crash, and several hubs share them. */
public interface AlertNotices {
    /**
     * Takes the next notice that is due, and keeps it from other callers for the length of the lease. What a channel must tell of one alert comes in its order.
     * A notice whose taker dies is given out again.
     */
    Optional<AlertNotice> take(Duration lease);

    /** The notice has arrived. */
    void arrived(AlertNotice notice);

    /** The notice did not arrive: it is due again after the delay, or given up when there is none. */
    void failed(AlertNotice notice, Optional<Duration> retryAfter, String reason);
}
