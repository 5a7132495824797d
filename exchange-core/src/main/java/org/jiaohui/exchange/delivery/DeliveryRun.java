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
 * @param retransmits the statement whose differing keys alone are brought; absent for all rows or changes of a version
 * @param acknowledgement the newest word on the batch, by its target or its receiver
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
        Optional<String> retransmits,
        Optional<Acknowledgement> acknowledgement,
        Instant plannedAt,
        Instant nextAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {
    /** What a delivered batch did in its target. */
    public DeliveryEffect effect() {
        return new DeliveryEffect(rows, bytes, digest.orElse(""));
    }

    /** Where a delivery stands. */
    public enum Status {
        WAITING,
        RUNNING,
        STOPPING,
        DELIVERED,
        FAILED
    }
}
