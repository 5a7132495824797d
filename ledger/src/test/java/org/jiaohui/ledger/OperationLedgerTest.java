package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.calendar.WorkingDays;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.mend.Mending;
import org.jiaohui.exchange.operation.Breaker;
import org.jiaohui.exchange.operation.FollowUp;
import org.jiaohui.exchange.operation.OperationLedger;
import org.jiaohui.exchange.operation.TaskState;
import org.jiaohui.exchange.run.BackFill;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.run.RetryPolicy;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOrder;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.RunPlan;
import org.jiaohui.exchange.run.RunResult;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.schedule.Schedule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows on runs, on a real PostgreSQL. */
class OperationLedgerTest extends LedgerTest {
    private static final TaskId GATES = new TaskId("gates");
    private static final RetryPolicy TWICE = new RetryPolicy(2, Duration.ofMillis(1), 1, Duration.ofMillis(1));

    private final FollowUp followUp =
            new FollowUp(new Breaker.Policy(3, Duration.ofHours(1), Duration.ofHours(2)), () -> 0.5);
    private Alerts alerts;
    private OperationLedger operation;

    @BeforeEach
    void register() {
        sources.save(Examples.source("db"), new HashSet<>());
        tasks.save(Examples.task("gates", "db", Optional.empty()).withPlan(RunPlan.DEFAULT.withRetry(TWICE)));
        alerts = ledger.alerts(Set.of("webhook"));
        operation = ledger.operation(alerts);
    }

    /** Claims the run that waits, ends it and sees to what follows. */
    private ExchangeRun end(RunResult result) {
        pause(20);
        ExchangeRun run = runs.claim("hub-1", LEASE).orElseThrow();
        runs.finish(run, result, List.of());
        assertThat(operation.followNext(followUp::of)).isTrue();
        assertThat(operation.followNext(followUp::of)).isFalse();
        return run;
    }

    private static RunResult unreachable() {
        return RunResult.failed("SOURCE_UNREACHABLE", "provider", "gone");
    }

    private static RunResult published() {
        return Examples.result(RunOutcome.PUBLISHED, Optional.empty());
    }

    private long openAlerts() {
        return alerts.list(Alerts.Filter.ALL, 1, 10).open();
    }

    @Test
    void retriesThenGivesUpAndComesBackWhenSomebodyAsks() {
        runs.enqueue(GATES);
        end(unreachable());
        assertThat(state().retry()).map(TaskState.Retry::number).contains(1);
        assertThat(openAlerts()).isZero();
        assertThat(end(unreachable()).order().trigger()).isEqualTo(RunOrder.Trigger.RETRY);
        ExchangeRun last = end(unreachable());
        assertThat(last.order().retry()).isEqualTo(2);
        assertThat(operation.deadLetters()).singleElement().satisfies(dead -> {
            assertThat(dead.run()).isEqualTo(last.id());
            assertThat(dead.retries()).isEqualTo(2);
            assertThat(dead.reason().code()).isEqualTo("SOURCE_UNREACHABLE");
        });
        assertThat(openAlerts()).isEqualTo(1);
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
        assertThat(operation.retry(new TaskId("nobody"))).isEmpty();
        assertThat(operation.retry(GATES)).map(run -> run.order().retry()).contains(0);
        end(published());
        assertThat(operation.deadLetters()).isEmpty();
        assertThat(openAlerts()).isZero();
        assertThat(state().totals().runs()).isEqualTo(4);
        assertThat(state().totals().failed()).isEqualTo(3);
    }

