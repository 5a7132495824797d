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
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** The tables of one run: all are staged before any is committed, so that one bad table keeps the whole delivery out. */
final class TablesOfRun {
    private final RunId run;
    private final ExchangeTask task;
    private final DatasetStore store;
    private final ExchangeEngine.StepProgress progress;
    private final List<Staged> staged = new ArrayList<>();
    private int committed;

    /** {@code original} is the delivered file that the table was read from. */
    private record Staged(TableNames.Named name, StagedTable table, Optional<SpooledFile> original) {}

    TablesOfRun(RunId run, ExchangeTask task, DatasetStore store, ExchangeEngine.StepProgress progress) {
        this.run = run;
        this.task = task;
        this.store = store;
        this.progress = progress;
    }

    void stage(
            TableNames.Named name,
            Optional<SpooledFile> original,
            Function<Optional<TableSchema>, TableSource> reading) {
        progress.checkStop();
        Optional<TableSchema> declared = Optional.ofNullable(task.schemas().get(name.table()))
                .or(() -> Optional.ofNullable(task.schemas().get("")));
        try (TableSource source = reading.apply(declared)) {
            staged.add(new Staged(name, store.stage(run, name.dataset(), source, progress), original));
        }
    }

    ExchangeEngine.Conclusion conclude(
            String format,
            Optional<String> digest,
            String position,
            CatalogueEntries entries,
            List<Finding> fileFindings) {
        List<Finding> findings = new ArrayList<>(fileFindings);
        staged.forEach(table -> findings.addAll(table.table().findings()));
        boolean accepted = fileFindings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR)
                && staged.stream()
                        .allMatch(table -> task.thresholds()
                                .accept(table.table().read(), table.table().refused()));
        if (!accepted) {
            return new ExchangeEngine.Conclusion(
                    result(RunOutcome.REJECTED, digest, Optional.empty(), rejectedTables(), findings), List.of());
        }
        progress.checkStop();
        progress.step("publishing");
        List<TableResult> results = new ArrayList<>();
        List<CatalogueChange> changes = new ArrayList<>();
        for (Staged table : staged) {
            table.original()
                    .ifPresent(file -> store.keepOriginal(run, table.table().dataset(), file));
            DatasetVersion version = store.commit(run, table.table());
            committed++;
            results.add(ExchangeEngine.published(table.name().table(), version, table.table()));
            changes.add(new CatalogueChange.Put(EntryOfVersion.describe(task, table.name(), version, format, entries)));
        }
        return new ExchangeEngine.Conclusion(
                result(RunOutcome.PUBLISHED, digest, Optional.of(position), results, findings), changes);
    }

    /** Removes the files of tables that did not become versions. */
    void dropUncommitted() {
        staged.subList(committed, staged.size()).forEach(table -> store.drop(table.table()));
    }

    private List<TableResult> rejectedTables() {
        return staged.stream()
                .map(table -> new TableResult(
                        table.name().table(),
                        table.table().dataset(),
                        RunOutcome.REJECTED,
                        Optional.empty(),
                        table.table().read(),
                        table.table().refused(),
                        0))
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
