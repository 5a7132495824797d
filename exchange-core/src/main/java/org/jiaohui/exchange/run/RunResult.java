package org.jiaohui.exchange.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;

/**
 * How a run ended, for the ledger.
 *
 * @param position what the next fetch needs to know; kept only when the outcome is PUBLISHED or UNCHANGED
 * @param digest digest of what was delivered, to recognise an unchanged source
 * @param step where a failed run stood, {@code finished} for every other end
 */
public record RunResult(
        RunOutcome outcome,
        Optional<ExchangeRun.RunError> error,
        long read,
        long refused,
        long published,
        long bytes,
        Optional<String> digest,
        Optional<String> position,
        List<TableResult> tables,
        List<Finding> findings,
        String step) {
    public RunResult {
        tables = List.copyOf(tables);
        findings = List.copyOf(findings);
    }

    public RunResult(
            RunOutcome outcome,
            Optional<ExchangeRun.RunError> error,
            long read,
            long refused,
            long published,
            long bytes,
            Optional<String> digest,
            Optional<String> position,
            List<TableResult> tables,
            List<Finding> findings) {
        this(outcome, error, read, refused, published, bytes, digest, position, tables, findings, "finished");
    }

    /** The same end of a run that stood at a step when it ended; only a failed one keeps that. */
    public RunResult at(String reached) {
        return outcome == RunOutcome.FAILED
                ? new RunResult(
                        outcome, error, read, refused, published, bytes, digest, position, tables, findings, reached)
                : this;
    }

    /** The same end with other findings. */
    RunResult with(List<Finding> others) {
        return new RunResult(outcome, error, read, refused, published, bytes, digest, position, tables, others, step);
    }

    public static RunResult failed(ErrorCode code, String message) {
        return failed(code.name(), code.kind().name().toLowerCase(Locale.ROOT), message);
    }

    public static RunResult failed(String code, String kind, String message) {
        return new RunResult(
                RunOutcome.FAILED,
                Optional.of(new ExchangeRun.RunError(code, kind, message)),
                0,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }
}
