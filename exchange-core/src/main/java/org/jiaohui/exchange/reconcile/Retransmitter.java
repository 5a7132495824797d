package org.jiaohui.exchange.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.DeliveryId;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.RewritableTarget;
import org.jiaohui.exchange.delivery.Subscription;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.TargetConnectors;
import org.jiaohui.exchange.delivery.TargetRegister;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.KeyedSource;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceRegister;

/** Orders what a statement found to differ to be transmitted once more: exactly the keys where keys are known, and says so where more is transmitted. */
public final class Retransmitter {
    private final DatasetStore store;
    private final SubscriptionRegister subscriptions;
    private final DeliveryLedger deliveries;
    private final RunLedger runs;
    private final TaskRegister tasks;
    private final SourceRegister sources;
    private final TargetRegister targets;
    private final TargetConnectors connectors;
    private final Retransmissions retransmissions;

    public Retransmitter(
            DatasetStore store,
            SubscriptionRegister subscriptions,
            DeliveryLedger deliveries,
            RunLedger runs,
            TaskRegister tasks,
            SourceRegister sources,
            TargetRegister targets,
            TargetConnectors connectors,
            Retransmissions retransmissions) {
        this.store = store;
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
        this.runs = runs;
        this.tasks = tasks;
        this.sources = sources;
        this.targets = targets;
        this.connectors = connectors;
        this.retransmissions = retransmissions;
    }

    /**
     * What was ordered.
     *
     * @param notes what is transmitted beyond the differing keys, or not at all, and why
     */
    public record Ordered(Optional<ExchangeRun> run, List<DeliveryRun> deliveries, List<String> notes) {
        public Ordered {
            deliveries = List.copyOf(deliveries);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Asked again for the same statement, it orders the same deliveries.
     *
     * @throws ExchangeException CONFLICT when nothing differs
     */
    public Ordered retransmit(Reconciliation statement) {
        if (statement.state() != Reconciliation.State.DIFFERENT) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT, "没有差异，无需重传 / nothing differs: there is nothing to transmit again");
        }
        List<DeliveryRun> ordered = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        // Targets first: what the run publishes is delivered after what is planned now.
        for (Reconciliation.Line line : statement.lines()) {
            for (Reconciliation.Delivered target : line.deliveries()) {
                if (target.state() == Reconciliation.State.DIFFERENT) {
                    toTarget(statement, line, target, notes).ifPresent(ordered::add);
                }
            }
        }
        Optional<ExchangeRun> run = fromSource(statement, notes);
        return new Ordered(run, ordered, notes.stream().distinct().toList());
    }

    private Optional<ExchangeRun> fromSource(Reconciliation statement, List<String> notes) {
        boolean differs = statement.lines().stream().anyMatch(Retransmitter::differsFromSource);
        if (!differs) {
            return Optional.empty();
        }
        for (Reconciliation.Line line : statement.lines()) {
            boolean keyed = line.differences().all() > 0
                    && KeyedSource.tells(source(statement))
                    && hasKey(line.dataset(), line.version());
            if (differsFromSource(line) && keyed) {
                if (!line.differences().complete()) {
                    notes.add(
                            "数据集 %1$s：只列出了一部分差异，重传这些之后请再对账 / dataset %1$s: only some differences are listed; reconcile again after these"
                                    .formatted(line.dataset()));
                }
                return Optional.of(
                        retransmissions.enqueue(statement.task(), new Retransmission(statement.id(), line.dataset())));
            }
        }
        notes.add("来源不能按主键重读，整体重读 / the source cannot be asked by key, it is read again as a whole");
        return Optional.of(runs.enqueue(statement.task()));
    }

