package org.jiaohui.exchange.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.source.SourceId;

/**
 * One execution of a task, as the ledger holds it.
 *
 * @param step {@code queued, fetching, decoding, publishing, cataloguing, finished}; a failed run stays at the step where it failed
 * @param mends the run whose refused rows this one brings back; absent for an ordinary run
 * @param attempt 1 for the first; a run that a crash cut off goes on as the next attempt under the same id
 * @param backFill the window that this run reads once more; absent for an ordinary run
 */
public record ExchangeRun(
        RunId id,
        TaskId task,
        SourceId source,
        Status status,
        String step,
        int attempt,
        Optional<RunOutcome> outcome,
        Optional<RunError> error,
        long read,
        long refused,
        long published,
        long bytes,
        Optional<String> digest,
        RunOrder order,
        Instant queuedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        List<TableResult> tables,
        List<Finding> findings,
        Optional<BackFill> backFill,
        Optional<RunId> mends) {
    /** Where a run stands. */
    public enum Status {
        QUEUED,
        RUNNING,
        STOPPING,
        /** Waits until somebody decides what its source's new columns mean; holds no lane but its task's. */
        HELD,
        FINISHED
    }

    /** Why a run failed: an ErrorCode's name, who must act, and the sentence. */
    public record RunError(String code, String kind, String message) {}

    public ExchangeRun {
        tables = List.copyOf(tables);
        findings = List.copyOf(findings);
    }
}
