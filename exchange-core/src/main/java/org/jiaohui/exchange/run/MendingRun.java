package org.jiaohui.exchange.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.RefusedRows;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.drift.HeldDeliveries;
import org.jiaohui.exchange.drift.TableShape;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.mend.Mending;
import org.jiaohui.exchange.mend.Repair;
import org.jiaohui.exchange.mend.RowNumbers;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * The story of a run that brings refused rows of an earlier one back: it checks them with the task's present schema and merges those that pass into the newest
 * version. Each refused row comes back once: which rows a run takes over is noted before its decision and counts when it ends PUBLISHED.
 */
final class MendingRun {
    /** Names a refused row in the files that people mend. */
    private static final String ROW = "_row";

    private static final String RULE = "mended-rows";

    private final ExchangeTask task;
    private final Mending mending;
    private final DatasetStore store;
    private final RunLedger ledger;
    private final Repair repair;

    MendingRun(ExchangeTask task, Mending mending, DatasetStore store, RunLedger ledger, Repair repair) {
        this.task = task;
        this.mending = mending;
        this.store = store;
        this.ledger = ledger;
        this.repair = repair;
    }

    /** What the run publishes, once it is known to be allowed. */
    private record Rows(Formats.DeliveredTable table, RowNumbers numbers, Optional<SpooledFile> file, String format) {}

    /** Says why nothing is published. */
    private static final class Turned extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Conclusion end;

