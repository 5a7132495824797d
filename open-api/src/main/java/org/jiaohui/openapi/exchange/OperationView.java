package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.operation.Breaker;
import org.jiaohui.exchange.operation.DeadLetter;
import org.jiaohui.exchange.operation.TaskState;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.schedule.Planning;
import org.jiaohui.exchange.schedule.Schedule;
import org.jiaohui.openapi.access.TroubleView;
import org.jspecify.annotations.Nullable;

/**
 * How a task stands, as docs/api.md shows it.
 *
 * @param next planned times, at most three; none while the task is paused or waits for something else than time
 * @param unknownYears years among these times whose holidays are not loaded, so that weekends alone count; absent when there are none
 */
@Schema(name = "TaskOperation")
record OperationView(
        boolean paused,
        Optional<OffsetDateTime> pausedAt,
        List<OffsetDateTime> next,
        @Nullable List<Integer> unknownYears,
        long lagSeconds,
        Optional<OffsetDateTime> lastSuccess,
        Optional<RetryView> retry,
        Optional<DeadLetterView> deadLetter,
        Optional<BreakerView> breaker) {
    private static final int TIMES_AHEAD = 3;

    /** The retry that waits: number {@code retry} of {@code of}. */
    record RetryView(String run, int retry, int of, OffsetDateTime at) {}

    record DeadLetterView(String run, int retries, TroubleView reason, OffsetDateTime since) {
        static DeadLetterView of(DeadLetter dead, boolean whole) {
            return new DeadLetterView(
                    dead.run().value(),
                    dead.retries(),
                    TroubleView.of(dead.reason(), whole),
                    RunView.beijing(dead.since()));
        }
    }

    /** {@code reason} is for the key alone. */
    record BreakerView(String state, int failures, Optional<OffsetDateTime> openUntil, Optional<String> reason) {
        static BreakerView of(Breaker breaker, Instant now, boolean whole) {
            return new BreakerView(
                    breaker.state(now).name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    breaker.failures(),
                    breaker.openUntil().map(RunView::beijing),
                    Optional.of(breaker.reason()).filter(reason -> whole));
        }
    }

    /** @param whole whether the reader may see which inner systems there are */
    static OperationView of(ExchangeTask task, TaskState state, Planning planning, boolean whole) {
        Instant now = Instant.now();
        Optional<Schedule> timed = task.schedule()
                .filter(schedule -> state.pausedAt().isEmpty() && !(schedule instanceof Schedule.OnArrival));
        List<Instant> times = timed.flatMap(
                        schedule -> state.next().map(next -> planning.next(schedule, next, TIMES_AHEAD)))
                .orElse(List.of());
        return new OperationView(
                state.pausedAt().isPresent(),
                state.pausedAt().map(RunView::beijing),
                times.stream().map(RunView::beijing).toList(),
                absentIfNone(timed.map(schedule -> planning.unknownYears(schedule, times))
                        .orElse(List.of())),
                state.lag(now).toSeconds(),
                state.lastSuccess().map(RunView::beijing),
                state.retry()
                        .map(retry -> new RetryView(
                                retry.run().value(),
                                retry.number(),
                                task.plan().retry().attempts(),
                                RunView.beijing(retry.at()))),
                state.deadLetter().map(dead -> DeadLetterView.of(dead, whole)),
                state.breaker().map(breaker -> BreakerView.of(breaker, now, whole)));
    }

    static @Nullable List<Integer> absentIfNone(List<Integer> years) {
        return years.isEmpty() ? null : years;
    }
}
