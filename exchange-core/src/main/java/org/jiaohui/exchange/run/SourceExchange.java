package org.jiaohui.exchange.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.HarvestReader;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.drift.DatabaseTable;
import org.jiaohui.exchange.drift.DriftCheck;
import org.jiaohui.exchange.drift.DriftDecision;
import org.jiaohui.exchange.drift.HeldRuns;
import org.jiaohui.exchange.drift.Hold;
import org.jiaohui.exchange.drift.Holding;
import org.jiaohui.exchange.drift.SchemaDifference;
import org.jiaohui.exchange.drift.TablePlan;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeEngine.StepProgress;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.account.SourceAccounts;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * A run that reads its source: what it brings is fetched, decoded, checked, written and committed; or found to be what it was, refused, or held before a row is
 * read.
 */
final class SourceExchange {
    private final RunLedger ledger;
    private final Function<String, Connector> connectors;
    private final Formats formats;
    private final DatasetStore store;
    private final HarvestReader harvests;
    private final CatalogueEntries entries;
    private final Holding holding;
    private final SourceAccounts accounts;
    private final Recovery recovery;

    /** @param connectors finds a connector by type; throws SETTINGS_WRONG for an unknown one */
    SourceExchange(
            RunLedger ledger,
            Function<String, Connector> connectors,
            Formats formats,
            DatasetStore store,
            HarvestReader harvests,
            CatalogueEntries entries,
            Holding holding,
            SourceAccounts accounts,
            Recovery recovery) {
        this.ledger = ledger;
        this.connectors = connectors;
        this.formats = formats;
        this.store = store;
        this.harvests = harvests;
        this.entries = entries;
        this.holding = holding;
        this.accounts = accounts;
        this.recovery = recovery;
    }

    /**
     * What one run knows while it reads.
     *
     * @param merging the task, with the merge that this delivery needs
     * @param last what the task's last successful run left; absent also when it is not asked
     */
    private record Reading(
            ExchangeRun run,
            ExchangeTask task,
            ExchangeTask merging,
            Source source,
            Optional<RunLedger.LastSuccess> last,
            DriftCheck drift,
            StepProgress progress) {
        Reading withoutLast() {
            return new Reading(run, task, merging, source, Optional.empty(), drift, progress);
        }

        boolean lastSays(Function<RunLedger.LastSuccess, Optional<String>> what, String now) {
            return last.flatMap(what).filter(now::equals).isPresent();
        }
    }

    /** A table and the file in which it was found. */
    private record Found(SpooledFile origin, Formats.DeliveredTable table) {}

    /** The end of the run; empty when it is held. */
    Optional<Conclusion> carryOut(
            ExchangeRun run, ExchangeTask task, Source source, Path folder, StepProgress progress) {
        Optional<RunLedger.LastSuccess> last = ledger.lastSuccess(task.id());
        Source read = run.backFill().map(window -> window.within(source)).orElse(source);
        Optional<HeldRuns.Held> held = holding.runs().find(run.id());
        if (held.flatMap(HeldRuns.Held::decision)
                .filter(decision -> decision.verdict() == DriftDecision.Verdict.REJECT)
                .isPresent()) {
            return Optional.of(
                    Conclusion.rejected(DriftCheck.rejections(held.get().hold())));
        }
        progress.step("fetching");
        Delivery delivery = held.filter(hold -> !hold.hold().files().isEmpty())
                .map(hold -> kept(run, source, hold.hold(), folder))
                .orElseGet(() -> accounts.fetch(
                        run, connectors.apply(source.connector()), read, since(task, source, last), folder, progress));
        progress.step("decoding");
        ExchangeTask merging = merging(task, delivery);
        DriftCheck drift = new DriftCheck(merging, store, holding.runs(), held);
        Reading reading = new Reading(run, task, merging, source, last, drift, progress);
        return switch (delivery) {
            case Delivery.NotModified ignored -> Optional.of(Conclusion.unchanged(last));
            case Delivery.Descriptions descriptions -> Optional.of(harvest(run, task, source, descriptions));
            case Delivery.Table table
            when run.backFill().isPresent() -> exchangeTable(reading.withoutLast(), unmoved(table, last));
            case Delivery.Table table -> exchangeTable(reading, table);
            case Delivery.Files files -> exchangeFiles(reading, files);
        };
    }

    /** Where the last run ended. A delivery that replaces what was there is fetched whole when the task has it read in another way, though nothing is new at the source. */
    private static Optional<String> since(ExchangeTask task, Source source, Optional<RunLedger.LastSuccess> last) {
        boolean anew = task.merge().replaces()
                && last.flatMap(RunLedger.LastSuccess::digest)
                        .filter(digest -> DeliveryDigest.declaresAnew(digest, task, source.format()))
                        .isPresent();
        return anew ? Optional.empty() : last.flatMap(RunLedger.LastSuccess::position);
    }

