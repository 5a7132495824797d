package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jiaohui.exchange.alert.Alert;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.drift.DriftDecision;
import org.jiaohui.exchange.drift.DriftDecision.Verdict;
import org.jiaohui.exchange.drift.HeldRuns;
import org.jiaohui.exchange.drift.Hold;
import org.jiaohui.exchange.drift.SchemaChange;
import org.jiaohui.exchange.drift.SchemaDifference;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.operation.Breaker;
import org.jiaohui.exchange.operation.FollowUp;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeRun.Status;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.table.ColumnType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldRunsTest extends LedgerTest {
    private static final TaskId A = new TaskId("task-a");
    private static final TaskId B = new TaskId("task-b");
    private static final DriftDecision IGNORE = new DriftDecision(Verdict.IGNORE, Map.of("plate", "车牌"));
    private static final DriftDecision EVOLVE = new DriftDecision(Verdict.EVOLVE, Map.of());
    private static final SchemaDifference DIFFERENCE = new SchemaDifference(
            "gates",
            new DatasetId("task-a"),
            "v3",
            List.of(new SchemaChange(
                    SchemaChange.Kind.ADDED,
                    Optional.empty(),
                    Optional.of(new SchemaChange.Side(
                            "road", Optional.of(ColumnType.decimal(8, 2)), "road", 3, false, List.of("G4"))))));
    private static final Hold HOLD =
            new Hold(List.of(DIFFERENCE), List.of(new Hold.HeldFile("gates.csv", Optional.empty(), 12, "ab")), "p2");

    private Alerts alerts;
    private HeldRuns held;

    @BeforeEach
    void registerTasks() {
        alerts = ledger.alerts(Set.of());
        held = ledger.held(alerts);
        sources.save(Examples.source("shared"), Set.of());
        tasks.save(Examples.task("task-a", "shared", Optional.empty()));
        tasks.save(Examples.task("task-b", "shared", Optional.empty()));
    }

    private ExchangeRun holding() {
        runs.enqueue(A);
        ExchangeRun claimed = runs.claim("hub-1", LEASE).orElseThrow();
        assertThat(held.hold(claimed, HOLD)).isTrue();
        return claimed;
    }

    @Test
    void aHeldRunWaitsWithItsDifferenceAndGoesOnAfterTheDecision() {
        ExchangeRun run = holding();
        assertThat(runs.find(run.id()).orElseThrow().status()).isEqualTo(Status.HELD);
        assertThat(held.find(run.id()).orElseThrow().hold()).isEqualTo(HOLD);
        assertThat(held.find(run.id()).orElseThrow().decision()).isEmpty();
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
        held.decide(run.id(), IGNORE);
        held.decide(run.id(), IGNORE);
        ExchangeRun claimed = runs.claim("hub-2", LEASE).orElseThrow();
        assertThat(claimed.id()).isEqualTo(run.id());
        assertThat(claimed.status()).isEqualTo(Status.RUNNING);
        assertThat(claimed.attempt()).isEqualTo(1);
        assertThat(held.find(run.id()).orElseThrow().decision()).contains(IGNORE);
        assertThat(held.findRemembered(A, DIFFERENCE)).contains(IGNORE);
        assertThat(held.findRemembered(B, DIFFERENCE)).isEmpty();
    }

    @Test
    void operatorsHearOfAHeldRunUntilItIsDecidedAboutOrStopped() {
        ExchangeRun run = holding();
        assertThat(openAlerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule()).isEqualTo(AlertRule.DRIFT_HELD);
            assertThat(alert.run()).contains(run.id());
        });
        held.decide(run.id(), IGNORE);
        assertThat(openAlerts()).isEmpty();
        runs.finish(
                runs.claim("hub-1", LEASE).orElseThrow(),
                Examples.result(RunOutcome.PUBLISHED, Optional.empty()),
                List.of());

        ExchangeRun stopped = holding();
        assertThat(openAlerts()).hasSize(1);
        runs.requestStop(stopped.id());
        FollowUp followUp = new FollowUp(new Breaker.Policy(3, LEASE, LEASE), () -> 0.5);
        while (ledger.operation(alerts).followNext(followUp::of)) {
            assertThat(runs.find(stopped.id()).orElseThrow().status()).isEqualTo(Status.FINISHED);
        }
        assertThat(openAlerts()).isEmpty();
    }

    private List<Alert> openAlerts() {
        return alerts.list(new Alerts.Filter(Optional.empty(), Optional.empty(), Optional.of(true)), 1, 10)
                .alerts();
    }

    @Test
    void theNextRunsOfItsTaskWaitAndOtherTasksOfItsSourceDoNot() {
        ExchangeRun run = holding();
        ExchangeRun next = runs.enqueue(A);
        ExchangeRun other = runs.enqueue(B);
        assertThat(runs.claim("hub-1", LEASE).map(ExchangeRun::id)).contains(other.id());
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
        held.decide(run.id(), EVOLVE);
        // The source is busy with the other task's run: one lane a source.
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
        runs.finish(other.id(), Examples.result(RunOutcome.PUBLISHED, Optional.empty()), List.of());
        ExchangeRun claimed = runs.claim("hub-1", LEASE).orElseThrow();
        assertThat(claimed.id()).isEqualTo(run.id());
        runs.finish(claimed, Examples.result(RunOutcome.PUBLISHED, Optional.of("p2")), List.of());
        assertThat(runs.claim("hub-1", LEASE).map(ExchangeRun::id)).contains(next.id());
    }

    @Test
    void aSecondDifferentDecisionIsAConflictAndSoIsOneAboutARunThatDoesNotWait() {
        ExchangeRun run = holding();
        held.decide(run.id(), EVOLVE);
        conflict(() -> held.decide(run.id(), IGNORE));
        ExchangeRun queued = runs.enqueue(B);
        conflict(() -> held.decide(queued.id(), EVOLVE));
        assertThatThrownBy(() -> held.decide(RunId.create(), EVOLVE))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_RUN));
    }

    @Test
    void ofTwoPeopleAtOnceOneDecides() throws Exception {
        ExchangeRun run = holding();
        List<Callable<Boolean>> people = new ArrayList<>();
        for (DriftDecision decision : List.of(EVOLVE, IGNORE, EVOLVE, IGNORE)) {
            people.add(() -> {
                try {
                    held.decide(run.id(), decision);
                    return true;
                } catch (ExchangeException conflict) {
                    assertThat(conflict.code()).isEqualTo(ErrorCode.CONFLICT);
                    return false;
                }
            });
        }
        int accepted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(people.size())) {
            for (Future<Boolean> answer : threads.invokeAll(people)) {
                accepted += answer.get() ? 1 : 0;
            }
        }
        // The two who said the same as the one who came first are content, the other two are turned away.
        assertThat(accepted).isEqualTo(2);
    }

    @Test
    void stoppingEndsAHeldRunAndNoDecisionFollows() {
        ExchangeRun run = holding();
        runs.requestStop(run.id());
        ExchangeRun ended = runs.find(run.id()).orElseThrow();
        assertThat(ended.status()).isEqualTo(Status.FINISHED);
        assertThat(ended.outcome()).contains(RunOutcome.FAILED);
        conflict(() -> held.decide(run.id(), EVOLVE));
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
    }

    @Test
    void onlyTheAttemptThatHoldsTheRunMayMakeItWait() throws InterruptedException {
        runs.enqueue(A);
        ExchangeRun first = runs.claim("hub-1", Duration.ofMillis(50)).orElseThrow();
        Thread.sleep(100);
        ExchangeRun second = runs.claim("hub-2", LEASE).orElseThrow();
        assertThat(held.hold(first, HOLD)).isFalse();
        assertThat(held.find(first.id())).isEmpty();
        runs.requestStop(second.id());
        assertThat(held.hold(second, HOLD)).isFalse();
    }

    @Test
    void aRunThatIsHeldAgainForAnotherReasonAsksAgain() {
        ExchangeRun run = holding();
        held.decide(run.id(), EVOLVE);
        ExchangeRun claimed = runs.claim("hub-1", LEASE).orElseThrow();
        assertThat(held.hold(claimed, HOLD)).isTrue();
        assertThat(held.find(run.id()).orElseThrow().decision()).isEmpty();
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
    }

    private static void conflict(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }
}
