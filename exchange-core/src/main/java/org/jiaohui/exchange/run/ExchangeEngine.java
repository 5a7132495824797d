package org.jiaohui.exchange.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.disk.FullDisk;
import org.jiaohui.exchange.drift.Holding;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.mend.Mending;
import org.jiaohui.exchange.mend.Repair;
import org.jiaohui.exchange.reconcile.Retransmission;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.source.account.SourceAccounts;
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
    private final CatalogueEntries entries;
    private final Path spool;
    private final DescriptionRules descriptionRules;
    private final Recovery recovery;
    private final SourceExchange exchange;
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
        this.entries = entries;
        this.descriptionRules = descriptionRules;
        this.holding = holding;
        this.accounts = accounts;
        this.repair = repair;
        this.spool = spool;
        recovery = new Recovery(tasks, ledger, store, entries);
        exchange =
                new SourceExchange(ledger, connectors, formats, store, harvests, entries, holding, accounts, recovery);
    }

    /** Runs to the end and writes the end down, or to where it waits for a decision. Never throws for anything that happens to the run itself. */
    public void execute(ExchangeRun run, StepProgress progress) {
        long start = System.nanoTime();
        Conclusion conclusion;
        NotedSteps noted = new NotedSteps(progress);
        Path folder = spool.resolve(run.id().value());
        try {
            removeFolder(folder);
            Files.createDirectories(folder);
            Optional<Conclusion> end = carryOut(run, folder, noted);
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
        conclusion = conclusion.with(checkDescriptions(run, conclusion.changes()));
        RunResult result = conclusion.result().at(noted.reached());
        progress.step("cataloguing");
        boolean ended = ledger.finish(run, result, withOrigin(run, conclusion.changes()));
        removeFolder(folder);
        if (ended) { // otherwise somebody else carries it out and needs what it waited with
            removeHeld(run);
        }
        accounts.wake();
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
        return perform(run, task, folder, progress)
                .map(end -> end.describedAs(task, tasks.find(task.id()).orElse(task)));
    }

    private Optional<Conclusion> perform(ExchangeRun run, ExchangeTask task, Path folder, StepProgress progress) {
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
            return exchange.carryOut(run, task, source, folder, limited);
        } catch (RuntimeException ended) {
            throw limited.reason().<RuntimeException>map(limit -> limit).orElse(ended);
        }
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
