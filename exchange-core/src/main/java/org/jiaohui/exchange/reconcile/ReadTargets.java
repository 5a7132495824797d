package org.jiaohui.exchange.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.DeliveredBatch;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.Subscription;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.TargetRegister;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;

/** What became of a version at its targets, by the ledger's deliveries and by what the targets hold now. */
public final class ReadTargets implements DeliveredRows {
    /** A target that is read for longer is left alone. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final SubscriptionRegister subscriptions;
    private final TargetRegister targets;
    private final DeliveryLedger ledger;
    private final TargetReading reading;

    public ReadTargets(
            SubscriptionRegister subscriptions, TargetRegister targets, DeliveryLedger ledger, TargetReading reading) {
        this.subscriptions = subscriptions;
        this.targets = targets;
        this.ledger = ledger;
        this.reading = reading;
    }

    @Override
    public List<Found> of(DatasetVersion version, boolean now) {
        List<Found> found = new ArrayList<>();
        for (Subscription subscription : subscriptions.listOf(version.dataset())) {
            Optional<DeliveryRun> delivery = ledger.findBringing(subscription.id(), version.number());
            found.add(delivery.filter(run -> run.status() == DeliveryRun.Status.DELIVERED)
                    .map(run -> delivered(subscription, run, version, now))
                    .orElseGet(() -> underWay(subscription, delivery)));
        }
        return found;
    }

    /** What waits is not there yet; what failed differs until somebody acts. */
    private static Found underWay(Subscription subscription, Optional<DeliveryRun> delivery) {
        boolean failed = delivery.filter(run -> run.status() == DeliveryRun.Status.FAILED)
                .isPresent();
        return new Found(
                new Reconciliation.Delivered(
                        subscription.id().value(),
                        subscription.target().value(),
                        delivery.map(run -> run.id().value()).orElse(""),
                        delivery.map(run -> run.batch().value()).orElse(""),
                        failed ? Reconciliation.State.DIFFERENT : Reconciliation.State.UNACKNOWLEDGED,
                        Reconciliation.Basis.RECEIPT,
                        0,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        delivery.flatMap(DeliveryRun::error).map(error -> error.code() + " " + error.message()),
                        Reconciliation.Differences.NONE),
                List.of());
    }

    private Found delivered(Subscription subscription, DeliveryRun run, DatasetVersion version, boolean now) {
        boolean held = ledger.findHeld(subscription.id())
                .filter(version.number()::equals)
                .isPresent();
        if (!now || !held) {
            return noted(subscription, run, version, Optional.empty());
        }
        try {
            TimeLimit limit = new TimeLimit(LONGEST);
            return switch (reading.read(order(subscription, run, version), batch(subscription, run), version, limit)) {
                case TargetReading.Found.Read read -> read(subscription, run, read);
                case TargetReading.Found.NotKept gone -> noted(subscription, run, version, gone.why());
                case TargetReading.Found.Unsure unsure -> unknown(subscription, run, unsure.why());
            };
        } catch (ExchangeException unreadable) {
            return unknown(
                    subscription,
                    run,
                    unreadable.code() == ErrorCode.STOPPED
                            ? "%1$d 分钟内没有读完 / not read to its end within %1$d minutes".formatted(LONGEST.toMinutes())
                            : unreadable.code() + " " + unreadable.getMessage());
        }
    }

    private DeliveredBatch batch(Subscription subscription, DeliveryRun run) {
        Instant begun = run.plannedAt();
        return new DeliveredBatch(
                run.effect(),
                ledger.listRetransmissions(subscription.id(), run.to()).stream()
                        .map(DeliveryRun::batch)
                        .toList(),
                begun,
                run.endedAt().orElse(begun));
    }

