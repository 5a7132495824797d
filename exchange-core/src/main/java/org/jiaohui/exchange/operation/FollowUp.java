package org.jiaohui.exchange.operation;

import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.run.ExchangeRun;
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
                .orElseGet(() -> new Consequences.Trouble(
                        "任务 " + run.task() + " 的数据被拒收：读 " + run.read() + " 行，拒绝 " + run.refused() + " 行，原有版本不变",
                        "the data of task " + run.task() + " was Rejected: " + run.refused() + " of " + run.read()
                                + " rows were refused; the version before stays"));
    }
}
