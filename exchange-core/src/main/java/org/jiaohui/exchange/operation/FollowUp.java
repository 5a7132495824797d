package org.jiaohui.exchange.operation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.run.RetryPolicy;
import org.jiaohui.exchange.run.RunOutcome;

/** Decides what follows when a run has ended. */
public final class FollowUp {
    /** Trouble that the next run of the same source would most likely meet too. */
    private static final Set<String> OF_THE_SOURCE = Set.of(
            ErrorCode.SOURCE_UNREACHABLE.name(),
            ErrorCode.SOURCE_REFUSED_LOGIN.name(),
            ErrorCode.SOURCE_INTERRUPTED.name(),
            ErrorCode.SOURCE_TIMED_OUT.name(),
            ErrorCode.SOURCE_ANSWERED_WRONGLY.name());

    /** Rules that keep a delivery out as a whole. */
    private static final Set<String> OF_THE_WHOLE = Set.of("schema-drift", "threshold");

    private static final int MOST_REASONS = 3;

    private final Breaker.Policy breakers;
    private final DoubleSupplier random;

    /** @param random 0 to 1, for the jitter of retries */
    public FollowUp(Breaker.Policy breakers, DoubleSupplier random) {
        this.breakers = breakers;
        this.random = random;
    }

    public Consequences of(EndedRun ended) {
        ExchangeRun run = ended.run();
        String code = run.error().map(ExchangeRun.RunError::code).orElse("");
        // A run that somebody stopped says nothing of the source, and one that mends rows never asked it.
        boolean stopped = code.equals(ErrorCode.STOPPED.name());
        if (stopped || run.mends().isPresent()) {
            return Consequences.none(ended.failuresOfSource());
        }
        int failures = OF_THE_SOURCE.contains(code) ? ended.failuresOfSource() + 1 : 0;
        if (good(run)) {
            return Consequences.none(failures);
        }
        RetryPolicy retry = ended.task().plan().retry();
        boolean mayPass = RetryPolicy.mayPass(code) && retry.attempts() > 0;
        int next = run.order().retry() + 1;
        boolean again = mayPass && next <= retry.attempts();
        return new Consequences(
                again ? Optional.of(retry.pauseBefore(next, random.getAsDouble())) : Optional.empty(),
                mayPass && !again,
                failures,
                breakers.openFor(failures),
                again ? Optional.empty() : Optional.of(trouble(run, mayPass ? retry.attempts() : 0)));
    }

    private static boolean good(ExchangeRun run) {
        return run.outcome()
                .filter(outcome -> outcome == RunOutcome.PUBLISHED || outcome == RunOutcome.UNCHANGED)
                .isPresent();
    }

    private static Consequences.Trouble trouble(ExchangeRun run, int retries) {
        String tried = retries == 0 ? "" : "，重试 " + retries + " 次后放弃";
        String triedEn = retries == 0 ? "" : ", given up after " + retries + " retries";
        return run.error()
                .map(error -> new Consequences.Trouble(
                        "任务 " + run.task() + " 的运行失败" + tried + "（" + error.code() + "）：" + error.message(),
                        "the run of task " + run.task() + " failed" + triedEn + " (" + error.code() + "): "
                                + error.message()))
                .orElseGet(() -> rejected(run));
    }

    /** A delivery may be kept out before a row of it is read: then what was found says more than the numbers. */
    private static Consequences.Trouble rejected(ExchangeRun run) {
        String rows = run.read() == 0 ? "" : "，读 " + run.read() + " 行，拒绝 " + run.refused() + " 行";
        String rowsEn = run.read() == 0 ? "" : ", " + run.refused() + " of " + run.read() + " rows were refused";
        List<Finding> reasons = reasons(run);
        return new Consequences.Trouble(
                "任务 " + run.task() + " 的数据被拒收" + rows + "，原有版本不变" + told("：", reasons, Finding::message, "；"),
                "the data of task " + run.task() + " was Rejected" + rowsEn + "; the version before stays"
                        + told(": ", reasons, Finding::messageEn, "; "));
    }

    /** What kept the delivery out as a whole, or where nothing is told of that, what refused its rows. */
    private static List<Finding> reasons(ExchangeRun run) {
        List<Finding> errors = run.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .toList();
        List<Finding> whole = errors.stream()
                .filter(finding -> OF_THE_WHOLE.contains(finding.rule()))
                .toList();
        return (whole.isEmpty() ? errors : whole).stream().limit(MOST_REASONS).toList();
    }

    private static String told(
            String before, List<Finding> reasons, Function<Finding, String> sentence, String between) {
        return reasons.isEmpty() ? "" : before + reasons.stream().map(sentence).collect(Collectors.joining(between));
    }
}
