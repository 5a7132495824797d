package org.jiaohui.exchange.delivery;

/** Subscriptions whose last delivery has failed: told by one alert for each task that feeds them. */
@FunctionalInterface
public interface FailedDeliveries {
    /**
     * Looks, and opens, renews or ends the alerts as they are to be by now. An alert names every subscription that is failing, and is renewed when these change; it
     * ends when none is: what came later has arrived, or the subscription is paused, removed or begun anew. While a failed delivery is tried again it stays. What
     * somebody stopped is no failure. Several hubs may look at once.
     */
    void tell();
}
