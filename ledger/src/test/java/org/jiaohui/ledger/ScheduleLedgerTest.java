package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOrder;
import org.jiaohui.exchange.run.RunPlan;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.schedule.MissedRuns;
import org.jiaohui.exchange.schedule.Schedule;
import org.jiaohui.exchange.schedule.ScheduleLedger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Planned times on a real PostgreSQL. */
class ScheduleLedgerTest extends LedgerTest {
    private static final Duration PUNCTUAL = Duration.ofMinutes(1);
    private static final TaskId GATES = new TaskId("gates");

    private ScheduleLedger schedules;

    @BeforeEach
    void register() {
        sources.save(Examples.source("db"), new HashSet<>());
        schedules = ledger.schedules();
    }

    private void save(RunPlan plan) {
        tasks.save(Examples.task("gates", "db", Optional.empty()).withPlan(plan));
    }

    private static RunPlan hourly() {
        return RunPlan.DEFAULT.withSchedule(Optional.of(new Schedule.Interval(Duration.ofHours(1))));
    }

    private void plan(Instant first) {
        schedules.unplanned().forEach(task -> schedules.plan(task, Optional.of(first)));
    }

    private List<ScheduleLedger.Due> due() {
        return schedules.due(schedules.now(), PUNCTUAL, 10);
    }

    private List<ExchangeRun> all() {
        return runs.list(RunLedger.RunFilter.ALL, 1, 100).runs();
    }

    @Test
    void aPlannedTimeIsLeftOnceHoweverManyHubsTry() throws Exception {
        save(hourly());
        plan(schedules.now().minusSeconds(1));
        ScheduleLedger.Due due = due().getFirst();
        int left = 0;
        try (ExecutorService hubs = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                calls.add(() -> schedules.moveOn(
                        GATES, due.planned(), Optional.of(due.planned().plusSeconds(3_600)), true));
            }
            for (Future<Boolean> done : hubs.invokeAll(calls)) {
                left += done.get() ? 1 : 0;
            }
        }
        assertThat(left).isEqualTo(1);
        assertThat(all())
                .singleElement()
                .satisfies(run -> assertThat(run.order().trigger()).isEqualTo(RunOrder.Trigger.SCHEDULE));
        assertThat(due()).isEmpty();
    }

    @Test
    void aTaskThatRunsIsDueOnlyWhenItSkipsMissedTimes() {
        save(hourly());
        plan(schedules.now().minusSeconds(120));
        runs.enqueue(GATES);
        assertThat(due()).isEmpty();
        save(hourly().withMissed(MissedRuns.SKIP));
        plan(schedules.now());
        assertThat(due())
                .singleElement()
                .satisfies(due -> assertThat(due.open()).isTrue());
    }

    @Test
    void savingATaskAgainKeepsItsTimeUnlessTheScheduleChanged() {
        save(hourly());
        Instant first = schedules.now().plusSeconds(1_000);
        plan(first);
        assertThat(schedules.unplanned()).isEmpty();
        save(hourly().withPriority(3));
        plan(first.plusSeconds(500));
        assertThat(ledger.operation(ledger.alerts(java.util.Set.of()))
                        .find(GATES)
                        .flatMap(state -> state.next())
                        .map(Instant::getEpochSecond))
                .contains(first.getEpochSecond());
        save(RunPlan.DEFAULT.withSchedule(Optional.of(new Schedule.Cron("0 3 * * *", Schedule.BEIJING))));
        plan(first.plusSeconds(500));
        assertThat(ledger.operation(ledger.alerts(java.util.Set.of()))
                        .find(GATES)
                        .flatMap(state -> state.next())
                        .map(Instant::getEpochSecond))
                .contains(first.plusSeconds(500).getEpochSecond());
    }

    @Test
    void aListingStartsARunWhenItIsTheSameTwiceAndNew() {
        save(RunPlan.DEFAULT.withSchedule(Optional.of(new Schedule.OnArrival(Duration.ofSeconds(5)))));
        plan(schedules.now());
        assertThat(schedules.arrived(GATES, Optional.empty())).isFalse();
        assertThat(schedules.arrived(GATES, Optional.of("half"))).isFalse();
        assertThat(schedules.arrived(GATES, Optional.of("whole"))).isFalse();
        assertThat(schedules.arrived(GATES, Optional.of("whole"))).isTrue();
        assertThat(schedules.arrived(GATES, Optional.of("whole"))).isFalse();
        assertThat(all())
                .singleElement()
                .satisfies(run -> assertThat(run.order().trigger()).isEqualTo(RunOrder.Trigger.ARRIVAL));
    }

    @Test
    void opensTasksThatTheFirstVersionStored() {
        tasks.save(Examples.task("gates", "db", Optional.of(Duration.ofHours(1))));
        sql("update ledger.task set definition = definition - 'plan'");
        ExchangeTask task = tasks.find(GATES).orElseThrow();
        assertThat(task.plan()).isEqualTo(RunPlan.DEFAULT);
        assertThat(task.schedule()).contains(new Schedule.Interval(Duration.ofHours(1)));
        runs.enqueue(GATES);
        ScheduleLedger.Unplanned unplanned = schedules.unplanned().getFirst();
        assertThat(unplanned.lastStart()).isPresent();
    }

    @Test
    void tellsWhichTasksAreLate() {
        save(hourly());
        Instant planned = schedules.now().minusSeconds(700);
        plan(planned);
        assertThat(schedules.late(schedules.now().minusSeconds(800))).isEmpty();
        assertThat(schedules.late(schedules.now().minusSeconds(600)))
                .singleElement()
                .satisfies(late -> assertThat(late.planned().getEpochSecond()).isEqualTo(planned.getEpochSecond()));
    }

    @Test
    void everyKindOfScheduleComesBackAsItWas() {
        for (Schedule schedule : List.of(
                new Schedule.Interval(Duration.ofMinutes(5)),
                new Schedule.Cron("0 8 * * MON-FRI", Schedule.BEIJING),
                new Schedule.OnWorkingDays(List.of(java.time.LocalTime.of(8, 30)), Optional.of(3), Schedule.BEIJING),
                new Schedule.OnArrival(Duration.ofSeconds(10)),
                new Schedule.AfterTask(new TaskId("other")))) {
            save(RunPlan.DEFAULT.withSchedule(Optional.of(schedule)));
            assertThat(tasks.find(GATES).flatMap(ExchangeTask::schedule)).contains(schedule);
        }
    }
}
