package org.jiaohui.exchange.delivery;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;

/** The registered subscriptions. */
public interface SubscriptionRegister {
    /**
     * Creates or replaces, and returns what is kept. The mark stays when the subscription {@linkplain Subscription#goesOnAs goes on}; otherwise, and after it was removed, it
     * is drawn anew.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_TARGET when the target is not registered
     */
    Subscription save(Subscription subscription);

    Optional<Subscription> find(SubscriptionId id);

    /** Ordered by id. */
    List<Subscription> list();

    /** Subscriptions of one dataset, ordered by id. */
    List<Subscription> listOf(DatasetId dataset);

    /**
     * Pauses or resumes. Pausing asks a running delivery to stop; it goes on after {@code resume} under the same batch id.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_SUBSCRIPTION
     */
    void pause(SubscriptionId id, boolean paused);

    /**
     * Draws a new mark, so that the newest version is delivered as if nothing had been before.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_SUBSCRIPTION
     */
    Subscription beginAnew(SubscriptionId id);

    /**
     * Ends a subscription. What waits for it is stopped at once, what runs is asked to stop; its deliveries and receipts stay.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_SUBSCRIPTION
     */
    void remove(SubscriptionId id);
}
