package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.BackFill;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeRun.Status;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger.LastSuccess;
import org.jiaohui.exchange.run.RunLedger.Page;
import org.jiaohui.exchange.run.RunLedger.RunFilter;
import org.jiaohui.exchange.run.RunOrder;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.RunPlan;
import org.jiaohui.exchange.run.RunResult;
import org.jiaohui.exchange.run.TableResult;
import org.jiaohui.exchange.run.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunLedgerTest extends LedgerTest {
    private static final TaskId A = new TaskId("task-a");
    private static final TaskId B = new TaskId("task-b");
    private static final TaskId OTHER = new TaskId("task-other");
    private static final RunId NOBODY = RunId.create();

    @BeforeEach
    void registerTasks() {
        sources.save(Examples.source("shared"), Set.of());
        sources.save(Examples.source("other"), Set.of());
        tasks.save(Examples.task("task-a", "shared", Optional.empty()));
        tasks.save(Examples.task("task-b", "shared", Optional.empty()));
        tasks.save(Examples.task("task-other", "other", Optional.empty()));
    }

    @Test
    void aRefusedBackFillLeavesTheWaitingRunAsItWas() {
        ExchangeRun waiting = runs.enqueue(A);
        sql("update ledger.run set trigger = 'RETRY', retry = 1, not_before = clock_timestamp() + interval '1 hour'");
        assertThatThrownBy(() -> runs.enqueue(A, new BackFill(Optional.of("1"), Optional.of("2"))))
                .hasMessageContaining(waiting.id().value());
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
        assertThat(runs.find(waiting.id()).orElseThrow().order().trigger()).isEqualTo(RunOrder.Trigger.RETRY);
    }

    @Test
    void writesARunDownBeforeItIsWork() {
        ExchangeRun run = runs.enqueue(A);
        assertThat(run.status()).isEqualTo(Status.QUEUED);
        assertThat(run.step()).isEqualTo("queued");
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(run.startedAt()).isEmpty();
        assertThat(runs.find(run.id())).contains(run);
        assertThat(runs.enqueue(A)).isEqualTo(run);
        assertThat(runs.find(NOBODY)).isEmpty();
        assertThatThrownBy(() -> runs.enqueue(new TaskId("nowhere")))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TASK))
                .hasMessageContaining("nowhere");
    }

    @Test
    void claimsTheOldestRunWhoseLaneIsFree() {
        ExchangeRun first = runs.enqueue(A);
        ExchangeRun second = runs.enqueue(B);
        ExchangeRun third = runs.enqueue(OTHER);
        assertThat(runs.claim("hub-1", LEASE).map(ExchangeRun::id)).contains(first.id());
        // The source of B is busy: the other source goes first.
        assertThat(runs.claim("hub-2", LEASE).map(ExchangeRun::id)).contains(third.id());
        assertThat(runs.claim("hub-2", LEASE)).isEmpty();
        ExchangeRun again = runs.enqueue(A);
        assertThat(again.id()).isNotEqualTo(first.id());
        runs.finish(first.id(), Examples.result(RunOutcome.PUBLISHED, Optional.of("p1")), List.of());
        assertThat(runs.claim("hub-2", LEASE).map(ExchangeRun::id)).contains(second.id());
        runs.finish(second.id(), Examples.result(RunOutcome.PUBLISHED, Optional.empty()), List.of());
        ExchangeRun claimed = runs.claim("hub-2", LEASE).orElseThrow();
        assertThat(claimed.id()).isEqualTo(again.id());
        assertThat(claimed.status()).isEqualTo(Status.RUNNING);
        assertThat(claimed.startedAt()).isPresent();
        assertThat(claimed.attempt()).isEqualTo(1);
    }

    @Test
    void takesOverTheRunOfADeadOwnerAsTheNextAttempt() throws InterruptedException {
        runs.enqueue(A);
        ExchangeRun first = runs.claim("hub-1", Duration.ofMillis(300)).orElseThrow();
        ExchangeRun waiting = runs.enqueue(B);
        assertThat(runs.claim("hub-2", LEASE)).isEmpty();
        Thread.sleep(400);
        ExchangeRun second = runs.claim("hub-2", LEASE).orElseThrow();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.startedAt()).isEqualTo(first.startedAt());
        // The dead owner wakes up and learns that the run is no longer his.
        assertThat(runs.heartbeat(first.id(), "hub-1", LEASE, "decoding", 1, 1)).isTrue();
        assertThat(runs.heartbeat(first.id(), "hub-2", LEASE, "decoding", 5, 50))
                .isFalse();
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
        assertThat(runs.finish(first, RunResult.failed("STOPPED", "CALLER", "lease lost"), List.of()))
                .isFalse();
        assertThat(runs.find(first.id()).orElseThrow().status()).isEqualTo(Status.RUNNING);
        runs.finish(second, Examples.result(RunOutcome.PUBLISHED, Optional.empty()), List.of());
        assertThat(runs.claim("hub-1", LEASE).map(ExchangeRun::id)).contains(waiting.id());
    }

    @Test
    void keepsARunWhoseOwnerRenewsItsLease() throws InterruptedException {
        ExchangeRun run = runs.enqueue(A);
        runs.claim("hub-1", Duration.ofMillis(500));
        for (int i = 0; i < 5; i++) {
            Thread.sleep(200);
            assertThat(runs.heartbeat(run.id(), "hub-1", Duration.ofMillis(500), "decoding", i, i * 10L))
                    .isFalse();
            assertThat(runs.claim("hub-2", LEASE)).isEmpty();
        }
        ExchangeRun seen = runs.find(run.id()).orElseThrow();
        assertThat(seen.step()).isEqualTo("decoding");
        assertThat(seen.read()).isEqualTo(4);
        assertThat(seen.bytes()).isEqualTo(40);
    }

    @Test
    void releasesAtOnceWhatAnOwnerHeldBeforeItsRestart() {
        ExchangeRun run = runs.enqueue(A);
        ExchangeRun kept = runs.enqueue(OTHER);
        runs.claim("hub-1", LEASE);
        runs.claim("hub-2", LEASE);
        assertThat(runs.release("hub-1")).isEqualTo(1);
        assertThat(runs.release("hub-1")).isZero();
        ExchangeRun again = runs.claim("hub-1", LEASE).orElseThrow();
        assertThat(again.id()).isEqualTo(run.id());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(runs.find(kept.id()).orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    void stopsAWaitingRunAtOnceAndARunningOneAtItsNextHeartbeat() {
        ExchangeRun waiting = runs.enqueue(A);
        runs.requestStop(waiting.id());
        ExchangeRun stopped = runs.find(waiting.id()).orElseThrow();
        assertThat(stopped.status()).isEqualTo(Status.FINISHED);
        assertThat(stopped.outcome()).contains(RunOutcome.FAILED);
        assertThat(stopped.error().map(ExchangeRun.RunError::code)).contains("STOPPED");
        assertThat(stopped.step()).isEqualTo("queued");
        assertThat(stopped.finishedAt()).isPresent();

        ExchangeRun running = runs.enqueue(A);
        runs.claim("hub-1", LEASE);
        assertThat(runs.heartbeat(running.id(), "hub-1", LEASE, "fetching", 0, 0))
                .isFalse();
        runs.requestStop(running.id());
        runs.requestStop(running.id());
        assertThat(runs.find(running.id()).orElseThrow().status()).isEqualTo(Status.STOPPING);
        assertThat(runs.heartbeat(running.id(), "hub-1", LEASE, "fetching", 0, 0))
                .isTrue();
        // Its hub dies before it stopped: the next owner is told to stop, too.
        runs.release("hub-1");
        assertThat(runs.claim("hub-2", LEASE).map(ExchangeRun::attempt)).contains(2);
        assertThat(runs.heartbeat(running.id(), "hub-2", LEASE, "fetching", 0, 0))
                .isTrue();
        runs.finish(
                running.id(), RunResult.failed("STOPPED", "CALLER", "stopped").at("decoding"), List.of());
        runs.requestStop(running.id());
        assertThat(runs.find(running.id()).orElseThrow().status()).isEqualTo(Status.FINISHED);
        assertThat(runs.find(running.id()).orElseThrow().step())
                .as("where it failed")
                .isEqualTo("decoding");
        assertThatThrownBy(() -> runs.requestStop(NOBODY))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_RUN));
    }

    @Test
    void finishesOnceWithEverythingThatBelongsToTheRun() {
        ExchangeRun run = runs.enqueue(A);
        runs.claim("hub-1", LEASE);
        TableResult table = new TableResult(
                "门架", new DatasetId("gates"), RunOutcome.PUBLISHED, Optional.of(new VersionNumber(7)), 10, 1, 9);
        TableResult rejected =
                new TableResult("", new DatasetId("gates-x"), RunOutcome.REJECTED, Optional.empty(), 5, 5, 0);
        Finding finding = new Finding(
                "pattern",
                Finding.Severity.ERROR,
                "plate",
                1,
                "车牌不合规",
                "bad plate",
                List.of(new Finding.Sample(3, "粤\u0000A\ud800", "pattern")));
        RunResult result = new RunResult(
                RunOutcome.PUBLISHED,
                Optional.empty(),
                10,
                1,
                9,
                123,
                Optional.of("sha"),
                Optional.of("etag"),
                List.of(table, rejected),
                List.of(finding));
        assertThat(runs.finish(
                        run.id(), result, List.of(new CatalogueChange.Put(Examples.entry("gates", "PUBLIC", 9)))))
                .isTrue();
        ExchangeRun finished = runs.find(run.id()).orElseThrow();
        assertThat(finished.status()).isEqualTo(Status.FINISHED);
        assertThat(finished.step()).isEqualTo("finished");
        assertThat(finished.tables()).containsExactly(table, rejected);
        assertThat(finished.findings().getFirst().samples())
                .containsExactly(new Finding.Sample(3, "粤\ufffdA\ufffd", "pattern"));
        assertThat(finished.digest()).contains("sha");
        assertThat(finished.read()).isEqualTo(finished.refused() + finished.published());
        assertThat(entries.find("gates")).isPresent();
        assertThat(log.head()).isEqualTo(1);

        assertThat(runs.finish(
                        run.id(), RunResult.failed("X", "HUB", "late"), List.of(new CatalogueChange.Withdraw("gates"))))
                .isFalse();
        assertThat(runs.find(run.id())).contains(finished);
        assertThat(entries.find("gates")).isPresent();
        assertThat(log.head()).isEqualTo(1);
        assertThat(runs.heartbeat(run.id(), "hub-1", LEASE, "decoding", 0, 0)).isTrue();
        assertThatThrownBy(() -> runs.finish(NOBODY, result, List.of()))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_RUN));
    }

    @Test
    void leavesNothingBehindWhenFinishingFailsHalfWay() {
        ExchangeRun run = runs.enqueue(A);
        runs.claim("hub-1", LEASE);
        sql("alter table ledger.catalogue_log add constraint full_disk check (sequence < 0)");
        List<CatalogueChange> changes = List.of(new CatalogueChange.Put(Examples.entry("gates", "PUBLIC", 9)));
        RunResult result = Examples.result(RunOutcome.PUBLISHED, Optional.of("p"));
        assertThatThrownBy(() -> runs.finish(run.id(), result, changes)).isInstanceOf(RuntimeException.class);
        assertThat(runs.find(run.id()).orElseThrow().status()).isEqualTo(Status.RUNNING);
        assertThat(entries.find("gates")).isEmpty();
        sql("alter table ledger.catalogue_log drop constraint full_disk");
        assertThat(runs.finish(run.id(), result, changes)).isTrue();
        assertThat(entries.find("gates")).isPresent();
    }

    @Test
    void keepsTheGravestFindingsAndSaysHowManyAreNotListed() {
        ExchangeRun run = runs.enqueue(A);
        List<Finding> many = new ArrayList<>(IntStream.range(0, 300)
                .mapToObj(i -> new Finding("length", Finding.Severity.WARNING, "c" + i, 1, "长", "long", List.of()))
                .toList());
        many.add(new Finding("unique", Finding.Severity.ERROR, "id", 1, "重复", "twice", List.of()));
        runs.finish(
                run.id(),
                new RunResult(
                        RunOutcome.REJECTED,
                        Optional.empty(),
                        1,
                        1,
                        0,
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        many),
                List.of());
        List<Finding> kept = runs.find(run.id()).orElseThrow().findings();
        assertThat(kept).hasSize(200);
        assertThat(kept.getFirst().rule()).isEqualTo("unique");
        assertThat(kept.getLast().messageEn()).isEqualTo("102 more findings are not listed");
    }

    @Test
    void aClockThatIsSetBackBringsNoOlderPositionBack() {
        finished(A, Examples.result(RunOutcome.PUBLISHED, Optional.of("p1")));
        sql(
                "update ledger.run set queued_at = queued_at + interval '1 day', finished_at = finished_at + interval '1 day'");
        ExchangeRun newest = finished(A, Examples.result(RunOutcome.PUBLISHED, Optional.of("p2")));
        assertThat(runs.lastSuccess(A).flatMap(LastSuccess::position)).contains("p2");
        assertThat(runs.list(RunFilter.ALL, 1, 1).runs()).containsExactly(newest);
    }

    @Test
    void remembersThePositionOfTheLastGoodRun() {
        assertThat(runs.lastSuccess(A)).isEmpty();
        finished(A, Examples.result(RunOutcome.PUBLISHED, Optional.of("p1")));
        finished(A, Examples.result(RunOutcome.REJECTED, Optional.of("bad")));
        finished(A, RunResult.failed("SOURCE_UNREACHABLE", "PROVIDER", "gone"));
        assertThat(runs.lastSuccess(A).flatMap(LastSuccess::position)).contains("p1");
        // A source that only says "unchanged" brings no position: the one before stays.
        ExchangeRun unchanged = finished(A, Examples.result(RunOutcome.UNCHANGED, Optional.empty()));
        LastSuccess last = runs.lastSuccess(A).orElseThrow();
        assertThat(last.position()).contains("p1");
        assertThat(last.digest()).contains("digest of p1");
        assertThat(Optional.of(last.startedAt())).isEqualTo(unchanged.startedAt());
        finished(A, Examples.result(RunOutcome.PUBLISHED, Optional.empty()));
        assertThat(runs.lastSuccess(A).flatMap(LastSuccess::position)).isEmpty();
    }

    @Test
    void listsNewestFirstInPagesAndNarrows() {
        Instant before = Instant.now().minusSeconds(60);
        List<RunId> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.addFirst(finished(A, Examples.result(RunOutcome.PUBLISHED, Optional.empty()))
                    .id());
        }
        all.addFirst(finished(B, RunResult.failed("STOPPED", "CALLER", "x")).id());
        all.addFirst(runs.enqueue(OTHER).id());
        assertThat(ids(RunFilter.ALL, 1, 4)).isEqualTo(all.subList(0, 4));
        assertThat(ids(RunFilter.ALL, 3, 4)).isEqualTo(all.subList(8, 9));
        assertThat(ids(RunFilter.ALL, 4, 4)).isEmpty();
        Page page = runs.list(RunFilter.ALL, 1, 4);
        assertThat(page.total()).isEqualTo(9);
        assertThat(runs.list(filter(Optional.of(A), Optional.empty(), Optional.empty(), Optional.empty()), 1, 3)
                        .total())
                .isEqualTo(7);
        assertThat(ids(
                        filter(Optional.empty(), Optional.of(RunOutcome.FAILED), Optional.empty(), Optional.of(before)),
                        1,
                        9))
                .isEqualTo(all.subList(1, 2));
        assertThat(ids(filter(Optional.empty(), Optional.empty(), Optional.of(Status.QUEUED), Optional.empty()), 1, 9))
                .isEqualTo(all.subList(0, 1));
        assertThat(ids(
                        filter(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Instant.now().plusSeconds(60))),
                        1,
                        9))
                .isEmpty();
    }

    @Test
    void theHighestPriorityGoesFirstAndARetryWaitsUnlessSomebodyAsks() {
        tasks.save(Examples.task("urgent", "other", Optional.empty()).withPlan(RunPlan.DEFAULT.withPriority(10)));
        tasks.save(Examples.task("usual", "shared", Optional.empty()));
        ExchangeRun usual = runs.enqueue(new TaskId("usual"));
        ExchangeRun urgent = runs.enqueue(new TaskId("urgent"));
        assertThat(urgent.order().priority()).isEqualTo(10);
        sql("update ledger.run set not_before = clock_timestamp() + interval '1 hour', trigger = 'RETRY', retry ="
                + " 1 where id = '"
                + usual.id() + "'");
        assertThat(runs.claim("hub-1", LEASE).map(ExchangeRun::id)).contains(urgent.id());
        assertThat(runs.claim("hub-1", LEASE)).isEmpty();
        assertThat(runs.enqueue(new TaskId("usual")).id()).isEqualTo(usual.id());
        assertThat(runs.claim("hub-1", LEASE).map(ExchangeRun::id)).contains(usual.id());
    }

    private ExchangeRun finished(TaskId task, RunResult result) {
        ExchangeRun run = runs.enqueue(task);
        assertThat(runs.claim("hub-1", LEASE).map(ExchangeRun::id)).contains(run.id());
        runs.finish(run.id(), result, List.of());
        return runs.find(run.id()).orElseThrow();
    }

    private List<RunId> ids(RunFilter filter, int page, int size) {
        return runs.list(filter, page, size).runs().stream()
                .map(ExchangeRun::id)
                .toList();
    }

    private static RunFilter filter(
            Optional<TaskId> task, Optional<RunOutcome> outcome, Optional<Status> status, Optional<Instant> since) {
        return new RunFilter(task, outcome, status, since);
    }
}
