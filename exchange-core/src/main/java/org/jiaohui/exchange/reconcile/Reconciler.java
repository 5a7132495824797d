package org.jiaohui.exchange.reconcile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.run.TableResult;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Makes the statement of one task and day. */
public final class Reconciler {
    /** The calendar of statements. */
    public static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private static final int MOST_DIFFERENCES = 10_000;
    private static final int RUNS_A_PAGE = 100;

    private final TaskRegister tasks;
    private final SourceRegister sources;
    private final RunLedger runs;
    private final DatasetStore store;
    private final Function<String, Connector> connectors;
    private final RowComparison comparison;
    private final DeliveredRows deliveries;
    private final ReconciliationBook book;
    private final Alerts alerts;
    private final Path work;

    /**
     * @param connectors finds a connector by type
     * @param work folder for what connectors spool meanwhile
     */
    public Reconciler(
            TaskRegister tasks,
            SourceRegister sources,
            RunLedger runs,
            DatasetStore store,
            Function<String, Connector> connectors,
            RowComparison comparison,
            DeliveredRows deliveries,
            ReconciliationBook book,
            Alerts alerts,
            Path work) {
        this.tasks = tasks;
        this.sources = sources;
        this.runs = runs;
        this.store = store;
        this.connectors = connectors;
        this.comparison = comparison;
        this.deliveries = deliveries;
        this.book = book;
        this.alerts = alerts;
        this.work = work;
    }

