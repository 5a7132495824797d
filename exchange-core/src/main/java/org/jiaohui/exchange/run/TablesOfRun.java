package org.jiaohui.exchange.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
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

    StagedTable stage(
            TableNames.Named name,
            Optional<SpooledFile> original,
            Function<Optional<TableSchema>, TableSource> reading) {
        progress.checkStop();
        try (TableSource source = reading.apply(task.declared(name.table()))) {
            StagedTable table = store.stage(run.id(), name.dataset(), source, progress);
            staged.add(new Staged(name, table, original));
            return table;
        }
    }

    ExchangeEngine.Conclusion conclude(
            String format,
            Optional<String> digest,
            String position,
            CatalogueEntries entries,
            List<Finding> fileFindings) {
        if (!staged.isEmpty() && staged.stream().allMatch(table -> table.table().read() == 0)) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_EMPTY,
                    "来源只有表头，没有任何行，原有版本不变 / the source has no row at all; the version before stays");
        }
        List<Finding> findings = new ArrayList<>(fileFindings);
        staged.forEach(table -> findings.addAll(table.table().findings()));
        staged.forEach(table -> tooManyRefused(table).ifPresent(findings::add));
        boolean accepted = fileFindings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR)
                && staged.stream()
                        .allMatch(table -> task.thresholds()
                                .accept(table.table().read(), table.table().refused()));
        if (!accepted) {
            return new ExchangeEngine.Conclusion(
                    result(RunOutcome.REJECTED, digest, Optional.empty(), tables(RunOutcome.REJECTED), findings),
                    List.of());
        }
        progress.checkStop();
        progress.step("publishing");
        for (Staged table : staged) {
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
            DatasetVersion version = store.commit(run.id(), table.table());
            results.add(ExchangeEngine.published(table.name().table(), version));
            changes.add(new CatalogueChange.Put(EntryOfVersion.describe(task, table.name(), version, format, entries)));
        }
        return new ExchangeEngine.Conclusion(
                result(RunOutcome.PUBLISHED, knownDigest, knownPosition, results, findings), changes);
    }

    /** Why a run is Rejected, in numbers. */
    private Optional<Finding> tooManyRefused(Staged table) {
        long read = table.table().read();
        long refused = table.table().refused();
        if (task.thresholds().accept(read, refused)) {
            return Optional.empty();
        }
        String limit = Math.round(task.thresholds().share() * 100) + "%";
        String name = table.name().dataset().value();
        return Optional.of(new Finding(
                "threshold",
                Finding.Severity.ERROR,
                "",
                refused,
                name + "：" + read + " 行中拒绝了 " + refused + " 行，超过上限 " + limit + "（refusedShare），整批不发布",
                name + ": " + refused + " of " + read + " rows were refused, more than the " + limit
                        + " that are allowed (refusedShare): nothing is published",
                List.of()));
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
                .map(table -> new TableResult(
                        table.name().table(),
                        table.table().dataset(),
                        outcome,
                        Optional.empty(),
                        table.table().read(),
                        table.table().refused(),
                        outcome == RunOutcome.PUBLISHED ? table.table().accepted() : 0))
                .toList();
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
