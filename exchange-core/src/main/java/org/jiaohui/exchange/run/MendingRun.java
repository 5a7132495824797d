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
import org.jiaohui.exchange.mend.NumberedTable;
import org.jiaohui.exchange.mend.Repair;
import org.jiaohui.exchange.mend.RowNumbers;
import org.jiaohui.exchange.mend.RowOrder;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;

/**
 * The story of a run that brings refused rows of an earlier one back: it checks them with the task's present schema and merges those that pass into the newest
 * version. Each refused row comes back once: which rows a run publishes is noted before its decision and counts when it ends PUBLISHED.
 */
final class MendingRun {
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

    /** What the run brings back, and by which numbers its rows are known. */
    private record Rows(
            Formats.DeliveredTable table,
            RowNumbers numbers,
            RowOrder order,
            Optional<SpooledFile> file,
            String format) {}

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
        try (RowOrder order = new RowOrder(folder)) {
            DatasetVersion latest = newest();
            RowNumbers refused = refused(mending.refusedBy());
            PublishedBefore back =
                    new PublishedBefore(repair.mendings().cameBack(first(mending.refusedBy()), mending.dataset()));
            RowNumbers left = back.left(refused);
            if (left.isEmpty()) {
                throw nothingLeft(refused, back);
            }
            Rows rows = mending.file().isPresent()
                    ? sent(
                            deliveries
                                    .bring(run.id(), List.of(mending.file().get()), folder)
                                    .getFirst(),
                            formats,
                            opened,
                            refused,
                            back,
                            order)
                    : asTheyCame(left, order);
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

    /** The run whose delivery a chain of mendings began with; rows keep the numbers that they have there. */
    private RunId first(RunId run) {
        RunId first = run;
        for (Optional<Mending> of = repair.mendings().find(first);
                of.isPresent();
                of = repair.mendings().find(first)) {
            first = of.get().refusedBy();
        }
        return first;
    }

    private RowNumbers refused(RunId by) {
        RowNumbers numbers = new RowNumbers();
        Optional<RefusedRows.Reading> reading = repair.refused().open(by, mending.dataset());
        if (reading.isPresent()) {
            try (RefusedRows.Reading rows = reading.get()) {
                for (Optional<RefusedRows.RefusedRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                    numbers.add(row.get().number());
                }
            }
        }
        return numbers;
    }

    private Rows asTheyCame(RowNumbers left, RowOrder order) throws Turned {
        Formats.DeliveredTable table = repair.refused()
                .findTable(mending.refusedBy(), mending.dataset(), left::contains)
                .orElseThrow(() -> rejected(
                        "被拒绝的行没有按列保存，不能重放", "the refused rows were not kept by columns and cannot be checked again"));
        try (RefusedRows.Reading rows =
                repair.refused().open(mending.refusedBy(), mending.dataset()).orElseThrow()) {
            for (Optional<RefusedRows.RefusedRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                if (left.contains(row.get().number())) {
                    order.add(row.get().number());
                }
            }
        }
        return new Rows(table, left, order, Optional.empty(), "CSV");
    }

    private Rows sent(
            SpooledFile file,
            Formats formats,
            List<Formats.OpenedFile> opened,
            RowNumbers refused,
            PublishedBefore back,
            RowOrder order)
            throws Turned {
        Formats.OpenedFile tables = formats.open(file, FormatOptions.DETECT);
        opened.add(tables);
        if (tables.tables().size() != 1) {
            throw rejected(
                    file.name() + " 含 " + tables.tables().size() + " 个表，应只有一个",
                    file.name() + " holds " + tables.tables().size() + " tables instead of one");
        }
        Formats.DeliveredTable table = tables.tables().getFirst();
        RowNumbers numbers = switch (SentNumbers.of(table, order)) {
            case SentNumbers.Result.Known known -> known.numbers();
            case SentNumbers.Result.Fault fault ->
                throw new Turned(
                        Conclusion.rejected(List.of(fault(fault.chinese(), fault.english(), fault.samples()))));
        };
        if (numbers.isEmpty()) {
            throw rejected(file.name() + " 没有数据行", file.name() + " has no rows");
        }
        RowNumbers unknown = numbers.without(refused);
        if (!unknown.isEmpty()) {
            throw rejected(
                    "运行 " + mending.refusedBy() + " 没有拒绝过这些行（列 _row）：" + PublishedBefore.shown(unknown),
                    "the run " + mending.refusedBy() + " did not refuse these rows (column _row): "
                            + PublishedBefore.shown(unknown));
        }
        RowNumbers left = back.left(numbers);
        if (left.isEmpty()) {
            throw nothingLeft(numbers, back);
        }
        RowNumbers again = numbers.without(left);
        if (!again.isEmpty()) {
            throw rejected(
                    "文件中的这些行（列 _row）此前已发布，每行只发布一次，请从文件中删去后再上传：" + back.chinese(again),
                    "these rows of the file (column _row) were published before, and each is published once; take them out of the file and send it again: "
                            + back.english(again));
        }
        return new Rows(
                repair.refused().mended(mending.refusedBy(), mending.dataset(), table, SentNumbers.ROW),
                numbers,
                order,
                Optional.of(file),
                tables.format());
    }

    private static Turned nothingLeft(RowNumbers rows, PublishedBefore back) {
        return new Turned(Conclusion.unchanged(Optional.empty())
                .with(List.of(told(
                        rows.size(),
                        "这些行此前都已发布，没有可再发布的：" + back.chinese(rows),
                        "all of these rows were published before, nothing is left to publish: "
                                + back.english(rows)))));
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
            StagedTable staged = tables.stage(
                    name, rows.file(), declared -> new NumberedTable(shape.open(rows.table()::read), rows.order()));
            if (staged.accepted() == 0 && mending.file().isEmpty()) {
                return tables.unchanged(List.of(told(
                        staged.read(),
                        "重新检查的 " + staged.read() + " 行仍全部被拒绝，留在运行 " + mending.refusedBy() + " 的隔离区",
                        "all " + staged.read()
                                + " rows that were checked again are refused again; they stay in the quarantine of the run "
                                + mending.refusedBy())));
            }
            RowNumbers again = staged.refused() > 0 ? refused(run.id()) : new RowNumbers();
            repair.mendings().takeOver(run.id(), rows.numbers().without(again));
            Conclusion end = tables.conclude(
                    rows.format().toUpperCase(Locale.ROOT), Optional.empty(), "", entries, stillRefused(again));
            return end.result().outcome() == RunOutcome.UNCHANGED
                    ? end.with(List.of(told(
                            staged.accepted(),
                            "最新版本已有这些行，内容相同，没有新版本",
                            "the newest version has these rows with the same values already; there is no new version")))
                    : end;
        } finally {
            tables.dropUnlessDecided();
        }
    }

    private List<Finding> stillRefused(RowNumbers again) {
        String rows = PublishedBefore.shown(again);
        return again.isEmpty()
                ? List.of()
                : List.of(told(
                        again.size(),
                        "这些行（列 _row）再次被拒绝，修好后仍可上传到运行 " + mending.refusedBy() + "：" + rows,
                        "these rows (column _row) are refused again; mended, they can still be sent to the run "
                                + mending.refusedBy() + ": " + rows));
    }

    private static Finding told(long rows, String chinese, String english) {
        return new Finding(RULE, Finding.Severity.INFO, "", rows, chinese, english, List.of());
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

    private static Turned rejected(String chinese, String english) {
        return new Turned(Conclusion.rejected(List.of(fault(chinese, english, List.of()))));
    }

    private static Finding fault(String chinese, String english, List<Finding.Sample> samples) {
        return new Finding(RULE, Finding.Severity.ERROR, "", 1, chinese, english, samples);
    }
}