    /**
     * Compares, keeps the statement, and raises the alert of a difference; a statement of today without one ends it. The source is read again when it is a database and the day is today; otherwise what the run received counts.
     *
     * @throws ExchangeException UNKNOWN_TASK; CONFLICT when nothing had been published by the end of that day; SOURCE_… when the source cannot be read again
     */
    public Reconciliation reconcile(TaskId id, LocalDate day) {
        ExchangeTask task = tasks.find(id)
                .orElseThrow(
                        () -> new ExchangeException(ErrorCode.UNKNOWN_TASK, "没有任务 / there is no task \"" + id + "\""));
        ExchangeRun run = lastPublished(id, day)
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.CONFLICT,
                        "任务 %1$s 到 %2$s 为止没有发布过任何版本，无从对账 / task %1$s had published nothing by %2$s: there is nothing to reconcile"
                                .formatted(id, day)));
        List<Reconciliation.Line> lines = new ArrayList<>();
        List<ReconciliationBook.Difference> found = new ArrayList<>();
        for (TableResult table : run.tables()) {
            Optional<DatasetVersion> version = table.version().flatMap(number -> store.find(table.dataset(), number));
            version.ifPresent(made -> lines.add(line(task, run, table, made, day, found)));
        }
        Reconciliation.State state = lines.stream()
                .map(Reconciliation.Line::state)
                .reduce(Reconciliation.State.BALANCED, Reconciliation.State::or);
        Reconciliation statement = new Reconciliation(RunId.create().value(), id, day, Instant.now(), state, lines);
        book.save(statement, found);
        alert(statement, run);
        return statement;
    }

    private void alert(Reconciliation statement, ExchangeRun run) {
        switch (statement.state()) {
            case DIFFERENT ->
                raise(statement, run, "任务 %s 在 %s 的对账不平（对账单 %s）", "task %s does not balance on %s (statement %s)");
            case UNKNOWN ->
                raise(
                        statement,
                        run,
                        "任务 %s 在 %s 的对账没能完成：有目标读不出来（对账单 %s）",
                        "task %s could not be reconciled on %s: a target could not be read (statement %s)");
            case BALANCED, UNACKNOWLEDGED -> {
                if (!isOver(statement.day())) {
                    alerts.recover(AlertRule.RECONCILIATION_DIFFERS, statement.task());
                }
            }
        }
    }

    private void raise(Reconciliation statement, ExchangeRun run, String chinese, String english) {
        Object[] which = {statement.task(), statement.day(), statement.id()};
        alerts.raise(
                AlertRule.RECONCILIATION_DIFFERS,
                statement.task(),
                Optional.of(run.id()),
                chinese.formatted(which),
                english.formatted(which));
    }

    private static boolean isOver(LocalDate day) {
        return day.isBefore(LocalDate.now(BEIJING));
    }

    private Optional<ExchangeRun> lastPublished(TaskId task, LocalDate day) {
        Instant end = day.plusDays(1).atStartOfDay(BEIJING).toInstant();
        RunLedger.RunFilter filter = new RunLedger.RunFilter(
                Optional.of(task), Optional.of(RunOutcome.PUBLISHED), Optional.empty(), Optional.empty());
        for (int page = 1; ; page++) {
            List<ExchangeRun> some = runs.list(filter, page, RUNS_A_PAGE).runs();
            Optional<ExchangeRun> last = some.stream()
                    .filter(run ->
                            run.finishedAt().filter(at -> at.isBefore(end)).isPresent())
                    .findFirst();
            if (last.isPresent() || some.size() < RUNS_A_PAGE) {
                return last;
            }
        }
    }

    private Reconciliation.Line line(
            ExchangeTask task,
            ExchangeRun run,
            TableResult table,
            DatasetVersion version,
            LocalDate day,
            List<ReconciliationBook.Difference> found) {
        Source source = sources.find(task.source())
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_SOURCE, "没有数据源 / there is no source \"" + task.source() + "\""));
        boolean again = source.connector().equals("jdbc") && !isOver(day);
        List<DeliveredRows.Found> there = deliveries.of(version, day, !isOver(day));
        List<Reconciliation.Delivered> delivered =
                there.stream().map(DeliveredRows.Found::line).toList();
        there.forEach(target -> target.differences()
                .forEach(row -> found.add(new ReconciliationBook.Difference(
                        table.dataset(),
                        Optional.of(new SubscriptionId(target.line().subscription())),
                        Optional.of(target.version()),
                        row))));
        if (!again) {
            // What the run brought: of a merged version the rows that were there before are not the source's.
            long published = version.accepted();
            boolean balanced = table.read() == table.refused() + published;
            return new Reconciliation.Line(
                    table.dataset(),
                    version.number(),
                    run.id(),
                    state(balanced ? Reconciliation.State.BALANCED : Reconciliation.State.DIFFERENT, delivered),
                    Reconciliation.Basis.RECEIPT,
                    new Reconciliation.Side(table.read() - table.refused(), Optional.empty()),
                    table.refused(),
                    table.read(),
                    table.refused(),
                    new Reconciliation.Side(published, Optional.empty()),
                    delivered,
                    Reconciliation.Differences.NONE);
        }
        RowComparison.Compared compared = reread(source, task, table, version);
        compared.differences()
                .forEach(row -> found.add(
                        new ReconciliationBook.Difference(table.dataset(), Optional.empty(), Optional.empty(), row)));
        return new Reconciliation.Line(
                table.dataset(),
                version.number(),
                run.id(),
                state(compared, delivered),
                Reconciliation.Basis.REREAD,
                new Reconciliation.Side(
                        compared.source().count(), Optional.of(compared.source().sum())),
                compared.refused(),
                table.read(),
                table.refused(),
                new Reconciliation.Side(
                        compared.target().count(), Optional.of(compared.target().sum())),
                delivered,
                Reconciliation.Differences.of(compared.differences(), compared.complete()));
    }

    /** The worst of the two edges: source to version, version to each target. */
    private static Reconciliation.State state(
            Reconciliation.State ofSource, List<Reconciliation.Delivered> deliveries) {
        return deliveries.stream().map(Reconciliation.Delivered::state).reduce(ofSource, Reconciliation.State::or);
    }

    private static Reconciliation.State state(
            RowComparison.Compared compared, List<Reconciliation.Delivered> deliveries) {
        Reconciliation.State unequal =
                compared.unknown() ? Reconciliation.State.UNKNOWN : Reconciliation.State.DIFFERENT;
        return state(compared.equal() ? Reconciliation.State.BALANCED : unequal, deliveries);
    }

    private RowComparison.Compared reread(Source source, ExchangeTask task, TableResult table, DatasetVersion version) {
        TableSchema columns = Deletions.columns(task, table.table(), version.schema());
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(work), "reconcile");
            try {
                return comparison.compare(
                        () -> open(source, version, columns, folder),
                        version,
                        task.merge(),
                        MOST_DIFFERENCES,
                        RunProgress.SILENT);
            } finally {
                Folders.remove(folder);
            }
        } catch (IOException unusable) {
            throw new ExchangeException(ErrorCode.DISK_FULL, "无法写入 / cannot write: " + unusable.getMessage(), unusable);
        }
    }

    private TableSource open(Source source, DatasetVersion version, TableSchema columns, Path folder) {
        Delivery delivery =
                connectors.apply(source.connector()).fetch(source, Optional.empty(), folder, RunProgress.SILENT);
        if (delivery instanceof Delivery.Table table) {
            return table.reading().open(Optional.of(columns));
        }
        throw new ExchangeException(
                ErrorCode.SOURCE_ANSWERED_WRONGLY,
                "数据源没有给出表 / the source \"" + source.id() + "\" gave no table: reconcile " + version.dataset());
    }
}
