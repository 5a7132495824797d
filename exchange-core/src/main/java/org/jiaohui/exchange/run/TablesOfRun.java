package org.jiaohui.exchange.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** The tables of one run: all are staged before any is committed, so that one bad table keeps the whole delivery out. */
final class TablesOfRun {
    private final ExchangeRun run;
    private final ExchangeTask task;
    private final DatasetStore store;
    private final RunLedger ledger;
    private final Recovery recovery;
    private final ExchangeEngine.StepProgress progress;
    private final List<Staged> staged = new ArrayList<>();
    private Delivery.Extent extent = Delivery.Extent.WHOLE;
    private boolean decided;

    /** {@code original} is the delivered file that the table was read from. */
    private record Staged(TableNames.Named name, StagedTable table, Optional<SpooledFile> original) {}

    TablesOfRun(
            ExchangeRun run,
            ExchangeTask task,
            DatasetStore store,
            RunLedger ledger,
            Recovery recovery,
            ExchangeEngine.StepProgress progress) {
        this.run = run;
        this.task = task;
        this.store = store;
        this.ledger = ledger;
        this.recovery = recovery;
        this.progress = progress;
    }

    /** A part of a source's rows must not replace the whole, and rows that come again must be told by a key. */
    void requireMerge(Delivery.Extent extent) {
        this.extent = extent;
        if (extent == Delivery.Extent.CHANGES || extent == Delivery.Extent.ANEW) {
            // Which merge the task must have for them was asked before; a key comes with the rows.
            return;
        }
        if (extent != Delivery.Extent.WHOLE && task.merge().replaces()) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "数据源按增量读取，任务的合并方式须为 append 或 upsert / the source is read in increments: the task's merge mode must be append or upsert");
        }
        boolean keyed = !task.schemas().isEmpty()
                && task.schemas().values().stream()
                        .noneMatch(schema -> schema.key().isEmpty());
        if (extent == Delivery.Extent.NEWS_AND_SOME_AGAIN && !keyed) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "回看窗口内的行会重复读取，任务须在 schema 中声明主键 key；没有主键时请用 increasing-id 且 id-window=0 / rows within the window are read again: declare a \"key\" in the task's schema; without one use increasing-id with id-window=0");
        }
    }

    StagedTable stage(
            TableNames.Named name,
            Optional<SpooledFile> original,
            Function<Optional<TableSchema>, TableSource> reading) {
        progress.checkStop();
        progress.tableBegins();
        Optional<TableSchema> declared = task.declared(name.table()).or(() -> merged(name));
        try (TableSource source = reading.apply(declared)) {
            StagedTable table = store.stage(run.id(), name.dataset(), source, mergeOf(source), progress);
            staged.add(new Staged(name, table, original));
            return table;
        }
    }

    private Merge mergeOf(TableSource source) {
        return source.deletions()
                .map(column -> new Merge(
                        Merge.Mode.UPSERT,
                        Optional.of(new Merge.DeleteMarker(column, Set.of(TableSource.GONE))),
                        Optional.empty()))
                .orElse(task.merge());
    }

    /** A delivery that is added to rows is read as those are: a few rows alone would be guessed otherwise. */
    private Optional<TableSchema> merged(TableNames.Named name) {
        return task.merge().replaces()
                ? Optional.empty()
                : store.findLatest(name.dataset()).map(DatasetVersion::schema);
    }

    Conclusion conclude(
            String format,
            Optional<String> digest,
            String position,
            CatalogueEntries entries,
            List<Finding> fileFindings) {
        boolean nothing = !staged.isEmpty()
                && staged.stream().allMatch(table -> table.table().read() == 0);
        if (nothing && task.merge().replaces() && extent != Delivery.Extent.ANEW) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_EMPTY,
                    "来源没有任何数据行（至多有表头），原有版本不变 / the source has no data row (a header at most); the version before stays");
        }
        List<Finding> findings = new ArrayList<>(fileFindings);
        findings.addAll(foundInRows());
        List<Finding> tooMany =
                staged.stream().flatMap(table -> tooManyRefused(table).stream()).toList();
        findings.addAll(tooMany);
        boolean accepted = tooMany.isEmpty()
                && fileFindings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        if (!accepted) {
            return new Conclusion(
                    result(RunOutcome.REJECTED, digest, Optional.empty(), tables(RunOutcome.REJECTED), findings),
                    List.of());
        }
        progress.checkStop();
        if (staged.stream().noneMatch(table -> table.table().changesSomething()) && !recovery.begun(run)) {
            return new Conclusion(
                    result(RunOutcome.UNCHANGED, digest, Optional.of(position), tables(RunOutcome.UNCHANGED), findings),
                    List.of());
        }
        progress.step("publishing");
        for (Staged table : changing()) {
            table.original()
                    .ifPresent(
                            file -> store.keepOriginal(run.id(), table.table().dataset(), file));
        }
        // A run that is told again may find another delivery than the one of which it had published a part.
        boolean mixed = recovery.begun(run)
                && !ledger.findDecision(run.id()).flatMap(Decision::digest).equals(digest);
        Optional<String> knownDigest = mixed ? Optional.empty() : digest;
        Optional<String> knownPosition = mixed ? Optional.empty() : Optional.of(position);
        decide(format, knownDigest, knownPosition, findings);
        List<TableResult> results = new ArrayList<>();
        List<CatalogueChange> changes = new ArrayList<>();
        for (Staged table : staged) {
            if (!table.table().changesSomething()
                    && store.findByRun(table.table().dataset(), run.id()).isEmpty()) {
                results.add(unpublished(table, RunOutcome.UNCHANGED));
                continue;
            }
            DatasetVersion version = store.commit(run.id(), table.table());
            results.add(TableResult.published(table.name().table(), version));
            changes.add(new CatalogueChange.Put(EntryOfVersion.describe(task, table.name(), version, format, entries)));
        }
        return new Conclusion(result(RunOutcome.PUBLISHED, knownDigest, knownPosition, results, findings), changes);
    }

    private List<Staged> changing() {
        return staged.stream().filter(table -> table.table().changesSomething()).toList();
    }

    /** What is not for everybody may hold what belongs to persons. */
    private List<Finding> foundInRows() {
        boolean open = task.about().access().equals(Optional.of("PUBLIC"));
        return staged.stream()
                .flatMap(table -> table.table().findings().stream())
                .filter(finding -> open || !finding.rule().equals(StagedTable.PERSONAL_DATA))
                .toList();
    }

    /** The end of a run that publishes nothing, though its tables were read. */
    Conclusion unchanged(List<Finding> more) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(foundInRows());
        findings.addAll(more);
        return new Conclusion(
                result(
                        RunOutcome.UNCHANGED,
                        Optional.empty(),
                        Optional.empty(),
                        tables(RunOutcome.UNCHANGED),
                        findings),
                List.of());
    }

    /** Why a run is Rejected, in numbers: which rule broke which limit. */
    private List<Finding> tooManyRefused(Staged staged) {
        StagedTable table = staged.table();
        Map<String, Long> byRule = new TreeMap<>();
        table.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .forEach(finding -> byRule.merge(finding.rule(), finding.count(), Long::sum));
        long named = byRule.values().stream().mapToLong(Long::longValue).sum();
        byRule.merge("", table.refused() - named, Long::sum);
        return task.thresholds().exceeded(table.read(), byRule).stream()
                .map(excess -> tooMany(staged.name().dataset().value(), table.read(), excess))
                .toList();
    }

    private static Finding tooMany(String name, long read, ExchangeTask.Thresholds.Excess excess) {
        boolean one = !excess.rule().isEmpty();
        String setting = one ? "thresholds.rules." + excess.rule() : "refusedShare, thresholds.default";
        return new Finding(
                "threshold",
                Finding.Severity.ERROR,
                "",
                excess.refused(),
                name + "：" + read + " 行中" + (one ? "规则 " + excess.rule() + " " : "") + "拒绝了 " + excess.refused()
                        + " 行，超过上限 " + excess.limit() + "（" + setting + "），整批不发布",
                name + ": " + excess.refused() + " of " + read + " rows were refused"
                        + (one ? " by the rule " + excess.rule() : "") + ", more than the " + excess.limit()
                        + " that are allowed (" + setting + "): nothing is published",
                List.of());
    }

    /** The point of no return: before it nothing is visible, after it the run can be ended without its source. */
    private void decide(String format, Optional<String> digest, Optional<String> position, List<Finding> findings) {
        long bytes = staged.stream().mapToLong(table -> table.table().bytes()).sum();
        Decision decision = new Decision(format, digest, position, bytes, tables(RunOutcome.PUBLISHED), findings);
        decided = ledger.decide(run, decision);
        if (!decided) {
            throw new ExchangeException(
                    ErrorCode.STOPPED, "运行已由别的节点接手 / the run was taken over by another hub: " + run.id());
        }
    }

    /** Removes the files of a run that publishes nothing. After the decision a commit that seems to have failed may have succeeded: then the sweep decides. */
    void dropUnlessDecided() {
        if (!decided) {
            staged.forEach(table -> store.drop(table.table()));
        }
    }

    private List<TableResult> tables(RunOutcome outcome) {
        return staged.stream()
                .map(table -> unpublished(
                        table,
                        outcome == RunOutcome.PUBLISHED && !table.table().changesSomething()
                                ? RunOutcome.UNCHANGED
                                : outcome))
                .toList();
    }

    private static TableResult unpublished(Staged table, RunOutcome outcome) {
        return new TableResult(
                table.name().table(),
                table.table().dataset(),
                outcome,
                Optional.empty(),
                table.table().read(),
                table.table().refused(),
                outcome == RunOutcome.PUBLISHED ? table.table().accepted() : 0);
    }

    private RunResult result(
            RunOutcome outcome,
            Optional<String> digest,
            Optional<String> position,
            List<TableResult> tables,
            List<Finding> findings) {
        return new RunResult(
                outcome,
                Optional.empty(),
                tables.stream().mapToLong(TableResult::read).sum(),
                tables.stream().mapToLong(TableResult::refused).sum(),
                tables.stream().mapToLong(TableResult::published).sum(),
                staged.stream().mapToLong(table -> table.table().bytes()).sum(),
                digest,
                position,
                tables,
                findings);
    }
}
