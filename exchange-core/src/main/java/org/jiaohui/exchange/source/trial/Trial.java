package org.jiaohui.exchange.source.trial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.TrialReport.Check;
import org.jiaohui.exchange.source.trial.TrialReport.Result;
import org.jiaohui.exchange.source.trial.TrialReport.Sample;
import org.jspecify.annotations.Nullable;

/** Notes the steps of one trial while they happen. Steps are done by one thread; another may end the trial at any time. */
public final class Trial {
    private final List<TrialStep> steps;
    private final Function<Delivery, Sample> sampler;
    private final Map<TrialStep, Check> checks = new EnumMap<>(TrialStep.class);
    private final long start = System.nanoTime();
    private @Nullable TrialStep current;
    private long currentStart;
    private boolean ended;
    private @Nullable Sample sample;

    /** Of a source. */
    Trial(Function<Delivery, Sample> sampler) {
        this(TrialStep.OF_SOURCE, sampler);
    }

    private Trial(List<TrialStep> steps, Function<Delivery, Sample> sampler) {
        this.steps = steps;
        this.sampler = sampler;
    }

    /** Of a target, which brings no rows. */
    public static Trial ofTarget() {
        return new Trial(TrialStep.OF_TARGET, delivery -> Sample.NONE);
    }

    /**
     * Has another thread do the steps, and ends the trial within a time limit that holds whatever the other side does.
     *
     * @param work does the steps; the progress tells it when it must stop
     */
    public TrialReport within(Duration limit, Consumer<RunProgress> work) {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<@Nullable ExchangeException> trouble = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().name("trial").start(() -> {
            try {
                work.accept(new Stopping(stop));
            } catch (ExchangeException failed) {
                trouble.set(failed);
            } catch (RuntimeException defect) {
                trouble.set(new ExchangeException(ErrorCode.INTERNAL, "测试时出现内部错误 / a defect: " + defect, defect));
            }
        });
        try {
            if (!thread.join(limit)) {
                // Told before anything is stopped: what the stopping does to the open step is no news.
                TrialReport report = end(Optional.empty());
                stop.set(true);
                thread.interrupt();
                return report;
            }
        } catch (InterruptedException stopped) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        stop.set(true);
        return end(Optional.ofNullable(trouble.get()));
    }

    /** Does one step. What {@code work} throws is noted as its failure and thrown on. */
    public <T> T step(TrialStep step, Supplier<T> work, Function<T, String> detail) {
        begin(step);
        try {
            T result = work.get();
            note(step, Result.PASSED, detail.apply(result), Optional.empty());
            return result;
        } catch (ExchangeException failed) {
            note(step, Result.FAILED, failed.getMessage(), Optional.of(failed.code()));
            throw failed;
        }
    }

    /** Says that a source or target of this kind has no such step. */
    public void notNeeded(TrialStep step, String why) {
        begin(step);
        note(step, Result.NOT_NEEDED, why, Optional.empty());
    }

    /**
     * The last step: a delivery in small, and its first rows.
     *
     * @param cut whether the file in it is only the beginning of what lies at the source; then a format that needs the whole file is no failure
     */
    public void sample(Supplier<Delivery> small, BooleanSupplier cut) {
        Sample found = step(
                TrialStep.SAMPLE,
                () -> {
                    Delivery delivery = small.get();
                    try {
                        return sampler.apply(delivery);
                    } catch (ExchangeException unreadable) {
                        if (cut.getAsBoolean() && unreadable.code().name().startsWith("FORMAT_")) {
                            return Sample.NONE;
                        }
                        throw unreadable;
                    }
                },
                rows -> rows.rows().isEmpty()
                        ? cut.getAsBoolean()
                                ? "文件开头可读；此格式要读完整个文件才能显示行 / the beginning can be read; rows of this format need the"
                                        + " whole file"
                                : "没有行 / there are no rows"
                        : "\"" + rows.table() + "\": " + rows.rows().size() + " 行 / rows");
        synchronized (this) {
            if (!ended && !found.rows().isEmpty()) {
                sample = found;
            }
        }
    }

    private synchronized void begin(TrialStep step) {
        current = step;
        currentStart = System.nanoTime();
    }

    private synchronized void note(TrialStep step, Result result, String detail, Optional<ErrorCode> code) {
        if (ended) {
            return;
        }
        long millis = (System.nanoTime() - currentStart) / 1_000_000;
        checks.put(step, new Check(step, result, millis, detail, code, code.map(each -> Fix.of(step, each))));
        current = null;
    }

    /** Ends the trial; what still goes on afterwards is not noted any more. */
    private synchronized TrialReport end(Optional<ExchangeException> trouble) {
        ExchangeException late = trouble.orElseGet(() -> new ExchangeException(
                ErrorCode.SOURCE_TIMED_OUT, "测试时限内没有完成 / did not end within the time limit of a test"));
        boolean failed = checks.values().stream().anyMatch(each -> each.result() == Result.FAILED);
        TrialStep unfinished = current;
        if (!failed && unfinished != null) {
            note(unfinished, Result.FAILED, late.getMessage(), Optional.of(late.code()));
        } else if (!failed && trouble.isPresent()) {
            TrialStep first = firstOpen();
            begin(first);
            note(first, Result.FAILED, late.getMessage(), Optional.of(late.code()));
        }
        ended = true;
        List<Check> all = new ArrayList<>();
        for (TrialStep step : steps) {
            all.add(checks.getOrDefault(
                    step,
                    new Check(
                            step,
                            Result.NOT_REACHED,
                            0,
                            "前面的步骤没有通过 / an earlier step failed",
                            Optional.empty(),
                            Optional.empty())));
        }
        boolean passed =
                all.stream().noneMatch(each -> each.result() == Result.FAILED || each.result() == Result.NOT_REACHED);
        return new TrialReport(passed, (System.nanoTime() - start) / 1_000_000, all, Optional.ofNullable(sample));
    }

    private TrialStep firstOpen() {
        for (TrialStep step : steps) {
            if (!checks.containsKey(step)) {
                return step;
            }
        }
        return steps.getLast();
    }

    private record Stopping(AtomicBoolean stop) implements RunProgress {
        @Override
        public void advanced(long rows, long bytes) {}

        @Override
        public boolean stopRequested() {
            return stop.get();
        }
    }
}
