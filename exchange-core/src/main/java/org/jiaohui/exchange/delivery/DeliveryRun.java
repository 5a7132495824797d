package org.jiaohui.exchange.delivery;

import java.time.Instant;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.ExchangeRun.RunError;

/**
 * The delivery of one version to one target, as the ledger holds it.
 *
 * @param from the version that the target was delivered before, when there was one
 * @param attempt how often it was begun; 0 before the first time
 * @param tries attempts since a person last asked for it
 * @param nextAt when a waiting delivery is due
 * @param rows rows sent so far; those of the effect once it is delivered
 * @param error why the last attempt failed
 * @param acknowledgement the consumer's word, where it gives one
 */
public record DeliveryRun(
        DeliveryId id,
        SubscriptionId subscription,
        DatasetId dataset,
        TargetId target,
        Optional<VersionNumber> from,
        VersionNumber to,
        BatchId batch,
        Status status,
        int attempt,
        int tries,
        long rows,
        long bytes,
        Optional<String> digest,
        Optional<RunError> error,
        Optional<Acknowledgement> acknowledgement,
        Instant plannedAt,
        Instant nextAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {
    /** Where a delivery stands. */
    public enum Status {
        WAITING,
        RUNNING,
        STOPPING,
        DELIVERED,
        FAILED
    }
}