        Turned(Conclusion end) {
            super("turned away", null, false, false);
            this.end = end;
        }
    }

    Conclusion carryOut(
            ExchangeRun run,
            Formats formats,
            HeldDeliveries deliveries,
            CatalogueEntries entries,
            Recovery recovery,
            Path folder,
            ExchangeEngine.StepProgress progress) {
        progress.step("decoding");
        List<Formats.OpenedFile> opened = new ArrayList<>();
        try {
            DatasetVersion latest = newest();
            RowNumbers refused = refused();
            RowNumbers left = refused.without(repair.mendings().takenOver(mending.refusedBy(), mending.dataset()));
            if (left.isEmpty()) {
                return Conclusion.unchanged(Optional.empty());
            }
            Rows rows = mending.file().isPresent()
                    ? sent(
                            deliveries
                                    .bring(run.id(), List.of(mending.file().get()), folder)
                                    .getFirst(),
                            formats,
                            opened,
                            refused,
                            left)
                    : asTheyCame(left);
            return publish(run, rows, latest, entries, recovery, progress);
        } catch (Turned turned) {
            return turned.end;
        } finally {
            opened.forEach(Formats.OpenedFile::close);
        }
    }

    private DatasetVersion newest() throws Turned {
        DatasetVersion latest = store.findLatest(mending.dataset())
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.CONFLICT,
                        "数据集 %1$s 还没有版本，无从合并 / the dataset %1$s has no version to merge into"
                                .formatted(mending.dataset())));
        if (task.merge().replaces() && !first(latest.run()).equals(first(mending.refusedBy()))) {
            throw rejected(
                    mending.dataset() + " 已有更新的送达（版本 " + latest.number() + "，运行 " + latest.run()
                            + "），这些行属于已被替换的送达；请处理该运行拒绝的行",
                    mending.dataset() + " has a newer delivery (version " + latest.number() + ", run " + latest.run()
                            + ") that replaced the one of these rows; mend the rows that it refused");
        }
        return latest;
    }

    /** The run whose delivery a chain of mendings began with. */
    private RunId first(RunId run) {
        RunId first = run;
        for (Optional<Mending> of = repair.mendings().find(first);
                of.isPresent();
                of = repair.mendings().find(first)) {
            first = of.get().refusedBy();
        }
        return first;
    }

    private RowNumbers refused() {
        RowNumbers numbers = new RowNumbers();
        Optional<RefusedRows.Reading> reading = repair.refused().open(mending.refusedBy(), mending.dataset());
        if (reading.isPresent()) {
            try (RefusedRows.Reading rows = reading.get()) {
                for (Optional<RefusedRows.RefusedRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                    if (mending.file().isPresent() || !row.get().cells().isEmpty()) {
                        numbers.add(row.get().number());
                    }
                }
            }
        }
        return numbers;
    }

    private Rows asTheyCame(RowNumbers left) throws Turned {
        Formats.DeliveredTable table = repair.refused()
                .findTable(mending.refusedBy(), mending.dataset(), left::contains)
                .orElseThrow(() -> rejected(
                        "被拒绝的行没有按列保存，不能重放", "the refused rows were not kept by columns and cannot be checked again"));
        return new Rows(table, left, Optional.empty(), "CSV");
    }

    private Rows sent(
            SpooledFile file, Formats formats, List<Formats.OpenedFile> opened, RowNumbers refused, RowNumbers left)
            throws Turned {
        Formats.OpenedFile tables = formats.open(file, FormatOptions.DETECT);
        opened.add(tables);
        if (tables.tables().size() != 1) {
            throw rejected(
                    file.name() + " 含 " + tables.tables().size() + " 个表，应只有一个",
                    file.name() + " holds " + tables.tables().size() + " tables instead of one");
        }
        Formats.DeliveredTable table = tables.tables().getFirst();
        boolean numbered = table.look(Optional.empty()).stream()
                .anyMatch(column -> column.name().equals(ROW));
        RowNumbers numbers = numbered ? numbers(table) : refused;
        RowNumbers unknown = numbers.without(refused);
        if (!unknown.isEmpty()) {
            throw rejected(
                    "运行 " + mending.refusedBy() + " 没有拒绝过这些行（列 _row）：" + shown(unknown),
                    "the run " + mending.refusedBy() + " did not refuse these rows (column _row): " + shown(unknown));
        }
        RowNumbers again = numbers.without(left);
        if (again.size() == numbers.size()) {
            throw new Turned(Conclusion.unchanged(Optional.empty()));
        }
        if (!again.isEmpty()) {
            throw rejected(
                    "这些行（列 _row）已修好发布过，每行只能修一次，请从文件中删去：" + shown(again) + (numbered ? "" : "（文件缺少列 _row，因此当作全部被拒绝的行）"),
                    "these rows (column _row) were mended before, and each is mended once; take them out of the file: "
                            + shown(again)
                            + (numbered ? "" : " (the file lacks the column _row, so it counts as all refused rows)"));
        }
        return new Rows(table, numbers, Optional.of(file), tables.format());
    }

    private static RowNumbers numbers(Formats.DeliveredTable table) throws Turned {
        RowNumbers numbers = new RowNumbers();
        TableSchema only = TableSchema.of(List.of(Column.of(ROW, ColumnType.INTEGER)));
        long[] wrong = new long[1];
        try (TableSource source = table.read(Optional.of(only))) {
            Batch batch = new Batch(only, Batch.DEFAULT_CAPACITY);
            for (Optional<TablePart> part = source.nextPart(); part.isPresent(); part = source.nextPart()) {
                while (part.get().next(batch, (row, column, rule, value, reason, raw) -> wrong[0]++)) {
                    for (int i = 0; i < batch.rows; i++) {
                        boolean usable = !batch.column(0).nulls[i]
                                && batch.column(0).longs[i] > 0
                                && batch.column(0).longs[i] < Integer.MAX_VALUE;
                        if (!usable || !numbers.add(batch.column(0).longs[i])) {
                            wrong[0]++;
                        }
                    }
                }
            }
        }
        if (wrong[0] > 0) {
            throw rejected(
                    wrong[0] + " 行的 _row 为空、不是行号或重复；请保留下载文件中的 _row",
                    wrong[0]
                            + " rows have no number, a wrong one or one that occurs twice in the column _row; keep it as it was downloaded");
        }
        return numbers;
    }

    private Conclusion publish(
            ExchangeRun run,
            Rows rows,
            DatasetVersion latest,
            CatalogueEntries entries,
            Recovery recovery,
            ExchangeEngine.StepProgress progress)
            throws Turned {
        TableNames.Named name = TableNames.of(task, tableResult());
        TableSchema schema = schema(name.table(), latest.schema());
        List<DeliveredColumn> found = rows.table().look(Optional.of(schema));
        TableShape shape = TableShape.kept(schema, found);
        if (!shape.lost().isEmpty()) {
            throw rejected(
                    "缺少必填的列：" + String.join("、", shape.lost()),
                    "required columns are missing: " + String.join(", ", shape.lost()));
        }
        Merge merge = task.merge().mode() == Merge.Mode.UPSERT ? task.merge() : Merge.APPEND;
        // Rows that are refused again stay in the quarantine of this run; the others are wanted however few they are.
        ExchangeTask bringing = task.withMerge(merge).withThresholds(new ExchangeTask.Thresholds(1));
        TablesOfRun tables = new TablesOfRun(run, bringing, store, ledger, recovery, progress);
        try {
            StagedTable staged = tables.stage(name, rows.file(), declared -> shape.open(rows.table()::read));
            if (staged.read() > rows.numbers().size()) {
                throw rejected(
                        "文件有 " + staged.read() + " 行，被拒绝的只有 " + rows.numbers().size() + " 行",
                        "the file has " + staged.read() + " rows, but only "
                                + rows.numbers().size() + " were refused");
            }
            if (staged.accepted() == 0 && mending.file().isEmpty()) {
                return Conclusion.unchanged(Optional.empty()).with(staged.findings());
            }
            repair.mendings().takeOver(run.id(), rows.numbers());
            return tables.conclude(rows.format().toUpperCase(Locale.ROOT), Optional.empty(), "", entries, List.of());
        } finally {
            tables.dropUnlessDecided();
        }
    }

    private TableResult tableResult() {
        return ledger.find(mending.refusedBy()).stream()
                .flatMap(known -> known.tables().stream())
                .filter(table -> table.dataset().equals(mending.dataset()))
                .findFirst()
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_RUN,
                        "运行 %1$s 没有表 %2$s / the run %1$s has no table %2$s"
                                .formatted(mending.refusedBy(), mending.dataset())));
    }

    /** The version's columns under the rules that are declared now, and behind them what is declared since. */
    private TableSchema schema(String table, TableSchema version) {
        Optional<TableSchema> declared = task.declared(table);
        if (declared.isEmpty()) {
            return version;
        }
        List<Column> columns = new ArrayList<>();
        for (Column column : version.columns()) {
            int at = declared.get().indexOf(column.name());
            columns.add(at < 0 ? column : declared.get().columns().get(at));
        }
        declared.get().columns().stream()
                .filter(column -> version.indexOf(column.name()) < 0)
                .forEach(columns::add);
        return new TableSchema(columns, declared.get().key(), declared.get().region());
    }

    private static String shown(RowNumbers numbers) {
        String text = numbers.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    private static Turned rejected(String chinese, String english) {
        return new Turned(Conclusion.rejected(
                List.of(new Finding(RULE, Finding.Severity.ERROR, "", 1, chinese, english, List.of()))));
    }
}
