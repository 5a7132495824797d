package org.jiaohui.exchange.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.ExchangeRun.RunError;

/** Every delivery, from before its first byte to its acknowledgement. Several hubs share one ledger; a delivery belongs to the hub that holds its lease. */
public interface DeliveryLedger {
    /**
     * Writes down the deliveries that are due: for every subscription that is not paused and has none under way, the next published version that its target has
     * not; the newest one at once for a new subscription and for those that replace. Returns how many are new. Several hubs may plan at once.
     */
    int plan();

    /**
     * Takes the delivery that has waited longest — or whose owner let its lease expire — and whose target has no other running one. Never the same for two
     * callers. Each claim comes with a higher {@code attempt}.
     */
    Optional<DeliveryRun> claim(String owner, Duration lease);

    /** Extends the lease and notes the progress. Returns whether the delivery must stop; also true when the lease was lost. */
    boolean heartbeat(DeliveryRun claimed, Duration lease, long rows, long bytes);

    /** Frees at once all deliveries that this owner holds: called when the owner starts again and knows that nothing of it runs. */
    int release(String owner);

    /**
     * Ends it as delivered, with its receipt, if it still is the attempt that the caller claimed; false, and nothing changes, when it is not.
     *
     * @param word what the target itself said of the batch at once
     */
    boolean delivered(DeliveryRun claimed, DeliveryEffect effect, Optional<Acknowledgement> word);

    /** Lets it wait for its next attempt, if it still is the attempt that the caller claimed. A stop that was asked for ends it instead. */
    boolean retryAfter(DeliveryRun claimed, Duration wait, RunError error);

    /** Ends it as failed, if it still is the attempt that the caller claimed. */
    boolean failed(DeliveryRun claimed, RunError error);

    /** Ends an attempt that was stopped: of a paused subscription it waits, otherwise it has failed with STOPPED. */
    boolean stopped(DeliveryRun claimed, RunError error);

    /**
     * Asks a waiting or running delivery to stop; an ended one stays as it is.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_DELIVERY
     */
    void requestStop(DeliveryId id);

    /** Makes the subscription's failed or waiting delivery due now, plans one when a version is due, and returns the newest that is under way or ended. */
    Optional<DeliveryRun> deliverNow(SubscriptionId subscription);

    /**
     * Notes a word on a delivered batch, with a receipt of its own. The newest word counts, all are kept; the same word again changes nothing.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_DELIVERY, or CONFLICT when it is not delivered
     */
    void acknowledge(DeliveryId id, Acknowledgement acknowledgement);

    /** Every word on a delivery, in order. */
    List<Acknowledgement> acknowledgements(DeliveryId id);

    /** Delivered batches on which there is no word yet, those first whose target was asked longest ago; they count as asked now. At most {@code most}. */
    List<DeliveryRun> askable(int most);

    Optional<DeliveryRun> find(DeliveryId id);

    /** The delivery that brings this version, or a newer one in its place, under the subscription's present mark; never one that only retransmits. */
    Optional<DeliveryRun> findBringing(SubscriptionId subscription, VersionNumber version);

    /** Deliveries that brought differing keys of this version once more under the subscription's present mark and have arrived, the oldest first. */
    List<DeliveryRun> listRetransmissions(SubscriptionId subscription, VersionNumber version);

    /** Deliveries of versions before this one under the subscription's present mark that arrived within a time, the newest first, at most {@code most}; none that only retransmit. */
    List<DeliveryRun> listEarlier(
            SubscriptionId subscription, VersionNumber before, Instant from, Instant until, int most);

    /** The newest version that was delivered under the subscription's present mark. */
    Optional<VersionNumber> findHeld(SubscriptionId subscription);

    /**
     * Plans the delivery of the keys alone that a statement found to differ from this version. Asked again for the same statement, it returns the same delivery; a failed one
     * is tried again.
     *
     * @param newest the version that the target held when the statement was made
     * @throws org.jiaohui.exchange.fault.ExchangeException CONFLICT when the target holds another version by now, or another delivery is under way
     */
    DeliveryRun retransmit(SubscriptionId subscription, VersionNumber version, VersionNumber newest, String statement);

    Page list(DeliveryFilter filter, int page, int size);

    /** Absent parts do not narrow. */
    record DeliveryFilter(
            Optional<SubscriptionId> subscription,
            Optional<TargetId> target,
            Optional<org.jiaohui.exchange.dataset.DatasetId> dataset,
            Optional<DeliveryRun.Status> status) {
        public static final DeliveryFilter ALL =
                new DeliveryFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Newest first. */
    record Page(long total, List<DeliveryRun> deliveries) {}
}
