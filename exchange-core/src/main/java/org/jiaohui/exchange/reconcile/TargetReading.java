package org.jiaohui.exchange.reconcile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.delivery.BatchRows;
import org.jiaohui.exchange.delivery.DeliveredBatch;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.delivery.RewritableTarget;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetConnectors;
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * Reads back what a target holds of a delivered batch, and compares it with what was sent.
 *
 * @param sources finds the connector of a source by type: tables are read back as those of any source
 * @param work folder for what is brought meanwhile
 */
public record TargetReading(
        TargetConnectors connectors,
        Function<String, Connector> sources,
        Formats formats,
        BatchRows batches,
        RowComparison comparison,
        Path work) {
    private static final int MOST_DIFFERENCES = 10_000;

    /** What was found. */
    sealed interface Found {
        /**
         * The target was read.
         *
         * @param equal whether it holds what was sent
         * @param side what it holds of it
         * @param gone whether nothing at all of the batch is there any more
         * @param trouble what is wrong beside the rows
         */
        record Read(
                boolean equal,
                boolean gone,
                Reconciliation.Side side,
                Optional<String> trouble,
                RowComparison.Compared compared)
                implements Found {}

        /** There is nothing that could be read: what was noted counts. */
        record NotKept(Optional<String> why) implements Found {}

        /** Nobody knows whether it differs. */
        record Unsure(String why) implements Found {}
    }

    /** Whether batches that are not the newest can still be told from what the target holds. */
    boolean keepsBatches(Target target, DeliveryMode mode) {
        return connectors.get(target.connector()).keepsBatches(mode);
    }

    /**
     * Reads what the target holds of a batch.
     *
     * @param newest the version that the target was delivered since; absent when the batch is the newest
     * @throws ExchangeException when the target cannot be read just now, or not within the time limit
     */
    Found read(
            DeliveryOrder order,
            DeliveredBatch batch,
            DatasetVersion version,
            Optional<DatasetVersion> newest,
            RunProgress progress) {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(work), "reconcile");
            try {
                Optional<HeldRows> held =
                        connectors.get(order.target().connector()).findHeld(order, batch, folder, progress);
                if (held.isEmpty()) {
                    return new Found.NotKept(Optional.empty());
                }
                Optional<RowFeed> since = newest.filter(later -> mayBringAgain(order, held.get()))
                        .map(later -> batches.of(DeliveryMode.UPSERT, later, Optional.of(version.number())));
                Optional<LaterKeys> later = since.flatMap(changes -> LaterKeys.of(
                        changes,
                        new TableSchema(
                                changes.schema().columns(),
                                order.key(),
                                changes.schema().region())));
                return since.isPresent() && later.isEmpty()
                        ? new Found.NotKept(Optional.of(
                                "这一批之后变化的行太多，只按回执核对 / too many rows changed after this batch: checked by its receipt"))
                        : compare(held.get(), order, batch, version, later, folder, progress);
            } finally {
                Folders.remove(folder);
            }
        } catch (IOException unusable) {
            throw new ExchangeException(ErrorCode.DISK_FULL, "无法写入 / cannot write: " + unusable.getMessage(), unusable);
        }
    }

    /** A file holds its batch whatever comes later, and so do rows that are only ever added to a topic; elsewhere later batches bring keys again. */
    private boolean mayBringAgain(DeliveryOrder order, HeldRows held) {
        return !(connectors.get(order.target().connector()) instanceof RewritableTarget)
                && (order.mode() != DeliveryMode.APPEND || held instanceof HeldRows.Version);
    }

    /** @param later keys that later batches brought again: where rows are added to a table only these are looked at, the newest version tells of the others; elsewhere these are left out */
    private Found compare(
            HeldRows held,
            DeliveryOrder order,
            DeliveredBatch batch,
            DatasetVersion version,
            Optional<LaterKeys> later,
            Path folder,
            RunProgress progress) {
        TableSchema schema = new TableSchema(
                version.schema().columns(), order.key(), version.schema().region());
        Predicate<byte[]> counted = later.<Predicate<byte[]>>map(Predicate::not).orElse(key -> true);
        HeldTables tables = new HeldTables(sources, formats, folder, progress);
        Comparing comparing = new Comparing(order, batch, version, schema, counted, tables);
        return switch (held) {
            case HeldRows.Version place
            when later.isPresent() ->
                historyCompared(
                        comparing, () -> comparing.held().table(place.table(), schema), later.get(), place.match());
            case HeldRows.Version place ->
                versionCompared(
                        comparison.compareTarget(
                                batches.whole(version),
                                new RowComparison.TargetTable(
                                        () -> comparing.held().table(place.table(), schema),
                                        schema,
                                        place.match(),
                                        false),
                                MOST_DIFFERENCES,
                                progress),
                        place.match());
            case HeldRows.Batch rows ->
                batchCompared(
                        comparing,
                        true,
                        () -> comparing.held().table(rows.table(), HeldTables.withOperation(schema)),
                        Optional.empty());
            case HeldRows.File file -> fileCompared(file, comparing);
            case HeldRows.Nothing nothing ->
                switch (batchCompared(comparing, false, () -> HeldTables.none(schema), Optional.of(nothing.what()))) {
                    case Found.Read read ->
                        new Found.Read(
                                later.isPresent() && read.compared().source().count() == 0,
                                true,
                                read.side(),
                                read.trouble(),
                                read.compared());
                    case Found other -> other;
                };
            case HeldRows.Untold untold -> new Found.NotKept(Optional.of(untold.why()));
        };
    }

    private static Found versionCompared(RowComparison.Compared compared, HeldRows.Match match) {
        long missing =
                Reconciliation.Differences.of(compared.differences(), true).all();
        boolean equal = match == HeldRows.Match.EXACT
                ? compared.equal() && compared.refused() == 0
                : missing == 0 && compared.complete();
        if (!equal && missing == 0 && match != HeldRows.Match.EXACT) {
            return new Found.Unsure(
                    "表里别的行太多，没能看完 / the table holds too many other rows: not all of it could be looked at");
        }
        Reconciliation.Side side = match == HeldRows.Match.CONTAINED
                ? new Reconciliation.Side(
                        compared.source().count() - missing,
                        Optional.of(compared.source().sum()).filter(sum -> equal))
                : side(compared);
        return new Found.Read(equal, false, side, Optional.empty(), compared);
    }

    /** @param counted keys that are compared */
    private record Comparing(
            DeliveryOrder order,
            DeliveredBatch batch,
            DatasetVersion version,
            TableSchema schema,
            Predicate<byte[]> counted,
            HeldTables held) {
        RunProgress progress() {
            return held.progress();
        }

        /** Rows of the batch that the target holds, where those that are not compared are taken to be there. */
        Reconciliation.Side side(RowComparison.Compared compared) {
            long left = batch.effect().rows() - compared.source().count();
            return new Reconciliation.Side(
                    compared.target().count() + left,
                    Optional.of(compared.target().sum()).filter(sum -> left == 0));
        }
    }

    private Optional<RowFeed> sent(Comparing what) {
        DeliveryMode mode = what.order().mode();
        return batches.again(mode, what.version(), what.order().from())
                .map(sent -> mode.sends(RowFeed.DELETE) ? sent : new WithoutDeletions(sent));
    }

    private static Found versionBeforeGone(Comparing what) {
        return new Found.NotKept(Optional.of(
                "这一批是自 %1$s 以来的变化，该版本已不再保留，只按回执核对 / the batch brought changes since %1$s, which is no longer kept: checked by its receipt"
                        .formatted(what.order().from().orElseThrow())));
    }

    /** Rows that a table was given once and whose keys have changed since: they are history, and still there. */
    private Found historyCompared(Comparing what, Supplier<TableSource> rows, LaterKeys changed, HeldRows.Match match) {
        Optional<RowFeed> sent = sent(what);
        if (sent.isEmpty()) {
            return versionBeforeGone(what);
        }
        RowComparison.Compared compared = comparison.compareTarget(
                sent.get(),
                new RowComparison.TargetTable(rows, what.schema(), match, false, changed),
                MOST_DIFFERENCES,
                what.progress());
        return switch (versionCompared(compared, match)) {
            case Found.Read read -> {
                long missing = Reconciliation.Differences.of(compared.differences(), true)
                        .all();
                yield new Found.Read(
                        read.equal(),
                        false,
                        new Reconciliation.Side(what.batch().effect().rows() - missing, Optional.empty()),
                        read.trouble(),
                        compared);
            }
            case Found other -> other;
        };
    }

    private Found batchCompared(
            Comparing what, boolean operations, Supplier<TableSource> rows, Optional<String> trouble) {
        Optional<RowFeed> expected = sent(what);
        if (expected.isEmpty()) {
            return versionBeforeGone(what);
        }
        RowComparison.Compared compared = comparison.compareTarget(
                expected.get(),
                new RowComparison.TargetTable(rows, what.schema(), HeldRows.Match.EXACT, operations, what.counted()),
                MOST_DIFFERENCES,
                what.progress());
        boolean equal =
                compared.differences().isEmpty() && compared.complete() && compared.refused() == 0 && trouble.isEmpty();
        boolean gone = compared.target().count() == 0 && compared.source().count() > 0;
        return new Found.Read(equal, gone && trouble.isEmpty(), what.side(compared), trouble, compared);
    }

    private Found fileCompared(HeldRows.File held, Comparing what) {
        TableSchema columns = held.operations() ? HeldTables.withOperation(what.schema()) : what.schema();
        try {
            return batchCompared(what, held.operations(), () -> what.held().file(held, columns), held.fault());
        } catch (ExchangeException unreadable) {
            if (held.fault().isEmpty() || unreadable.code() == ErrorCode.STOPPED) {
                throw unreadable;
            }
            // Whatever it is, it is not what was delivered; which rows it has cannot be told.
            RowsDigest none = new RowsDigest();
            return new Found.Read(
                    false,
                    false,
                    new Reconciliation.Side(0, Optional.empty()),
                    Optional.of(held.fault().get() + "; " + unreadable.code() + " " + unreadable.getMessage()),
                    new RowComparison.Compared(none, 0, none, List.of(), false));
        }
    }

    private static Reconciliation.Side side(RowComparison.Compared compared) {
        return new Reconciliation.Side(
                compared.target().count(), Optional.of(compared.target().sum()));
    }
}
