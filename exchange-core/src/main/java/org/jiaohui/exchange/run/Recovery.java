package org.jiaohui.exchange.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;

/** Ends a run that was cut off, or broke, after its decision to publish: from the ledger and the store, without asking the source again. */
final class Recovery {
    private final TaskRegister tasks;
    private final RunLedger ledger;
    private final DatasetStore store;
    private final CatalogueEntries entries;

    Recovery(TaskRegister tasks, RunLedger ledger, DatasetStore store, CatalogueEntries entries) {
        this.tasks = tasks;
        this.ledger = ledger;
        this.store = store;
        this.entries = entries;
    }

    /** The end of a run that had committed every version it decided on; empty when there was no decision or a version is missing. */
    Optional<Conclusion> findPublished(ExchangeRun run) {
        return findCommitted(run).filter(Committed::whole).map(Committed::published);
    }

    /** The end of a run that broke, or was refused when told again: what it had committed by then is a version and belongs into the catalogue. */
    Conclusion settle(ExchangeRun run, Conclusion end) {
        boolean maybeCommitted = end.result().outcome() != RunOutcome.PUBLISHED
                && (run.attempt() > 1 || end.result().outcome() == RunOutcome.FAILED);
        return maybeCommitted
                ? findCommitted(run)
                        .map(committed -> committed.whole() ? committed.published() : committed.partOf(end))
                        .orElse(end)
                : end;
    }

    private Optional<Committed> findCommitted(ExchangeRun run) {
        Optional<Decision> decided = ledger.findDecision(run.id());
        Optional<ExchangeTask> task = tasks.find(run.task());
        if (decided.isEmpty() || task.isEmpty()) {
            return Optional.empty();
        }
        List<TableResult> planned = decided.get().tables();
        List<TableResult> tables = new ArrayList<>();
        List<CatalogueChange> changes = new ArrayList<>();
        List<TableResult> unchanged = new ArrayList<>();
        for (TableResult table : planned) {
            TableNames.Named name = TableNames.of(task.get(), table);
            Optional<DatasetVersion> committed = store.findByRun(table.dataset(), run.id());
            if (committed.isEmpty() && table.outcome() == RunOutcome.UNCHANGED) {
                unchanged.add(table);
            }
            committed.ifPresent(version -> {
                tables.add(TableResult.published(name.table(), version));
                changes.add(new CatalogueChange.Put(EntryOfVersion.describe(
                        task.get(), name, version, decided.get().deliveredAs(), entries)));
            });
        }
        if (tables.isEmpty()) {
            return Optional.empty();
        }
        tables.addAll(unchanged);
        return Optional.of(new Committed(decided.get(), tables, changes));
    }

    /** Whether a run that is told again had begun to commit. */
    boolean begun(ExchangeRun run) {
        return run.attempt() > 1 && findCommitted(run).isPresent();
    }

    private record Committed(Decision decision, List<TableResult> tables, List<CatalogueChange> changes) {
        boolean whole() {
            return tables.size() == decision.tables().size();
        }

        Conclusion published() {
            return new Conclusion(
                    result(
                            RunOutcome.PUBLISHED,
                            Optional.empty(),
                            decision.digest(),
                            decision.position(),
                            decision.findings()),
                    changes);
        }

        /** Without digest and position: the next run looks at the source anew. */
        Conclusion partOf(Conclusion end) {
            RunResult result = end.result();
            RunOutcome outcome = result.outcome() == RunOutcome.UNCHANGED ? RunOutcome.PUBLISHED : result.outcome();
            return new Conclusion(
                    result(outcome, result.error(), Optional.empty(), Optional.empty(), result.findings()), changes);
        }

        private RunResult result(
                RunOutcome outcome,
                Optional<ExchangeRun.RunError> error,
                Optional<String> digest,
                Optional<String> position,
                List<Finding> findings) {
            return new RunResult(
                    outcome,
                    error,
                    tables.stream().mapToLong(TableResult::read).sum(),
                    tables.stream().mapToLong(TableResult::refused).sum(),
                    tables.stream().mapToLong(TableResult::published).sum(),
                    decision.bytes(),
                    digest,
                    position,
                    tables,
                    findings);
        }
    }
}