    private Source source(Reconciliation statement) {
        return tasks.find(statement.task())
                .flatMap(task -> sources.find(task.source()))
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_TASK, "没有任务 / there is no task \"" + statement.task() + "\""));
    }

    private boolean hasKey(DatasetId dataset, VersionNumber version) {
        return store.find(dataset, version)
                .filter(found -> !found.schema().key().isEmpty())
                .isPresent();
    }

    private static boolean differsFromSource(Reconciliation.Line line) {
        return line.basis() == Reconciliation.Basis.REREAD
                ? !line.source().equals(line.published())
                : line.source().count() != line.published().count();
    }

    private Optional<DeliveryRun> toTarget(
            Reconciliation statement, Reconciliation.Line line, Reconciliation.Delivered target, List<String> notes) {
        SubscriptionId id = new SubscriptionId(target.subscription());
        Optional<Subscription> subscription = subscriptions.find(id);
        if (subscription.isEmpty()) {
            return Optional.empty();
        }
        if (isRewritable(subscription.get())
                && (target.differences().all() > 0 || target.basis() == Reconciliation.Basis.REREAD)) {
            notes.add(
                    "订阅 %1$s：文件整体重写，批次号不变 / subscription %1$s: the file is written again as a whole, under the same batch"
                            .formatted(id));
            return keys(statement, line, target, id, new ArrayList<>(), notes);
        }
        if (target.differences().all() > 0) {
            boolean keyed = !subscription.get().key().isEmpty()
                    || hasKey(line.dataset(), line.version())
                    || subscription.get().mode() == DeliveryMode.APPEND;
            if (keyed) {
                return keys(statement, line, target, id, notes, notes);
            }
            if (versionOf(line, target).compareTo(line.version()) >= 0) {
                return whole(id, notes);
            }
        }
        boolean failed = !target.delivery().isEmpty()
                && deliveries
                        .find(new DeliveryId(target.delivery()))
                        .filter(run -> run.status() == DeliveryRun.Status.FAILED)
                        .isPresent();
        if (failed) {
            notes.add("订阅 %1$s：失败的交付马上再试 / subscription %1$s: the failed delivery is tried again".formatted(id));
            return deliveries.deliverNow(id);
        }
        notes.add(
                "订阅 %1$s：不知道差在哪些键，未重传；请与使用方核对，或 POST /api/v1/subscriptions/%1$s/restart 从头交付 / subscription %1$s: no keys are known to differ, nothing is transmitted; ask its receiver, or begin anew with POST /api/v1/subscriptions/%1$s/restart"
                        .formatted(id));
        return Optional.empty();
    }

    private boolean isRewritable(Subscription subscription) {
        return targets.find(subscription.target())
                .filter(target -> connectors.get(target.connector()) instanceof RewritableTarget)
                .isPresent();
    }

    /**
     * Orders one delivery.
     *
     * @param notes takes what is transmitted beyond or short of the differing keys
     * @param conflicts takes why nothing is transmitted
     */
    private Optional<DeliveryRun> keys(
            Reconciliation statement,
            Reconciliation.Line line,
            Reconciliation.Delivered target,
            SubscriptionId id,
            List<String> notes,
            List<String> conflicts) {
        if (!target.differences().complete()) {
            notes.add(
                    "订阅 %1$s：只列出了一部分差异，重传这些之后请再对账 / subscription %1$s: only some differences are listed; reconcile again after these"
                            .formatted(id));
        }
        try {
            return Optional.of(
                    deliveries.retransmit(id, earlier(line, versionOf(line, target)), line.version(), statement.id()));
        } catch (ExchangeException conflict) {
            if (conflict.code() != ErrorCode.CONFLICT) {
                throw conflict;
            }
            conflicts.add(String.valueOf(conflict.getMessage()));
            return Optional.empty();
        }
    }

    /** The version whose batch the target's line is of. */
    private VersionNumber versionOf(Reconciliation.Line line, Reconciliation.Delivered target) {
        return deliveries
                .find(new DeliveryId(target.delivery()))
                .map(DeliveryRun::to)
                .orElse(line.version());
    }

    /** Where a newer version came in place of the line's, the line's counts: then the target holds another one by now. */
    private static VersionNumber earlier(Reconciliation.Line line, VersionNumber version) {
        return version.compareTo(line.version()) < 0 ? version : line.version();
    }

    /** Without a key there is no row to name: the version is delivered whole, under a new mark. */
    private Optional<DeliveryRun> whole(SubscriptionId id, List<String> notes) {
        notes.add("订阅 %1$s：数据集没有主键，整体重新交付 / subscription %1$s: the dataset has no key, it is delivered whole again"
                .formatted(id));
        subscriptions.beginAnew(id);
        return deliveries.deliverNow(id);
    }
}
