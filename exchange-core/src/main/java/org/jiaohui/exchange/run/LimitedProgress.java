package org.jiaohui.exchange.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * Holds a run to the limits of its task: slows it down, and has it stop as somebody's Stop would, within moments and whatever it waits for. The reason is asked
 * for afterwards. From the publication on nothing is limited any more.
 */
final class LimitedProgress implements ExchangeEngine.StepProgress {
    private static final long SLICE_MILLIS = 100;

    private final RunLimits limits;
    private final ExchangeEngine.StepProgress progress;
    private final long began = System.nanoTime();
    private final AtomicLong rowsOfTable = new AtomicLong();
    private final AtomicReference<@Nullable ExchangeException> reason = new AtomicReference<>();
    private final AtomicLong rowsBefore = new AtomicLong();
    private volatile long stepBegan = began;
    private volatile boolean fetching = true;
    private volatile boolean fetchedBytes;
    private volatile boolean over;

    LimitedProgress(RunLimits limits, ExchangeEngine.StepProgress progress) {
        this.limits = limits;
        this.progress = progress;
    }

    /** Why the run had to stop, when a limit was the reason. */
    Optional<ExchangeException> reason() {
        return Optional.ofNullable(reason.get());
    }

    @Override
    public void step(String name) {
        fetching = name.equals("fetching");
        over |= name.equals("publishing");
        stepBegan = System.nanoTime();
        progress.step(name);
    }

    @Override
    public void tableBegins() {
        rowsBefore.addAndGet(rowsOfTable.getAndSet(0));
        progress.tableBegins();
    }

    @Override
    public void advanced(long rows, long bytes) {
        progress.advanced(rows, bytes);
        if (over) {
            return;
        }
        fetchedBytes |= fetching && bytes > 0;
        // What was fetched as files is not counted again when it is decoded.
        long fetched = fetching || !fetchedBytes ? bytes : 0;
        long all = rowsBefore.get() + rowsOfTable.accumulateAndGet(rows, Math::max);
        limits.rows().filter(most -> all > most).ifPresent(most -> exceeded("rows", most, "行", "rows"));
        limits.bytes().filter(most -> fetched > most).ifPresent(most -> exceeded("bytes", most, "字节", "bytes"));
        ExchangeException known = reason.get();
        if (known != null) {
            throw known;
        }
        limits.rowsPerSecond().ifPresent(rate -> slowDown(all, rate));
        limits.bytesPerSecond().ifPresent(rate -> slowDown(fetched, rate));
    }

    @Override
    public boolean stopRequested() {
        if (progress.stopRequested()) {
            return true;
        }
        if (!over && limits.time().filter(this::passed).isPresent()) {
            long seconds = limits.time().get().toSeconds();
            reason.compareAndSet(
                    null,
                    new ExchangeException(
                            ErrorCode.SOURCE_TIMED_OUT,
                            "运行超过任务的时限 " + seconds + " 秒（limits.seconds），原有版本不变 / the run took longer than the "
                                    + seconds + " s that its task allows (limits.seconds); the version before stays"));
        }
        return !over && reason.get() != null;
    }

    private boolean passed(Duration time) {
        return System.nanoTime() - began > time.toNanos();
    }

    private void exceeded(String limit, long most, String unit, String unitEn) {
        reason.compareAndSet(
                null,
                new ExchangeException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "超过任务的上限 " + most + " " + unit + "（limits." + limit + "），原有版本不变 / more than the " + most + " "
                                + unitEn + " that the task allows (limits." + limit
                                + "); the version before stays"));
    }

    private void slowDown(long amount, long rate) {
        long until = stepBegan + (long) (amount * 1e9 / rate);
        while (System.nanoTime() < until && !stopRequested()) {
            try {
                Thread.sleep(Math.clamp((until - System.nanoTime()) / 1_000_000, 1, SLICE_MILLIS));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
