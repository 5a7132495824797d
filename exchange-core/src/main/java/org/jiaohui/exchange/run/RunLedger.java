package org.jiaohui.exchange.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueChange;

/** Every run, from before its first byte to after its last. Several hubs share one ledger; a run belongs to the hub that holds its lease. */
public interface RunLedger {
    /**
     * Writes down a new run, asked for by somebody, that waits to be claimed. A task that already has a queued run gets that one back, which then waits for
     * nothing but its turn.
     */
    ExchangeRun enqueue(TaskId task);

    /**
     * Writes down a new run that reads a window once more.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException CONFLICT when another run of the task waits
     */
    ExchangeRun enqueue(TaskId task, BackFill backFill);

    /**
     * Takes the oldest run of the highest priority that waits for nothing but its turn — or whose owner let its lease expire — and whose task and source have
     * no other running run. Never the same run
     * for two callers. A run taken over from a dead owner comes with {@code attempt + 1}.
     */
    Optional<ExchangeRun> claim(String owner, Duration lease);

    /** Extends the lease and notes where the run is. Returns whether the run must stop; also true when the lease was lost. */
    boolean heartbeat(RunId run, String owner, Duration lease, String step, long rows, long bytes);

    /** Frees at once all runs that this owner holds: called when the owner starts again and knows that nothing of it runs. */
    int release(String owner);

    /**
     * Writes down what the run is about to publish, before it commits anything; a later decision of the same run replaces an earlier one. Returns false, and
     * writes nothing, when the run is no longer the attempt that the caller claimed: then the caller must commit nothing.
     */
    boolean decide(ExchangeRun claimed, Decision decision);

    /** What the run decided to publish, when it got that far. */
    Optional<Decision> findDecision(RunId run);

    /** Notes what the run was given to read, in order, for its receipt and the lineage of its versions. A second call replaces the first. */
    void noteInputs(RunId run, List<RunInput> inputs);

    /** What the run noted; empty when nothing was delivered. */
    List<RunInput> inputs(RunId run);

    /** Ends the run and appends the catalogue's changes, in one transaction. A run that is finished already stays as it is; then this returns false. */
    boolean finish(RunId run, RunResult result, List<CatalogueChange> changes);

    /**
     * Ends the run as {@link #finish(RunId, RunResult, List)} does, but only while it still is the attempt that the caller claimed. An owner that lost its
     * lease thus never ends the work of the one who took the run over: nothing changes, and this returns false.
     */
    default boolean finish(ExchangeRun claimed, RunResult result, List<CatalogueChange> changes) {
        return finish(claimed.id(), result, changes);
    }

    /** Asks a queued or running run to stop. */
    void requestStop(RunId run);

    Optional<ExchangeRun> find(RunId run);

    /** The newest run of the task that ended PUBLISHED or UNCHANGED with its position, for the next fetch. */
    Optional<LastSuccess> lastSuccess(TaskId task);

    /** The newest runs of the task that published something, since it was registered. */
    List<ExchangeRun> published(TaskId task, int most);

    Page list(RunFilter filter, int page, int size);

    /** What the next run needs of the last good one. */
    record LastSuccess(Optional<String> position, Optional<String> digest, Instant startedAt) {}

    /**
     * Absent parts do not narrow.
     *
     * @param openOnly only runs of {@link OpenTasks}
     */
    record RunFilter(
            Optional<TaskId> task,
            Optional<RunOutcome> outcome,
            Optional<ExchangeRun.Status> status,
            Optional<Instant> since,
            boolean openOnly) {
        public static final RunFilter ALL =
                new RunFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** Of open and closed tasks. */
        public RunFilter(
                Optional<TaskId> task,
                Optional<RunOutcome> outcome,
                Optional<ExchangeRun.Status> status,
                Optional<Instant> since) {
            this(task, outcome, status, since, false);
        }

        /** The same, but only of {@link OpenTasks} where the reader may see no others. */
        public RunFilter openOnly(boolean narrowed) {
            return new RunFilter(task, outcome, status, since, narrowed);
        }
    }

    /** Newest first. */
    record Page(long total, List<ExchangeRun> runs) {}
}
