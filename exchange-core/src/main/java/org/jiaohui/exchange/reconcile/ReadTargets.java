package org.jiaohui.exchange.reconcile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.Subscription;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.TargetConnectors;
import org.jiaohui.exchange.delivery.TargetRegister;
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** What became of a version at its targets, by the ledger's deliveries and by what tables of databases hold now. */
public final class ReadTargets implements DeliveredRows {
    private static final int MOST_DIFFERENCES = 10_000;

    private final SubscriptionRegister subscriptions;
    private final TargetRegister targets;
    private final DeliveryLedger ledger;
    private final TargetConnectors connectors;
    private final Function<String, Connector> sources;
    private final RowComparison comparison;
    private final Path work;

    /**
     * @param sources finds the connector of a source by type: tables are read back as those of any source
     * @param work folder for what connectors spool meanwhile
     */
    public ReadTargets(
            SubscriptionRegister subscriptions,
            TargetRegister targets,
            DeliveryLedger ledger,
            TargetConnectors connectors,
            Function<String, Connector> sources,
            RowComparison comparison,
            Path work) {
        this.subscriptions = subscriptions;
        this.targets = targets;
        this.ledger = ledger;
        this.connectors = connectors;
        this.sources = sources;
        this.comparison = comparison;
        this.work = work;
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
        boolean comparable = subscription.mode() == DeliveryMode.REPLACE || subscription.mode() == DeliveryMode.UPSERT;
        boolean held = ledger.findHeld(subscription.id())
                .filter(version.number()::equals)
                .isPresent();
        if (!now || !comparable || !held) {
            return noted(subscription, run, version, Optional.empty());
        }
        try {
            DeliveryOrder order = order(subscription, run, version);
            return connectors
                    .get(order.target().connector())
                    .asSource(order)
                    .map(table -> read(subscription, run, version, order, table))
                    .orElseGet(() -> noted(subscription, run, version, Optional.empty()));
        } catch (ExchangeException unreadable) {
            return noted(subscription, run, version, Optional.of(unreadable.code() + " " + unreadable.getMessage()));
        }
    }

    /** By the ledger alone. A target that should have been read and could not is not known to be right. */
    private static Found noted(
            Subscription subscription, DeliveryRun run, DatasetVersion version, Optional<String> trouble) {
        boolean same = run.to().equals(version.number());
        boolean whole =
                subscription.mode() == DeliveryMode.REPLACE || run.from().isEmpty();
        boolean arrived = trouble.isEmpty() && !(same && whole && run.rows() != version.rows());
        return new Found(
                line(
                        subscription,
                        run,
                        arrived,
                        Reconciliation.Basis.RECEIPT,
                        new Reconciliation.Side(run.rows(), Optional.empty()),
                        trouble,
                        Reconciliation.Differences.NONE),
                List.of());
    }

    private Found read(
            Subscription subscription, DeliveryRun run, DatasetVersion version, DeliveryOrder order, Source table) {
        boolean shared = subscription.mode() == DeliveryMode.UPSERT;
        TableSchema schema = new TableSchema(
                version.schema().columns(), order.key(), version.schema().region());
        RowComparison.Compared compared = compared(version, schema, table, shared);
        boolean equal = shared
                ? compared.complete() && compared.differences().isEmpty()
                : compared.equal() && compared.refused() == 0;
        return new Found(
                line(
                        subscription,
                        run,
                        equal,
                        Reconciliation.Basis.REREAD,
                        new Reconciliation.Side(
                                compared.target().count(),
                                Optional.of(compared.target().sum())),
                        Optional.empty(),
                        Reconciliation.Differences.of(compared.differences(), compared.complete())),
                compared.differences());
    }

    private RowComparison.Compared compared(DatasetVersion version, TableSchema schema, Source table, boolean shared) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(work), "reconcile");
            try {
                return comparison.compareTarget(
                        version,
                        new RowComparison.TargetTable(() -> open(table, schema, folder), schema, shared),
                        MOST_DIFFERENCES,
                        RunProgress.SILENT);
            } finally {
                Folders.remove(folder);
            }
        } catch (IOException unusable) {
            throw new ExchangeException(ErrorCode.DISK_FULL, "无法写入 / cannot write: " + unusable.getMessage(), unusable);
        }
    }

    private TableSource open(Source table, TableSchema schema, Path folder) {
        Delivery delivery = sources.apply(table.connector()).fetch(table, Optional.empty(), folder, RunProgress.SILENT);
        if (delivery instanceof Delivery.Table rows) {
            return rows.reading().open(Optional.of(schema));
        }
        throw new IllegalStateException("a target that is read back is a table");
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
            boolean equal,
            Reconciliation.Basis basis,
            Reconciliation.Side side,
            Optional<String> trouble,
            Reconciliation.Differences differences) {
        boolean taken =
                run.acknowledgement().map(word -> word.agreesWith(run.effect())).orElse(true);
        Reconciliation.State state = !equal || !taken
                ? Reconciliation.State.DIFFERENT
                : run.acknowledgement().isEmpty() ? Reconciliation.State.UNACKNOWLEDGED : Reconciliation.State.BALANCED;
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
}
