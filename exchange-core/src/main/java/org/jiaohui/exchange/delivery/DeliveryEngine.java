package org.jiaohui.exchange.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun.RunError;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Column;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one claimed delivery and writes down how it ended. Told again after any crash, it asks the target first. */
public final class DeliveryEngine {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEngine.class);

    /** Trying again changes nothing about these; somebody must act first. */
    private static final Set<ErrorCode> FINAL = Set.of(
            ErrorCode.SETTINGS_WRONG,
            ErrorCode.HOST_NOT_ALLOWED,
            ErrorCode.TARGET_REFUSED_ROWS,
            ErrorCode.UNKNOWN_VERSION,
            ErrorCode.UNKNOWN_TARGET,
            ErrorCode.UNKNOWN_SUBSCRIPTION);

    private final TargetRegister targets;
    private final SubscriptionRegister subscriptions;
    private final DeliveryLedger ledger;
    private final TargetConnectors connectors;
    private final DatasetStore store;
    private final BatchRows batches;
    private final RetransmittedRows retransmitted;
    private final Retries retries;

    /**
     * How often and when a delivery that broke is tried again.
     *
     * @param most attempts before it has failed
     * @param first wait after the first attempt, doubled each time
     * @param longest longest wait
     */
    public record Retries(int most, Duration first, Duration longest) {
        /** Twelve attempts within about an hour. */
        public static final Retries DEFAULT = new Retries(12, Duration.ofSeconds(2), Duration.ofMinutes(10));

        Duration after(int attempt) {
            Duration wait = first.multipliedBy(1L << Math.min(20, Math.max(0, attempt - 1)));
            return wait.compareTo(longest) > 0 ? longest : wait;
        }
    }

    public DeliveryEngine(
            TargetRegister targets,
            SubscriptionRegister subscriptions,
            DeliveryLedger ledger,
            TargetConnectors connectors,
            DatasetStore store,
            BatchRows batches,
            RetransmittedRows retransmitted,
            Retries retries) {
        this.targets = targets;
        this.subscriptions = subscriptions;
        this.ledger = ledger;
        this.connectors = connectors;
        this.store = store;
        this.batches = batches;
        this.retransmitted = retransmitted;
        this.retries = retries;
    }

    /** Never throws for what a target does; throws what the ledger throws. */
    public void execute(DeliveryRun claimed, RunProgress progress) {
        long began = System.nanoTime();
        try {
            progress.checkStop();
            DeliveryEffect effect = effect(claimed, progress);
            if (ledger.delivered(claimed, effect, wordAtOnce(claimed, effect))) {
                LOG.info(
                        "delivery {} of {} {} to {}: delivered, {} rows, {} bytes, {} ms, attempt {}",
                        claimed.id(),
                        claimed.dataset(),
                        claimed.to(),
                        claimed.target(),
                        effect.rows(),
                        effect.bytes(),
                        (System.nanoTime() - began) / 1_000_000,
                        claimed.attempt());
            }
        } catch (ExchangeException trouble) {
            end(claimed, trouble);
        } catch (RuntimeException defect) {
            LOG.warn("delivery {} met a defect", claimed.id(), defect);
            end(claimed, new ExchangeException(ErrorCode.INTERNAL, "交付时出现内部错误 / a defect: " + defect, defect));
        }
    }

    /** What a target says about a delivered batch. */
    Optional<Acknowledgement> findAcknowledgement(DeliveryRun delivered) {
        return findAcknowledgement(delivered, delivered.effect());
    }

    private Optional<Acknowledgement> findAcknowledgement(DeliveryRun run, DeliveryEffect effect) {
        DeliveryOrder order = order(run, version(run));
        return connectors.get(order.target().connector()).findAcknowledgement(order, effect);
    }

    /** The rows are there; a target that does not answer just now is asked again later. */
    private Optional<Acknowledgement> wordAtOnce(DeliveryRun claimed, DeliveryEffect effect) {
        try {
            return findAcknowledgement(claimed, effect);
        } catch (ExchangeException silent) {
            LOG.info("delivery {} is not acknowledged yet: {}", claimed.id(), silent.getMessage());
            return Optional.empty();
        }
    }

    private DeliveryEffect effect(DeliveryRun claimed, RunProgress progress) {
        DatasetVersion version = version(claimed);
        DeliveryOrder order = order(claimed, version);
        TargetConnector connector = connectors.get(order.target().connector());
        if (!connector.modes().contains(order.mode())) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "目标 %1$s 不支持方式 %2$s / the target %1$s cannot be delivered to in the mode %2$s"
                            .formatted(order.target().id(), order.mode().word()));
        }
        if (rewrites(claimed, connector)) {
            return ((RewritableTarget) connector).rewrite(order, sameRows(claimed, version, order), progress);
        }
        Optional<DeliveryEffect> before = claimed.attempt() > 1 ? connector.findEffect(order) : Optional.empty();
        if (before.isPresent()) {
            return before.get();
        }
        RowFeed feed = feed(order, version, claimed);
        DeliveryEffect effect = connector.deliver(order, feed, progress);
        if (!feed.areChanges() && effect.rows() != version.rows()) {
            throw new ExchangeException(
                    ErrorCode.INTERNAL,
                    "版本有 %1$d 行，却送出 %2$d 行 / the version has %1$d rows, but %2$d were delivered"
                            .formatted(version.rows(), effect.rows()));
        }
        return effect;
    }

    private RowFeed feed(DeliveryOrder order, DatasetVersion version, DeliveryRun claimed) {
        if (claimed.retransmits().isEmpty()) {
            return batches.of(order.mode(), version, claimed.from());
        }
        // Rows that are only ever added may be told apart by all that they hold.
        List<String> key = order.key().isEmpty()
                ? version.schema().columns().stream().map(Column::name).toList()
                : order.key();
        return retransmitted.feed(claimed, version, key, subscription(claimed).mode() == DeliveryMode.REPLACE);
    }

    /** Of a target with files no keys are transmitted again: the whole batch takes its own place. */
    private static boolean rewrites(DeliveryRun run, TargetConnector connector) {
        return run.retransmits().isPresent() && connector instanceof RewritableTarget;
    }

    private RowFeed sameRows(DeliveryRun claimed, DatasetVersion version, DeliveryOrder order) {
        return batches.again(order.mode(), version, order.from())
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_VERSION,
                        "这一批是自 %1$s 以来的变化，而该版本已不再保留；请 POST /api/v1/subscriptions/%2$s/restart 从头交付 / the batch brought the changes since %1$s, which is no longer kept; begin anew with POST /api/v1/subscriptions/%2$s/restart"
                                .formatted(order.from().orElseThrow(), claimed.subscription())));
    }

    private DatasetVersion version(DeliveryRun run) {
        return store.find(run.dataset(), run.to())
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_VERSION,
                        "数据集 %1$s 的版本 %2$s 已不存在 / version %2$s of dataset %1$s is gone"
                                .formatted(run.dataset(), run.to())));
    }

    private Subscription subscription(DeliveryRun run) {
        return subscriptions
                .find(run.subscription())
                .filter(known -> run.retransmits()
                        .map(statement -> BatchId.retransmitting(known, run.to(), statement))
                        .orElseGet(() -> BatchId.of(known, run.to()))
                        .equals(run.batch()))
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_SUBSCRIPTION,
                        "订阅 %1$s 已更改，这次交付作废 / the subscription %1$s was changed, this delivery is void"
                                .formatted(run.subscription())));
    }

    private DeliveryOrder order(DeliveryRun run, DatasetVersion version) {
        Subscription subscription = subscription(run);
        Target target = targets.find(run.target())
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_TARGET, "没有目标 %1$s / there is no target %1$s".formatted(run.target())));
        List<String> key = subscription.key().isEmpty() ? version.schema().key() : subscription.key();
        if (rewrites(run, connectors.get(target.connector()))) {
            DeliveryRun first =
                    ledger.findBringing(run.subscription(), run.to()).orElse(run);
            return new DeliveryOrder(
                    target,
                    subscription,
                    BatchId.of(subscription, run.to()),
                    run.attempt(),
                    first.from(),
                    run.to(),
                    version.schema(),
                    key);
        }
        return new DeliveryOrder(
                target,
                run.retransmits().isPresent() && subscription.mode() == DeliveryMode.REPLACE
                        ? subscription.withMode(DeliveryMode.UPSERT)
                        : subscription,
                run.batch(),
                run.attempt(),
                run.from(),
                run.to(),
                version.schema(),
                key);
    }

    private void end(DeliveryRun claimed, ExchangeException trouble) {
        RunError error =
                new RunError(trouble.code().name(), trouble.code().kind().name(), String.valueOf(trouble.getMessage()));
        if (trouble.code() == ErrorCode.STOPPED) {
            ledger.stopped(claimed, error);
        } else if (FINAL.contains(trouble.code()) || claimed.tries() >= retries.most()) {
            if (ledger.failed(claimed, error)) {
                LOG.warn("delivery {} to {} failed: {}", claimed.id(), claimed.target(), trouble.getMessage());
            }
        } else if (ledger.retryAfter(claimed, retries.after(claimed.tries()), error)) {
            LOG.info(
                    "delivery {} to {} is tried again in {} s: {}",
                    claimed.id(),
                    claimed.target(),
                    retries.after(claimed.tries()).toSeconds(),
                    trouble.getMessage());
        }
    }
}
