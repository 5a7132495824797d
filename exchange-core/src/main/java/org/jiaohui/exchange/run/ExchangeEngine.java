package org.jiaohui.exchange.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.DescriptionRules;
import org.jiaohui.exchange.catalogue.HarvestReader;
import org.jiaohui.exchange.catalogue.Provenance;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.disk.FullDisk;
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
import org.jiaohui.exchange.mend.Mending;
import org.jiaohui.exchange.mend.Repair;
import org.jiaohui.exchange.reconcile.Retransmission;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.account.SourceAccounts;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The story of one run: fetch, decode, check, write, commit, enter into the catalogue. Each step is idempotent and names the run, so a run that a crash
 * cut off is simply told again: a version that was already committed is found by the run's id and not made twice.
 */
public final class ExchangeEngine {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeEngine.class);

    /** A run that was cut off this often is the likely cause and is not told again. */
    private static final int MOST_ATTEMPTS = 5;

    private final TaskRegister tasks;
    private final SourceRegister sources;
    private final RunLedger ledger;
    private final Function<String, Connector> connectors;
    private final Formats formats;
    private final DatasetStore store;
    private final HarvestReader harvests;
    private final CatalogueEntries entries;
    private final Path spool;
    private final DescriptionRules descriptionRules;
    private final Recovery recovery;
    private final Holding holding;
    private final SourceAccounts accounts;
    private final Repair repair;

    /**
     * @param connectors finds a connector by type; throws SETTINGS_WRONG for an unknown one
     * @param descriptionRules held against the entries that a run makes or changes
     * @param holding where a run waits whose source's columns changed
     * @param repair what runs need that bring refused rows back
     * @param accounts of sources that keep account of what was taken from them
     * @param spool folder for what fetches bring; one sub-folder a run, removed at its end
     */
    public ExchangeEngine(
            TaskRegister tasks,
            SourceRegister sources,
            RunLedger ledger,
            Function<String, Connector> connectors,
            Formats formats,
            DatasetStore store,
            HarvestReader harvests,
            CatalogueEntries entries,
            DescriptionRules descriptionRules,
            Holding holding,
            Repair repair,
            SourceAccounts accounts,
            Path spool) {
        this.tasks = tasks;
        this.sources = sources;
        this.ledger = ledger;
        this.connectors = connectors;
        this.formats = formats;
        this.store = store;
        this.harvests = harvests;
        this.entries = entries;
        this.descriptionRules = descriptionRules;
        this.holding = holding;
        this.accounts = accounts;
        this.repair = repair;
        this.spool = spool;
        recovery = new Recovery(tasks, ledger, store, entries);
    }

    /** Runs to the end and writes the end down, or to where it waits for a decision. Never throws for anything that happens to the run itself. */
    public void execute(ExchangeRun run, StepProgress progress) {
        long start = System.nanoTime();
        Conclusion conclusion;
        Path folder = spool.resolve(run.id().value());
        try {
            removeFolder(folder);
            Files.createDirectories(folder);
            Optional<Conclusion> end = carryOut(run, folder, progress);
            if (end.isEmpty()) {
                LOG.info("run={} task={} is held until somebody decides about its columns", run.id(), run.task());
                removeFolder(folder);
                return;
            }
            conclusion = end.get();
        } catch (ExchangeException broken) {
            conclusion = Conclusion.failed(broken.code(), broken.getMessage());
        } catch (RuntimeException | IOException | OutOfMemoryError defect) {
            LOG.warn("run {} of task {} failed", run.id(), run.task(), defect);
            conclusion = Conclusion.failed(
                    FullDisk.isBehind(defect) ? ErrorCode.DISK_FULL : ErrorCode.INTERNAL, String.valueOf(defect));
        }
        conclusion = recovery.settle(run, conclusion);
        progress.step("cataloguing");
        conclusion = conclusion.with(checkDescriptions(run, conclusion.changes()));
        boolean ended = ledger.finish(run, conclusion.result(), withOrigin(run, conclusion.changes()));
        removeFolder(folder);
        if (ended) { // otherwise somebody else carries it out and needs what it waited with
            removeHeld(run);
        }
        accounts.wake();
        RunResult result = conclusion.result();
        LOG.info(
                "run={} task={} outcome={} read={} refused={} published={} bytes={} millis={}{}",
                run.id(),
                run.task(),
                result.outcome().label(),
                result.read(),
                result.refused(),
                result.published(),
                result.bytes(),
                (System.nanoTime() - start) / 1_000_000,
                result.error()
                        .map(error -> " error=" + error.code() + " " + error.message())
                        .orElse(""));
    }

    /** The end of the run; empty when it is held. */
    private Optional<Conclusion> carryOut(ExchangeRun run, Path folder, StepProgress progress) {
        Optional<Conclusion> published = run.attempt() > 1 ? recovery.findPublished(run) : Optional.empty();
        if (published.isPresent()) {
            return published;
        }
        if (run.attempt() > MOST_ATTEMPTS) {
            throw new ExchangeException(
                    ErrorCode.RUN_CUT_OFF,
                    "运行已被中断 %1$d 次，不再重试；请查看日志与内存 / the run was cut off %1$d times and is not tried again; look at the log and the memory"
                            .formatted(MOST_ATTEMPTS));
        }
        return perform(run, folder, progress);
    }

    private Optional<Conclusion> perform(ExchangeRun run, Path folder, StepProgress progress) {
        ExchangeTask task = tasks.find(run.task())
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_TASK, "任务已不存在 / the task \"" + run.task() + "\" is gone"));
        Optional<Mending> mending = repair.mendings().find(run.id());
        if (mending.isPresent()) {
            return Optional.of(new MendingRun(task, mending.get(), store, ledger, repair)
                    .carryOut(run, formats, holding.deliveries(), entries, recovery, folder, progress));
        }
        Source source = sources.find(task.source())
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_SOURCE, "数据源已不存在 / the source \"" + task.source() + "\" is gone"));
        LimitedProgress limited = new LimitedProgress(task.plan().limits(), progress);
        Optional<Retransmission> retransmission = repair.retransmissions().find(run.id());
        try {
            if (retransmission.isPresent()) {
                return Optional.of(new RetransmissionRun(task, retransmission.get(), store, ledger, repair)
                        .carryOut(
                                run, source, connectors.apply(source.connector()), entries, recovery, folder, limited));
            }
            return exchange(run, task, source, folder, limited);
        } catch (RuntimeException ended) {
            throw limited.reason().<RuntimeException>map(limit -> limit).orElse(ended);
        }
    }

    private Optional<Conclusion> exchange(
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
                .<Delivery>map(hold -> new Delivery.Files(
                        holding.deliveries().bring(run.id(), hold.hold().files(), folder),
                        hold.hold().position(),
                        "true".equals(source.settings().get("only-new"))
                                ? Delivery.Extent.NEWS
                                : Delivery.Extent.WHOLE))
                .orElseGet(() -> accounts.fetch(
                        run,
                        connectors.apply(source.connector()),
                        read,
                        last.flatMap(RunLedger.LastSuccess::position),
                        folder,
                        progress));
        progress.step("decoding");
        DriftCheck drift = new DriftCheck(merging(task, delivery), store, holding.runs(), held);
        return switch (delivery) {
            case Delivery.NotModified ignored -> Optional.of(Conclusion.unchanged(last));
            case Delivery.Descriptions descriptions -> Optional.of(harvest(run, task, source, descriptions));
            case Delivery.Table table
            when run.backFill().isPresent() ->
                exchangeTable(run, task, source, unmoved(table, last), Optional.empty(), drift, progress);
            case Delivery.Table table -> exchangeTable(run, task, source, table, last, drift, progress);
            case Delivery.Files files -> exchangeFiles(run, task, source, files, last, drift, progress);
        };
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

    private Optional<Conclusion> exchangeTable(
            ExchangeRun run,
            ExchangeTask task,
            Source source,
            Delivery.Table table,
            Optional<RunLedger.LastSuccess> last,
            DriftCheck drift,
            StepProgress progress) {
        TablePlan plan = drift.plan(table.name(), task.dataset(), new DatabaseTable(table));
        if (rejects(List.of(plan))) {
            return Optional.of(Conclusion.rejected(plan.findings()));
        }
        if (isHeld(run, List.of(plan), List.of(), table.position())) {
            return Optional.empty();
        }
        TablesOfRun tables = new TablesOfRun(run, merging(task, table), store, ledger, recovery, progress);
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
            String digest = DeliveryDigest.of(staged, task, source.format());
            boolean samePosition = last.flatMap(RunLedger.LastSuccess::position)
                    .filter(table.position()::equals)
                    .isPresent();
            if (samePosition
                    && last.flatMap(RunLedger.LastSuccess::digest)
                            .filter(digest::equals)
                            .isPresent()) {
                return Optional.of(Conclusion.unchanged(last));
            }
            return Optional.of(tables.conclude("DB", Optional.of(digest), table.position(), entries, plan.findings()));
        } finally {
            tables.dropUnlessDecided();
        }
    }

    private Optional<Conclusion> exchangeFiles(
            ExchangeRun run,
            ExchangeTask task,
            Source source,
            Delivery.Files delivery,
            Optional<RunLedger.LastSuccess> last,
            DriftCheck drift,
            StepProgress progress) {
        ledger.noteInputs(run.id(), RunInput.of(delivery.files()));
        String digest = DeliveryDigest.of(delivery.files(), task, source.format());
        if (last.flatMap(RunLedger.LastSuccess::digest).filter(digest::equals).isPresent()) {
            return Optional.of(Conclusion.unchanged(last).at(delivery.position()));
        }
        TablesOfRun tables = new TablesOfRun(run, task, store, ledger, recovery, progress);
        tables.requireMerge(delivery.extent());
        List<Formats.OpenedFile> opened = new ArrayList<>();
        try {
            List<SpooledFile> origins = new ArrayList<>();
            for (SpooledFile file : delivery.files()) {
                Formats.OpenedFile tablesOfFile = formats.open(file, source.format());
                opened.add(tablesOfFile);
                tablesOfFile.tables().forEach(table -> origins.add(file));
            }
            List<Formats.DeliveredTable> found =
                    opened.stream().flatMap(file -> file.tables().stream()).toList();
            EarlierTables earlier = EarlierTables.of(task.id(), ledger);
            boolean joined = delivery.extent() == Delivery.Extent.NEWS && found.size() == opened.size();
            List<TableNames.Named> names = joined
                    ? TableNames.joined(task, found.size())
                    : TableNames.of(
                            task,
                            found.stream().map(Formats.DeliveredTable::name).toList(),
                            earlier::datasetOf);
            List<TablePlan> plans = new ArrayList<>();
            for (int i = 0; i < found.size(); i++) {
                progress.checkStop();
                plans.add(drift.plan(names.get(i).table(), names.get(i).dataset(), found.get(i)));
            }
            if (rejects(plans)) {
                return Optional.of(Conclusion.rejected(findings(plans)));
            }
            if (isHeld(run, plans, delivery.files(), delivery.position())) {
                return Optional.empty();
            }
            if (joined) {
                List<Function<Optional<TableSchema>, TableSource>> readings = new ArrayList<>();
                plans.forEach(plan -> readings.add(plan::open));
                tables.stage(
                        names.getFirst(),
                        origins.size() == 1 ? Optional.of(origins.getFirst()) : Optional.empty(),
                        declared -> new JoinedTables(readings, declared));
            } else {
                for (int i = 0; i < found.size(); i++) {
                    tables.stage(names.get(i), Optional.of(origins.get(i)), plans.get(i)::open);
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

    /** What a run that is over had waited with or was sent; when the store does not answer, the sweep removes it. */
    private void removeHeld(ExchangeRun run) {
        try {
            if (holding.runs().find(run.id()).isPresent()
                    || repair.mendings().find(run.id()).isPresent()) {
                holding.deliveries().remove(run.id());
            }
        } catch (RuntimeException left) {
            LOG.warn("what run {} had waited with could not be removed: {}", run.id(), left.toString());
        }
    }

    private static void removeFolder(Path folder) {
        try {
            Folders.remove(folder);
        } catch (IOException left) {
            LOG.warn("spool folder {} could not be removed: {}", folder, left.toString());
        }
    }

    /** The entries of new versions name the run that made them, and its inputs. */
    private List<CatalogueChange> withOrigin(ExchangeRun run, List<CatalogueChange> changes) {
        List<RunInput> inputs = changes.isEmpty() ? List.of() : ledger.inputs(run.id());
        return changes.stream()
                .map(change -> change instanceof CatalogueChange.Put put
                                && put.entry().version().isPresent()
                        ? new CatalogueChange.Put(put.entry()
                                .madeBy(Provenance.of(
                                        run, inputs, put.entry().version().get())))
                        : change)
                .toList();
    }

    /** A defect in the rules never keeps a run from ending. */
    private List<Finding> checkDescriptions(ExchangeRun run, List<CatalogueChange> changes) {
        List<CatalogueEntry> put = changes.stream()
                .filter(CatalogueChange.Put.class::isInstance)
                .map(change -> ((CatalogueChange.Put) change).entry())
                .toList();
        try {
            return descriptionRules.check(put);
        } catch (RuntimeException defect) {
            LOG.warn("the descriptions of run {} could not be checked", run.id(), defect);
            return List.of();
        }
    }

    /** Progress that also knows the step. */
    public interface StepProgress extends RunProgress {
        /** The run is now {@code fetching, decoding, publishing} or {@code cataloguing}. */
        void step(String step);

        /** The rows that follow are of another table. */
        default void tableBegins() {}
    }
}
