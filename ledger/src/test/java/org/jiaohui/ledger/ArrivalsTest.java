package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jiaohui.exchange.alert.Alert;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunPlan;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.schedule.Schedule;
import org.jiaohui.exchange.schedule.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A scheduler that looks for files at a source that is down for a while, on a real PostgreSQL. */
class ArrivalsTest extends LedgerTest {
    private static final TaskId GATES = new TaskId("gates");
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final AtomicBoolean down = new AtomicBoolean(true);
    private final List<Instant> looks = new CopyOnWriteArrayList<>();
    private Alerts alerts;
    private Scheduler scheduler;

    private void schedule(Optional<Schedule> schedule) {
        tasks.save(Examples.task("gates", "db", Optional.empty()).withPlan(RunPlan.DEFAULT.withSchedule(schedule)));
    }

    @BeforeEach
    void start() {
        alerts = ledger.alerts(Set.of());
        sources.save(Examples.source("db"), new HashSet<>());
        schedule(Optional.of(new Schedule.OnArrival(Duration.ofSeconds(1))));
        scheduler = new Scheduler(
                ledger.schedules(),
                ledger.calendar(),
                (expression, zone, after) -> Optional.empty(),
                this::look,
                alerts,
                GRACE);
        scheduler.start();
    }

    @AfterEach
    void stop() {
        scheduler.close();
    }

    private Optional<String> look(ExchangeTask task) {
        looks.add(Instant.now());
        if (down.get()) {
            throw new ExchangeException(ErrorCode.SOURCE_UNREACHABLE, "连接被拒绝 / connection refused by " + task.source());
        }
        return Optional.of("one file");
    }

    private List<Alert> open() {
        return alerts.list(
                        new Alerts.Filter(Optional.of(GATES), Optional.of(AlertRule.SOURCE_UNSEEN), Optional.of(true)),
                        1,
                        10)
                .alerts();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            Thread.sleep(50);
        }
    }

    @Test
    void aSourceThatCannotBeListedIsToldOnceAndAskedMoreRarely() throws Exception {
        await("the alert", () -> !open().isEmpty());
        assertThat(looks.getFirst().plus(GRACE)).isBefore(Instant.now());
        assertThat(open().getFirst().message()).contains("gates", "db", "连接被拒绝");
        await("one more look", () -> open().getFirst().occurrences() > 1);
        int last = looks.size() - 1;
        assertThat(Duration.between(looks.get(last - 1), looks.get(last)))
                .isGreaterThan(Duration.between(looks.get(0), looks.get(1)));
        down.set(false);
        await("the alert ends", () -> open().isEmpty());
        await(
                "the file is taken",
                () -> runs.list(RunLedger.RunFilter.ALL, 1, 10).total() == 1);
    }

    @Test
    void theAlertEndsWithTheSchedule() throws Exception {
        await("the alert", () -> !open().isEmpty());
        schedule(Optional.empty());
        await("the alert ends", () -> open().isEmpty());
    }
}