    @Test
    void theAlertOfARejectedDeliverySaysWhatKeptItOut() {
        runs.enqueue(GATES);
        Finding refused = finding("required", "列“plate”有 3 行不符合规则 required，已隔离", "3 rows break the rule required");
        Finding drift =
                finding("schema-drift", "gates：来源缺少列“plate”", "gates: column \"plate\" is missing in the source");
        end(new RunResult(
                RunOutcome.REJECTED,
                Optional.empty(),
                0,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(refused, drift)));
        assertThat(alerts.list(Alerts.Filter.ALL, 1, 10).alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.message()).isEqualTo("任务 gates 的数据被拒收，原有版本不变：gates：来源缺少列“plate”");
                    assertThat(alert.messageEn())
                            .isEqualTo(
                                    "the data of task gates was Rejected; the version before stays: gates: column \"plate\" is missing in the source");
                });
    }

    private static Finding finding(String rule, String chinese, String english) {
        return new Finding(rule, Finding.Severity.ERROR, "plate", 1, chinese, english, List.of());
    }

    @Test
    void theBreakerOpensLetsOneRunThroughAndCloses() {
        for (int i = 0; i < 3; i++) {
            runs.enqueue(GATES);
            end(unreachable());
            sql("update ledger.run set status = 'FINISHED', outcome = 'FAILED', finished_at = clock_timestamp(),"
                    + " followed = true where status = 'QUEUED'");
        }
        assertThat(operation.breakers()).singleElement().satisfies(breaker -> {
            assertThat(breaker.failures()).isEqualTo(3);
            assertThat(breaker.state(Instant.now())).isEqualTo(Breaker.State.OPEN);
        });
        // A run that starts by itself waits; one that somebody asks for does not.
        runs.enqueue(GATES);
        sql("update ledger.run set trigger = 'SCHEDULE' where status = 'QUEUED'");
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
        sql("update ledger.source_state set open_until = clock_timestamp() - interval '1 second'");
        assertThat(operation.breakers().getFirst().state(Instant.now())).isEqualTo(Breaker.State.HALF_OPEN);
        end(published());
        assertThat(operation.breakers()).isEmpty();
    }

    @Test
    void aPausedTaskStartsOnlyWhenTold() {
        operation.pause(GATES);
        runs.enqueue(GATES);
        sql("update ledger.run set trigger = 'SCHEDULE' where status = 'QUEUED'");
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
        assertThat(state().pausedAt()).isPresent();
        operation.resume(GATES);
        assertThat(state().pausedAt()).isEmpty();
        assertThat(runs.claim("hub-1", LEASE)).isPresent();
    }

    @Test
    void aTaskRunsAfterTheOneThatItWaitsFor() {
        tasks.save(Examples.task("sums", "db", Optional.empty())
                .withPlan(RunPlan.DEFAULT.withSchedule(Optional.of(new Schedule.AfterTask(GATES)))));
        ledger.schedules().unplanned().forEach(task -> ledger.schedules().plan(task, Optional.empty()));
        runs.enqueue(GATES);
        end(Examples.result(RunOutcome.UNCHANGED, Optional.empty()));
        assertThat(runs.list(RunLedger.RunFilter.ALL, 1, 10).total()).isEqualTo(1);
        runs.enqueue(GATES);
        end(published());
        ExchangeRun after = runs.claim("hub-1", LEASE).orElseThrow();
        assertThat(after.task()).isEqualTo(new TaskId("sums"));
        assertThat(after.order().trigger()).isEqualTo(RunOrder.Trigger.AFTER);
    }

    @Test
    void lateRecoversWithTheFirstResult() {
        alerts.raise(AlertRule.LATE, GATES, Optional.empty(), "逾期", "late");
        runs.enqueue(GATES);
        end(published());
        assertThat(openAlerts()).isZero();
    }

    @Test
    void aStoppedRunIsNobodysFault() {
        runs.requestStop(runs.enqueue(GATES).id());
        assertThat(operation.followNext(followUp::of)).isTrue();
        assertThat(openAlerts()).isZero();
        assertThat(operation.breakers()).isEmpty();
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
    }

    /** Rows that a person sends back neither ask the source nor bring what was planned. */
    @Test
    void mendedRowsSayNothingOfTheSourceAndAreNotTriedAgain() {
        runs.enqueue(GATES);
        ExchangeRun refusing = end(published());
        for (int i = 0; i < 3; i++) {
            if (i == 0) {
                runs.enqueue(GATES);
            }
            end(unreachable());
        }
        alerts.raise(AlertRule.LATE, GATES, Optional.empty(), "逾期", "late");
        Optional<Instant> last = state().lastSuccess();
        assertThat(openAlerts()).isEqualTo(2);

        mend(refusing);
        end(published());
        assertThat(operation.deadLetters()).hasSize(1);
        assertThat(operation.breakers()).singleElement().satisfies(breaker -> {
            assertThat(breaker.failures()).isEqualTo(3);
            assertThat(breaker.reason()).contains("SOURCE_UNREACHABLE");
        });
        assertThat(openAlerts()).isEqualTo(2);
        assertThat(state().lastSuccess()).isEqualTo(last);

        mend(refusing);
        end(RunResult.failed("OBJECT_STORE_UNAVAILABLE", "operator", "gone"));
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
        assertThat(state().retry()).isEmpty();
        assertThat(operation.breakers().getFirst().failures()).isEqualTo(3);
    }

    private void mend(ExchangeRun refusing) {
        ledger.mendings().enqueue(RunId.create(), new Mending(refusing.id(), new DatasetId("gates"), Optional.empty()));
    }

    @Test
    void aWindowThatIsReadOnceMoreIsNotWhatWasPlanned() {
        runs.enqueue(GATES);
        end(published());
        Optional<Instant> last = state().lastSuccess();
        alerts.raise(AlertRule.LATE, GATES, Optional.empty(), "逾期", "late");
        runs.enqueue(GATES, new BackFill(Optional.of("1"), Optional.of("2")));
        end(published());
        assertThat(openAlerts()).isEqualTo(1);
        assertThat(state().lastSuccess()).isEqualTo(last);
    }

    @Test
    void shipsTheHolidaysOfTheNotices() {
        WorkingDays days = ledger.calendar().days();
        assertThat(days.isWorkingDay(LocalDate.of(2026, 2, 14))).isTrue();
        assertThat(days.isWorkingDay(LocalDate.of(2026, 2, 23))).isFalse();
        assertThat(days.isWorkingDay(LocalDate.of(2025, 10, 11))).isTrue();
        assertThat(days.isWorkingDay(LocalDate.of(2025, 10, 8))).isFalse();
        assertThat(days.isWorkingDay(LocalDate.of(2026, 11, 27))).isTrue();
        assertThat(days.deadline(LocalDate.of(2026, 9, 30), 3)).isEqualTo(LocalDate.of(2026, 10, 10));
    }

    private TaskState state() {
        return operation.find(GATES).orElseThrow();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
