package org.jiaohui.exchange.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.DeliveredBatch;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.Subscription;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetRegister;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;

/** What became of a version at its targets, by the ledger's deliveries and by what the targets hold now. */
public final class ReadTargets implements DeliveredRows {
    /** A target that is read for longer is left alone. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** Earlier batches of a day that are looked at for one subscription. */
    private static final int MOST_EARLIER = 100;

    /** Enough to be transmitted again at once. */
    private static final int MOST_DIFFERENCES = 10_000;

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
    public List<Found> of(DatasetVersion version, LocalDate day, boolean now) {
        List<Found> found = new ArrayList<>();
        for (Subscription subscription : subscriptions.listOf(version.dataset())) {
            TimeLimit limit = new TimeLimit(LONGEST);
            Optional<DeliveryRun> delivery = ledger.findBringing(subscription.id(), version.number());
            Found newest = delivery.filter(run -> run.status() == DeliveryRun.Status.DELIVERED)
                    .map(run -> delivered(subscription, run, version, now, limit))
                    .orElseGet(() -> underWay(subscription, delivery, version.number()));
            found.add(newest);
            if (reading.keepsBatches(target(subscription), subscription.mode())) {
                found.addAll(earlier(subscription, newest, version, day, now, limit));
            }
        }
        return found;
    }

    /** Batches that arrived on that day before the newest one, newest first. */
    private List<Found> earlier(
            Subscription subscription,
            Found newest,
            DatasetVersion version,
            LocalDate day,
            boolean now,
            TimeLimit limit) {
        List<DeliveryRun> runs = ledger.listEarlier(
                subscription.id(),
                version.number(),
                day.atStartOfDay(Reconciler.BEIJING).toInstant(),
                day.plusDays(1).atStartOfDay(Reconciler.BEIJING).toInstant(),
                MOST_EARLIER + 1);
        Optional<VersionNumber> held = ledger.findHeld(subscription.id());
        List<Found> found = new ArrayList<>();
        int differences = newest.differences().size();
        Optional<String> left = newest.line().state() == Reconciliation.State.UNKNOWN
                ? newest.line().trouble()
                : Optional.empty();
        for (DeliveryRun run : runs.subList(0, Math.min(MOST_EARLIER, runs.size()))) {
            Found one;
            if (!now || held.isEmpty()) {
                one = byReceipt(subscription, run, Optional.empty());
            } else if (left.isPresent()) {
                one = unknown(subscription, run, left.get());
            } else if (differences >= MOST_DIFFERENCES || limit.stopRequested()) {
                one = byReceipt(
                        subscription,
                        run,
                        Optional.of(
                                limit.stopRequested()
                                        ? "没有时间再读更早的批次 / no time is left to read earlier batches"
                                        : "差异已经太多，这一批没有再读：重传之后请再对账 / so much differs already that this batch was not read again: reconcile once more after retransmitting"));
            } else {
                one = earlierRead(subscription, run, held.get(), limit);
            }
            differences += one.differences().size();
            left = one.line().state() == Reconciliation.State.UNKNOWN
                    ? one.line().trouble()
                    : left;
            found.add(one);
        }
        if (runs.size() > MOST_EARLIER) {
            Found last = found.removeLast();
            found.add(new Found(
                    last.line()
                            .withTrouble(
                                    "当天还有更早的批次，没有列出 / there are still earlier batches of that day, which are not listed"),
                    last.version(),
                    last.differences()));
        }
        return found;
    }

    private Found earlierRead(Subscription subscription, DeliveryRun run, VersionNumber held, TimeLimit limit) {
        Optional<DatasetVersion> version = reading.batches().store().find(run.dataset(), run.to());
        Optional<DatasetVersion> newest = reading.batches().store().find(run.dataset(), held);
        if (version.isEmpty() || newest.isEmpty()) {
            return byReceipt(
                    subscription,
                    run,
                    Optional.of("版本 %1$s 已不再保留，只按回执核对 / the version %1$s is no longer kept: checked by its receipt"
                            .formatted(run.to())));
        }
        return look(subscription, run, version.get(), newest.filter(one -> !held.equals(run.to())), limit);
    }

    /** What waits is not there yet; what failed differs until somebody acts. */
    private static Found underWay(Subscription subscription, Optional<DeliveryRun> delivery, VersionNumber version) {
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
                version,
                List.of());
    }

    private Found delivered(
            Subscription subscription, DeliveryRun run, DatasetVersion version, boolean now, TimeLimit limit) {
        boolean held = ledger.findHeld(subscription.id())
                .filter(version.number()::equals)
                .isPresent();
        if (!now || !held) {
            return noted(subscription, run, version, Optional.empty());
        }
        return look(subscription, run, version, Optional.empty(), limit);
    }

    /** @param newest the version that the target holds, when it is a later one */
    private Found look(
            Subscription subscription,
            DeliveryRun run,
            DatasetVersion version,
            Optional<DatasetVersion> newest,
            TimeLimit limit) {
        try {
            return switch (reading.read(
                    order(subscription, run, version), batch(subscription, run), version, newest, limit)) {
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
        return byReceipt(subscription, run, arrived ? acknowledged(run) : Reconciliation.State.DIFFERENT, note);
    }

    private static Found byReceipt(Subscription subscription, DeliveryRun run, Optional<String> note) {
        return byReceipt(subscription, run, acknowledged(run), note);
    }

    private static Found byReceipt(
            Subscription subscription, DeliveryRun run, Reconciliation.State state, Optional<String> note) {
        return new Found(
                line(
                        subscription,
                        run,
                        state,
                        Reconciliation.Basis.RECEIPT,
                        new Reconciliation.Side(run.rows(), Optional.empty()),
                        note,
                        Reconciliation.Differences.NONE),
                run.to(),
                List.of());
    }

    /** A target that should have been read and could not is not known to be right, nor to be wrong. */
    private static Found unknown(Subscription subscription, DeliveryRun run, String why) {
        return byReceipt(subscription, run, Reconciliation.State.UNKNOWN.or(acknowledged(run)), Optional.of(why));
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
                run.to(),
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
                target(subscription),
                subscription,
                run.batch(),
                run.attempt(),
                run.from(),
                version.number(),
                version.schema(),
                subscription.key().isEmpty() ? version.schema().key() : subscription.key());
    }

    private Target target(Subscription subscription) {
        return targets.find(subscription.target())
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_TARGET,
                        "没有目标 %1$s / there is no target %1$s".formatted(subscription.target())));
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
