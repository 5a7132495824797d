package org.jiaohui.exchange.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.mend.Repair;
import org.jiaohui.exchange.reconcile.Deletions;
import org.jiaohui.exchange.reconcile.Retransmission;
import org.jiaohui.exchange.reconcile.RowBytes;
import org.jiaohui.exchange.reconcile.RowDifference;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.KeyedSource;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.OnePartTable;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * The story of a run that reads exactly the keys that a statement found to differ: rows that the source has replace those of the newest version, keys that it
 * has no more leave it. Told again after a crash it reads the same keys again; the merge makes the same of them.
 */
final class RetransmissionRun {
    private static final String GONE = "D";
    private static final byte[] MARK = {'D'};

    private final ExchangeTask task;
    private final Retransmission retransmission;
    private final DatasetStore store;
    private final RunLedger ledger;
    private final Repair repair;

    RetransmissionRun(
            ExchangeTask task, Retransmission retransmission, DatasetStore store, RunLedger ledger, Repair repair) {
        this.task = task;
        this.retransmission = retransmission;
        this.store = store;
        this.ledger = ledger;
        this.repair = repair;
    }

    Conclusion carryOut(
            ExchangeRun run,
            Source source,
            Connector connector,
            CatalogueEntries entries,
            Recovery recovery,
            Path folder,
            ExchangeEngine.StepProgress progress) {
        progress.step("fetching");
        DatasetVersion latest = store.findLatest(retransmission.dataset())
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.CONFLICT,
                        "数据集 %1$s 还没有版本，无从合并 / the dataset %1$s has no version to merge into"
                                .formatted(retransmission.dataset())));
        List<List<String>> keys = repair
                .book()
                .differencesOf(retransmission.statement(), retransmission.dataset(), Optional.empty(), latest.number())
                .stream()
                .map(RowDifference::key)
                .distinct()
                .toList();
        TableSchema schema = latest.schema();
        Delivery delivery = connector.fetch(KeyedSource.of(source, schema, keys), Optional.empty(), folder, progress);
        if (!(delivery instanceof Delivery.Table table)) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_ANSWERED_WRONGLY, "数据源没有给出表 / the source \"" + source.id() + "\" gave no table");
        }
        progress.step("decoding");
        TableSchema columns = Deletions.columns(task, table.name(), schema);
        Deletions deletions = Deletions.of(task.merge(), columns);
        String marker = marker(columns);
        Merge merge = new Merge(
                Merge.Mode.UPSERT,
                Optional.of(new Merge.DeleteMarker(marker, Set.of(GONE))),
                task.merge().order().filter(column -> schema.indexOf(column) >= 0));
        // Rows that are refused stay in the quarantine of this run; the others are wanted however few they are.
        ExchangeTask bringing = task.withMerge(merge).withThresholds(new ExchangeTask.Thresholds(1));
        TablesOfRun tables = new TablesOfRun(run, bringing, store, ledger, recovery, progress);
        try {
            StagedTable staged = tables.stage(
                    new TableNames.Named(
                            table.name(), retransmission.dataset(), task.about().title()),
                    Optional.empty(),
                    declared -> new KeyedRows(
                            table.reading().open(Optional.of(columns)),
                            deletions,
                            marked(schema, marker),
                            latest,
                            keys));
            ledger.noteInputs(
                    run.id(),
                    List.of(new RunInput(
                            table.name() + " (" + retransmission.statement() + ")",
                            RunInput.Basis.ROWS,
                            staged.bytes(),
                            staged.sha256())));
            return tables.conclude("DB", Optional.empty(), "", entries, List.of());
        } finally {
            tables.dropUnlessDecided();
        }
    }

    private static String marker(TableSchema schema) {
        String name = "retransmitted";
        while (schema.indexOf(name) >= 0) {
            name = "_" + name;
        }
        return name;
    }

    private static TableSchema marked(TableSchema schema, String marker) {
        List<Column> columns = new ArrayList<>(schema.columns());
        columns.add(Column.of(marker, ColumnType.TEXT));
        return new TableSchema(columns, schema.key(), schema.region());
    }

    /** The source's rows, those marked as gone that stand for a deletion, and after them the version's rows of the keys that the source has no more, marked so too. */
    private final class KeyedRows extends OnePartTable {
        private final TableSource source;
        private final Deletions deletions;
        private final DatasetVersion version;
        private final Set<List<String>> gone;
        private final TablePart rows;
        private Iterator<Batch> last = List.<Batch>of().iterator();
        private boolean sourceEnded;
        private long read;

        KeyedRows(
                TableSource source,
                Deletions deletions,
                TableSchema schema,
                DatasetVersion version,
                List<List<String>> keys) {
            super(schema);
            this.source = source;
            this.deletions = deletions;
            this.version = version;
            gone = new HashSet<>(keys);
            rows = source.nextPart().orElseThrow();
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            int marker = batch.columnCount() - 1;
            if (!sourceEnded) {
                Batch inner = new Batch(source.schema(), batch.capacity());
                if (rows.next(inner, refusals)) {
                    int[] key = RowBytes.key(source.schema());
                    batch.clear();
                    for (int row = 0; row < inner.rows; row++) {
                        gone.remove(RowBytes.texts(inner, row, key));
                        put(inner, row, batch, inner.sourceRows[row]);
                        if (deletions.has(inner, row)) {
                            batch.column(marker).setText(batch.rows - 1, MARK, 0, 1);
                        } else {
                            batch.column(marker).setNull(batch.rows - 1);
                        }
                    }
                    return true;
                }
                sourceEnded = true;
                read = rows.rowsRead();
                last = left(batch.capacity()).iterator();
            }
            batch.clear();
            if (!last.hasNext()) {
                return false;
            }
            Batch some = last.next();
            for (int row = 0; row < some.rows; row++) {
                put(some, row, batch, read++);
                batch.column(marker).setText(batch.rows - 1, MARK, 0, 1);
            }
            return true;
        }

        /** The columns of the version come first on both sides; the marker is the last of {@code to}. */
        private static void put(Batch from, int row, Batch to, long number) {
            for (int i = 0; i < to.columnCount() - 1; i++) {
                from.column(i).copyTo(row, to.column(i), to.rows);
            }
            to.sourceRows[to.rows++] = number;
        }

        /** Rows of the version with the keys that are left: at most as many as a statement lists. */
        private List<Batch> left(int capacity) {
            List<Batch> found = new ArrayList<>();
            if (gone.isEmpty()) {
                return found;
            }
            int[] key = RowBytes.key(version.schema());
            try (TableSource all = repair.rows().open(version)) {
                Batch batch = new Batch(all.schema(), Batch.DEFAULT_CAPACITY);
                for (Optional<TablePart> part = all.nextPart(); part.isPresent(); part = all.nextPart()) {
                    while (part.get().next(batch, (row, column, rule, value, reason, raw) -> {})) {
                        for (int row = 0; row < batch.rows; row++) {
                            if (gone.contains(RowBytes.texts(batch, row, key))) {
                                if (found.isEmpty() || found.getLast().rows == Math.min(capacity, 1_000)) {
                                    Batch next = new Batch(version.schema(), Math.min(capacity, 1_000));
                                    next.clear();
                                    found.add(next);
                                }
                                Batch into = found.getLast();
                                for (int i = 0; i < batch.columnCount(); i++) {
                                    batch.column(i).copyTo(row, into.column(i), into.rows);
                                }
                                into.rows++;
                            }
                        }
                    }
                }
            }
            return found;
        }

        @Override
        public long rowsRead() {
            return sourceEnded ? read : rows.rowsRead();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