    /** By the ledger alone; {@code note} says why, where somebody may wonder. */
    private static Found noted(
            Subscription subscription, DeliveryRun run, DatasetVersion version, Optional<String> note) {
        boolean same = run.to().equals(version.number());
        boolean whole =
                subscription.mode() == DeliveryMode.REPLACE || run.from().isEmpty();
        boolean arrived = !(same && whole && run.rows() != version.rows());
        return new Found(
                line(
                        subscription,
                        run,
                        arrived ? acknowledged(run) : Reconciliation.State.DIFFERENT,
                        Reconciliation.Basis.RECEIPT,
                        new Reconciliation.Side(run.rows(), Optional.empty()),
                        note,
                        Reconciliation.Differences.NONE),
                List.of());
    }

    /** A target that should have been read and could not is not known to be right, nor to be wrong. */
    private static Found unknown(Subscription subscription, DeliveryRun run, String why) {
        return new Found(
                line(
                        subscription,
                        run,
                        Reconciliation.State.UNKNOWN.or(acknowledged(run)),
                        Reconciliation.Basis.RECEIPT,
                        new Reconciliation.Side(run.rows(), Optional.empty()),
                        Optional.of(why),
                        Reconciliation.Differences.NONE),
                List.of());
    }

    private static Found read(Subscription subscription, DeliveryRun run, TargetReading.Found.Read read) {
        // What its receiver says to have taken may be gone from where it was put for them.
        boolean taken = read.gone() && takenByReceiver(subscription, run);
        return new Found(
                line(
                        subscription,
                        run,
                        read.equal() || taken ? acknowledged(run) : Reconciliation.State.DIFFERENT,
                        taken ? Reconciliation.Basis.RECEIPT : Reconciliation.Basis.REREAD,
                        taken ? new Reconciliation.Side(run.rows(), Optional.empty()) : read.side(),
                        read.trouble(),
                        taken
                                ? Reconciliation.Differences.NONE
                                : Reconciliation.Differences.of(
                                        read.compared().differences(),
                                        read.compared().complete())),
                taken ? List.of() : read.compared().differences());
    }

    /** The marks in a front-end table are its receiver's word; what other targets say themselves is not. */
    private static boolean takenByReceiver(Subscription subscription, DeliveryRun run) {
        return run.acknowledgement()
                .filter(word ->
                        word.by() == Acknowledgement.By.RECEIVER || subscription.mode() == DeliveryMode.FRONT_END)
                .filter(word -> word.agreesWith(run.effect()))
                .isPresent();
    }

    /** How a target stands whose rows are right: as its word says, or its receiver's. */
    private static Reconciliation.State acknowledged(DeliveryRun run) {
        return run.acknowledgement()
                .map(word ->
                        word.agreesWith(run.effect()) ? Reconciliation.State.BALANCED : Reconciliation.State.DIFFERENT)
                .orElse(Reconciliation.State.UNACKNOWLEDGED);
    }

    private DeliveryOrder order(Subscription subscription, DeliveryRun run, DatasetVersion version) {
        return new DeliveryOrder(
                targets.find(subscription.target())
                        .orElseThrow(() -> new ExchangeException(
                                ErrorCode.UNKNOWN_TARGET,
                                "没有目标 %1$s / there is no target %1$s".formatted(subscription.target()))),
                subscription,
                run.batch(),
                run.attempt(),
                run.from(),
                version.number(),
                version.schema(),
                subscription.key().isEmpty() ? version.schema().key() : subscription.key());
    }

    private static Reconciliation.Delivered line(
            Subscription subscription,
            DeliveryRun run,
            Reconciliation.State state,
            Reconciliation.Basis basis,
            Reconciliation.Side side,
            Optional<String> trouble,
            Reconciliation.Differences differences) {
        return new Reconciliation.Delivered(
                subscription.id().value(),
                subscription.target().value(),
                run.id().value(),
                run.batch().value(),
                state,
                basis,
                side.count(),
                side.digest(),
                run.rows(),
                run.acknowledgement().map(word -> word.rows()),
                trouble,
                differences);
    }

    /** Stops what reads for too long. */
    private static final class TimeLimit implements RunProgress {
        private final long end;

        private TimeLimit(Duration limit) {
            end = System.nanoTime() + limit.toNanos();
        }

        @Override
        public void advanced(long rows, long bytes) {}

        @Override
        public boolean stopRequested() {
            return System.nanoTime() - end > 0;
        }
    }
}