    /** What a held run had been brought, and is read now. */
    private Delivery kept(ExchangeRun run, Source source, Hold hold, Path folder) {
        return new Delivery.Files(
                holding.deliveries().bring(run.id(), hold.files(), folder),
                hold.position(),
                "true".equals(source.settings().get("only-new")) ? Delivery.Extent.NEWS : Delivery.Extent.WHOLE);
    }

    /**
     * The task with the merge that a delivery of captured changes needs: a table that is read anew replaces what was there.
     *
     * @throws ExchangeException SETTINGS_WRONG when the task's own merge is another one
     */
    private static ExchangeTask merging(ExchangeTask task, Delivery delivery) {
        if (!(delivery instanceof Delivery.Table table)
                || (table.extent() != Delivery.Extent.CHANGES && table.extent() != Delivery.Extent.ANEW)) {
            return task;
        }
        if (!task.merge().equals(Merge.UPSERT)) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "变更捕获的任务须设 merge 为 {\"mode\":\"upsert\"}，不带 deletes 与 order：删除由日志得知 / a task that captures changes needs merge {\"mode\":\"upsert\"} without deletes and order: the log tells what was deleted");
        }
        return table.extent() == Delivery.Extent.ANEW ? task.withMerge(Merge.REPLACE) : task;
    }

    /** A window that is read once more leaves the position where it was. */
    private static Delivery.Table unmoved(Delivery.Table table, Optional<RunLedger.LastSuccess> last) {
        return new Delivery.Table(
                table.name(),
                table.reading(),
                last.flatMap(RunLedger.LastSuccess::position).orElse(""),
                table.extent());
    }

    private Conclusion harvest(ExchangeRun run, ExchangeTask task, Source source, Delivery.Descriptions descriptions) {
        ledger.noteInputs(run.id(), RunInput.of(descriptions.files()));
        HarvestReader.Harvest harvest = harvests.read(source, descriptions);
        long bytes = descriptions.files().stream().mapToLong(SpooledFile::bytes).sum();
        boolean accepted = task.thresholds().accept(harvest.read(), harvest.refused());
        List<CatalogueChange> changes = accepted
                ? HarvestDifference.between(
                        harvest, entries.harvestedFrom(source.id().value()))
                : List.of();
        RunOutcome outcome =
                !accepted ? RunOutcome.REJECTED : changes.isEmpty() ? RunOutcome.UNCHANGED : RunOutcome.PUBLISHED;
        return new Conclusion(
                new RunResult(
                        outcome,
                        Optional.empty(),
                        harvest.read(),
                        harvest.refused(),
                        accepted ? harvest.entries().size() : 0,
                        bytes,
                        Optional.empty(),
                        accepted ? Optional.of(descriptions.position()) : Optional.empty(),
                        List.of(),
                        harvest.findings()),
                changes);
    }

    private Optional<Conclusion> exchangeTable(Reading reading, Delivery.Table table) {
        ExchangeRun run = reading.run();
        ExchangeTask task = reading.task();
        TablePlan plan = reading.drift().plan(table.name(), task.dataset(), new DatabaseTable(table));
        if (rejects(List.of(plan))) {
            return Optional.of(Conclusion.rejected(plan.findings()));
        }
        if (isHeld(run, List.of(plan), List.of(), table.position())) {
            return Optional.empty();
        }
        TablesOfRun tables = new TablesOfRun(run, reading.merging(), store, ledger, recovery, reading.progress());
        tables.requireMerge(table.extent());
        try {
            StagedTable staged = tables.stage(
                    new TableNames.Named(
                            table.name(), task.dataset(), task.about().title()),
                    Optional.empty(),
                    plan::open);
            ledger.noteInputs(
                    run.id(),
                    List.of(new RunInput(table.name(), RunInput.Basis.ROWS, staged.bytes(), staged.sha256())));
            String digest = DeliveryDigest.of(staged, task, reading.source().format());
            if (reading.lastSays(RunLedger.LastSuccess::position, table.position())
                    && reading.lastSays(RunLedger.LastSuccess::digest, digest)) {
                return Optional.of(Conclusion.unchanged(reading.last()));
            }
            return Optional.of(tables.conclude("DB", Optional.of(digest), table.position(), entries, plan.findings()));
        } finally {
            tables.dropUnlessDecided();
        }
    }

    private Optional<Conclusion> exchangeFiles(Reading reading, Delivery.Files delivery) {
        ExchangeRun run = reading.run();
        ExchangeTask task = reading.task();
        ledger.noteInputs(run.id(), RunInput.of(delivery.files()));
        String digest =
                DeliveryDigest.of(delivery.files(), task, reading.source().format());
        if (reading.lastSays(RunLedger.LastSuccess::digest, digest)) {
            return Optional.of(Conclusion.unchanged(reading.last()).at(delivery.position()));
        }
        TablesOfRun tables = new TablesOfRun(run, task, store, ledger, recovery, reading.progress());
        tables.requireMerge(delivery.extent());
        List<Formats.OpenedFile> opened = new ArrayList<>();
        try {
            List<Found> found = open(reading, delivery.files(), opened);
            EarlierTables earlier = EarlierTables.of(task.id(), ledger);
            boolean joined = delivery.extent() == Delivery.Extent.NEWS && found.size() == opened.size();
            List<TableNames.Named> names = joined
                    ? TableNames.joined(task, found.size())
                    : TableNames.of(
                            task,
                            found.stream().map(each -> each.table().name()).toList(),
                            earlier::datasetOf);
            List<TablePlan> plans = plans(reading, names, found);
            if (rejects(plans)) {
                return Optional.of(Conclusion.rejected(findings(plans)));
            }
            if (isHeld(run, plans, delivery.files(), delivery.position())) {
                return Optional.empty();
            }
            if (joined) {
                stageJoined(tables, names.getFirst(), found, plans);
            } else {
                for (int i = 0; i < found.size(); i++) {
                    tables.stage(names.get(i), Optional.of(found.get(i).origin()), plans.get(i)::open);
                }
            }
            List<Finding> findings = new ArrayList<>(findings(plans));
            // Asked after the reading: a workbook knows its formula cells only then.
            opened.forEach(file -> findings.addAll(file.findings()));
            findings.addAll(earlier.missingFrom(names, entries));
            String format = opened.getFirst().format().toUpperCase(Locale.ROOT);
            return Optional.of(tables.conclude(format, Optional.of(digest), delivery.position(), entries, findings));
        } finally {
            tables.dropUnlessDecided();
            opened.forEach(Formats.OpenedFile::close);
        }
    }

    /**
     * Opens the delivered files.
     *
     * @param opened gets each file as soon as it is open, so that it is closed whatever happens to the next
     */
    private List<Found> open(Reading reading, List<SpooledFile> files, List<Formats.OpenedFile> opened) {
        List<Found> found = new ArrayList<>();
        for (SpooledFile file : files) {
            Formats.OpenedFile tables = formats.open(file, reading.source().format());
            opened.add(tables);
            tables.tables().forEach(table -> found.add(new Found(file, table)));
        }
        return found;
    }

    private static List<TablePlan> plans(Reading reading, List<TableNames.Named> names, List<Found> found) {
        List<TablePlan> plans = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            reading.progress().checkStop();
            TableNames.Named named = names.get(i);
            plans.add(reading.drift()
                    .plan(named.table(), named.dataset(), found.get(i).table()));
        }
        return plans;
    }

    private static void stageJoined(
            TablesOfRun tables, TableNames.Named name, List<Found> found, List<TablePlan> plans) {
        List<Function<Optional<TableSchema>, TableSource>> readings = new ArrayList<>();
        plans.forEach(plan -> readings.add(plan::open));
        tables.stage(
                name,
                found.size() == 1 ? Optional.of(found.getFirst().origin()) : Optional.empty(),
                declared -> new JoinedTables(readings, declared));
    }

    private static boolean rejects(List<TablePlan> plans) {
        return plans.stream().anyMatch(plan -> plan.way() == TablePlan.Way.REJECT);
    }

    private static List<Finding> findings(List<TablePlan> plans) {
        return plans.stream().flatMap(plan -> plan.findings().stream()).toList();
    }

    /**
     * Whether the run waits from now on, before a row is read, until somebody decides about columns that changed. The delivered files are kept before the
     * ledger says that the run waits, so a run that waits can always go on.
     */
    private boolean isHeld(ExchangeRun run, List<TablePlan> plans, List<SpooledFile> files, String position) {
        List<SchemaDifference> waiting = plans.stream()
                .filter(plan -> plan.way() == TablePlan.Way.HOLD)
                .flatMap(plan -> plan.difference().stream())
                .toList();
        if (waiting.isEmpty()) {
            return false;
        }
        if (!files.isEmpty()) {
            holding.deliveries().keep(run.id(), files);
        }
        List<Hold.HeldFile> kept = files.stream()
                .map(file -> new Hold.HeldFile(file.name(), file.mediaType(), file.bytes(), file.sha256()))
                .toList();
        if (holding.runs().hold(run, new Hold(waiting, kept, position))) {
            return true;
        }
        throw new ExchangeException(
                ErrorCode.STOPPED, "运行被停止，或已由别的节点接手 / the run was stopped, or taken over by another hub: " + run.id());
    }
}
