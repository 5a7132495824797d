package org.jiaohui.exchange.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.calendar.WorkingCalendar;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.work.WorkLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one hub that leaves planned times for the next and enqueues runs; any number of hubs may do so at once. */
public final class Scheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration OUTAGE = Duration.ofSeconds(2);
    private static final int BATCH = 200;
    private static final Duration PUNCTUAL = Duration.ofMinutes(1);
    private static final Duration MADE_UP_FOR = Duration.ofDays(1);
    private static final int MOST_MADE_UP = 100;
    private static final long LATE_EVERY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MOST_LOOKS = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(Schedule.BEIJING);

    private final ScheduleLedger ledger;
    private final WorkingCalendar calendar;
    private final CronTimes cron;
    private final Function<ExchangeTask, Optional<String>> look;
    private final Alerts alerts;
    private final Duration grace;
    private final Semaphore looks = new Semaphore(MOST_LOOKS);
    private final WorkLoop loop;
    private long lateLooked = System.nanoTime();
    private Instant before = Instant.MAX;

    /**
     * @param look lists what lies at a task's source, cheaply; absent when nothing does
     * @param grace how long after its planned time a task is late
     */
    public Scheduler(
            ScheduleLedger ledger,
            WorkingCalendar calendar,
            CronTimes cron,
            Function<ExchangeTask, Optional<String>> look,
            Alerts alerts,
            Duration grace) {
        this.ledger = ledger;
        this.calendar = calendar;
        this.cron = cron;
        this.look = look;
        this.alerts = alerts;
        this.grace = grace;
        loop = new WorkLoop("run-schedule", TICK, OUTAGE, () -> {
            tick();
            return false;
        });
    }

    public void start() {
        loop.start();
    }

    /** One look at all plans. */
    void tick() {
        Instant now = ledger.now();
        Almanac almanac = new Almanac(cron, calendar.days());
        if (now.isBefore(before)) {
            planAnew(now, almanac);
        }
        before = now;
        for (ScheduleLedger.Unplanned task : ledger.unplanned()) {
            Optional<Schedule> schedule = task.task().schedule();
            ledger.plan(task, schedule.flatMap(each -> first(each, task, now, almanac)));
            if (!(schedule.orElse(null) instanceof Schedule.OnArrival)) {
                alerts.recover(AlertRule.SOURCE_UNSEEN, task.task().id());
            }
        }
        for (ScheduleLedger.Due due : ledger.due(now, PUNCTUAL, BATCH)) {
            due.task().schedule().ifPresent(schedule -> leave(due, schedule, now, almanac));
        }
        if (System.nanoTime() - lateLooked > LATE_EVERY_NANOS) {
            lateLooked = System.nanoTime();
            ledger.late(now.minus(grace)).forEach(this::late);
        }
    }

    /** The clock was set back, or nobody knows whether it was: no planned time is further away than the next one from now on. */
    private void planAnew(Instant now, Almanac almanac) {
        for (ScheduleLedger.Due planned : ledger.plannedAfter(now)) {
            planned.task()
                    .schedule()
                    .flatMap(schedule -> next(schedule, now, almanac))
                    .filter(next -> next.isBefore(planned.planned()))
                    .ifPresent(next -> ledger.moveOn(planned.task().id(), planned.planned(), Optional.of(next), false));
        }
    }

    private static Optional<Instant> first(
            Schedule schedule, ScheduleLedger.Unplanned task, Instant now, Almanac almanac) {
        return switch (schedule) {
            case Schedule.Interval interval ->
                Optional.of(task.lastStart()
                        .map(start -> start.plus(interval.every()))
                        .orElse(now));
            case Schedule.OnArrival ignored -> Optional.of(now);
            case Schedule.Cron ignored -> next(schedule, now, almanac);
            case Schedule.OnWorkingDays ignored -> next(schedule, now, almanac);
            case Schedule.AfterTask ignored -> Optional.empty();
        };
    }

    /** An expression that a newer program accepted and this one does not understand plans nothing. */
    private static Optional<Instant> next(Schedule schedule, Instant after, Almanac almanac) {
        try {
            return schedule.nextAfter(after, almanac);
        } catch (IllegalArgumentException unknown) {
            LOG.warn("{} plans nothing: {}", schedule, unknown.getMessage());
            return Optional.empty();
        }
    }

    private void leave(ScheduleLedger.Due due, Schedule schedule, Instant now, Almanac almanac) {
        Instant planned = due.planned();
        if (schedule instanceof Schedule.OnArrival arrival) {
            Instant next = now.plus(arrival.look());
            if (ledger.moveOn(due.task().id(), planned, Optional.of(next), false)) {
                lookAt(due.task(), next);
            }
            return;
        }
        switch (due.task().plan().missed()) {
            case SKIP -> {
                boolean missed = planned.isBefore(now.minus(PUNCTUAL));
                if (missed || !due.open()) {
                    ledger.moveOn(due.task().id(), planned, nextAhead(schedule, planned, now, almanac), !missed);
                }
            }
            case ONCE -> {
                if (!due.open()) {
                    ledger.moveOn(due.task().id(), planned, nextAhead(schedule, planned, now, almanac), true);
                }
            }
            case ALL -> {
                if (!due.open()) {
                    makeUp(due, schedule, now, almanac);
                }
            }
        }
    }

    /** The next time that is not past, in step with the one before where there is a step. */
    private static Optional<Instant> nextAhead(Schedule schedule, Instant planned, Instant now, Almanac almanac) {
        Optional<Instant> next = next(schedule, planned, almanac);
        return next.filter(time -> !time.isAfter(now)).isPresent() ? next(schedule, now, almanac) : next;
    }

    private void makeUp(ScheduleLedger.Due due, Schedule schedule, Instant now, Almanac almanac) {
        Instant oldest = now.minus(MADE_UP_FOR);
        Instant planned = due.planned();
        Optional<Instant> madeUp = planned.isBefore(oldest) ? next(schedule, oldest, almanac) : Optional.of(planned);
        int missed = 0;
        for (Optional<Instant> time = madeUp;
                time.filter(past -> !past.isAfter(now)).isPresent();
                time = next(schedule, time.get(), almanac)) {
            missed++;
            if (missed > MOST_MADE_UP) {
                madeUp = madeUp.flatMap(first -> next(schedule, first, almanac));
            }
        }
        if (madeUp.equals(Optional.of(planned))) {
            ledger.moveOn(due.task().id(), planned, next(schedule, planned, almanac), true);
        } else {
            ledger.moveOn(due.task().id(), planned, madeUp, false);
        }
    }

    /** A silent server holds up nobody else; with many of them the look is left out and comes again at the next time. */
    private void lookAt(ExchangeTask task, Instant next) {
        if (!looks.tryAcquire()) {
            return;
        }
        Thread.ofVirtual().name("arrival-" + task.id()).start(() -> {
            try {
                look(task, next);
            } catch (RuntimeException outage) {
                LOG.warn("what lies at the source of task {} cannot be noted: {}", task.id(), outage.toString());
            } finally {
                looks.release();
            }
        });
    }

    private void look(ExchangeTask task, Instant next) {
        Optional<String> listing;
        try {
            listing = look.apply(task);
        } catch (RuntimeException trouble) {
            unseen(task, next, trouble);
            return;
        }
        ledger.arrived(task.id(), listing);
        alerts.recover(AlertRule.SOURCE_UNSEEN, task.id());
    }

    /** The longer a source cannot be listed the rarer it is asked: a server that refuses the login would lock the account. */
    private void unseen(ExchangeTask task, Instant next, RuntimeException trouble) {
        Instant since = ledger.unseen(task.id());
        Duration unseen = Duration.between(since, ledger.now());
        Duration pause = unseen.compareTo(LONGEST_PAUSE) < 0 ? unseen : LONGEST_PAUSE;
        ledger.moveOn(task.id(), next, Optional.of(next.plus(pause)), false);
        if (unseen.compareTo(grace) < 0) {
            LOG.info("task={} cannot list its source: {}", task.id(), trouble.toString());
            return;
        }
        String reason = Objects.requireNonNullElse(trouble.getMessage(), trouble.toString());
        alerts.raise(
                AlertRule.SOURCE_UNSEEN,
                task.id(),
                Optional.empty(),
                "任务 " + task.id() + " 等待文件到达，但自 " + MINUTE.format(since) + "（北京时间）起列不出数据源 " + task.source() + "："
                        + reason,
                "task " + task.id() + " waits for files, but since " + MINUTE.format(since)
                        + " (Beijing time) its source " + task.source() + " cannot be listed: " + reason);
    }

    private void late(ScheduleLedger.Late late) {
        String planned = MINUTE.format(late.planned());
        alerts.raise(
                AlertRule.LATE,
                late.task(),
                Optional.empty(),
                "任务 " + late.task() + " 应在 " + planned + "（北京时间）运行，超过宽限 " + grace.toMinutes() + " 分钟仍没有结果",
                "task " + late.task() + " was planned for " + planned
                        + " (Beijing time) and has brought nothing within " + grace.toMinutes() + " minutes of grace");
    }

    @Override
    public void close() {
        loop.close();
    }
}
