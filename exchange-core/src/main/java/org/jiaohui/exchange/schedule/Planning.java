package org.jiaohui.exchange.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jiaohui.exchange.calendar.CalendarYear;
import org.jiaohui.exchange.calendar.WorkingCalendar;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.SourceId;

/** Looks ahead: whether a schedule can ever come true, and when next. */
public final class Planning {
    private final CronTimes cron;
    private final WorkingCalendar calendar;
    private final TaskRegister tasks;
    private final Predicate<SourceId> lists;

    /** @param lists whether a source can be listed without being fetched; true for one that is unknown */
    public Planning(CronTimes cron, WorkingCalendar calendar, TaskRegister tasks, Predicate<SourceId> lists) {
        this.cron = cron;
        this.calendar = calendar;
        this.tasks = tasks;
        this.lists = lists;
    }

    /** @throws ExchangeException BAD_REQUEST when the schedule of the task never starts it, or starts it for ever */
    public void check(ExchangeTask task) {
        task.schedule().ifPresent(schedule -> {
            switch (schedule) {
                case Schedule.Interval ignored -> {}
                case Schedule.Cron crons -> requireNext(crons);
                case Schedule.OnWorkingDays days -> requireNext(days);
                case Schedule.OnArrival ignored -> {
                    if (!lists.test(task.source())) {
                        throw refused(
                                "数据源 " + task.source() + " 不能只列文件而不取，不支持 arrival；可用 file、sftp、ftp、s3 / the source \""
                                        + task.source()
                                        + "\" cannot be listed without being fetched, so \"arrival\" is not for it;"
                                        + " file, sftp, ftp and s3 can");
                    }
                }
                case Schedule.AfterTask after -> requireEnd(task.id(), after);
            }
        });
    }

    /** The next planned times, at most {@code count}; none for schedules that wait for something else than time. */
    public List<Instant> next(Schedule schedule, Instant from, int count) {
        List<Instant> times = new ArrayList<>();
        times.add(from);
        try {
            Almanac almanac = new Almanac(cron, calendar.days());
            while (times.size() < count) {
                Optional<Instant> next = schedule.nextAfter(times.getLast(), almanac);
                if (next.isEmpty()) {
                    break;
                }
                times.add(next.get());
            }
        } catch (IllegalArgumentException unknown) {
            return times;
        }
        return times;
    }

    /**
     * The next planned times of a schedule that no task has yet; none for schedules that wait for something else than time.
     *
     * @throws ExchangeException BAD_REQUEST when it never comes true
     */
    public List<Instant> upcoming(Schedule schedule, int count) {
        return switch (schedule) {
            case Schedule.OnArrival ignored -> List.of();
            case Schedule.AfterTask ignored -> List.of();
            case Schedule.Interval timed -> next(timed, requireNext(timed), count);
            case Schedule.Cron timed -> next(timed, requireNext(timed), count);
            case Schedule.OnWorkingDays timed -> next(timed, requireNext(timed), count);
        };
    }

    /** The years of planned times that were reckoned with weekends alone, because no holidays of them are loaded; none for schedules that ask no calendar. */
    public List<Integer> unknownYears(Schedule schedule, List<Instant> times) {
        if (!(schedule instanceof Schedule.OnWorkingDays days) || times.isEmpty()) {
            return List.of();
        }
        Set<Integer> known = calendar.list().stream().map(CalendarYear::year).collect(Collectors.toSet());
        return times.stream()
                .map(time -> time.atZone(days.zone()).getYear())
                .distinct()
                .filter(year -> !known.contains(year))
                .toList();
    }

    private Instant requireNext(Schedule schedule) {
        Optional<Instant> next;
        try {
            next = schedule.nextAfter(Instant.now(), new Almanac(cron, calendar.days()));
        } catch (IllegalArgumentException wrong) {
            throw refused(
                    "cron 表达式写法不对，应为 5 段（分 时 日 月 周）或 6 段（秒在前） / a cron expression has five fields (minute hour day"
                            + " month weekday) or six (seconds first): "
                            + wrong.getMessage());
        }
        return next.orElseThrow(() -> refused("此安排永远不会到来 / this schedule never comes true: " + schedule));
    }

    private void requireEnd(TaskId task, Schedule.AfterTask after) {
        Set<TaskId> seen = new HashSet<>(Set.of(task));
        Optional<TaskId> before = Optional.of(after.task());
        while (before.isPresent()) {
            TaskId current = before.get();
            if (!seen.add(current)) {
                throw refused("任务互相等待，会无休止地运行 / tasks that follow each other in a circle would run for ever: " + seen);
            }
            ExchangeTask known = tasks.find(current)
                    .orElseThrow(() -> new ExchangeException(
                                    ErrorCode.UNKNOWN_TASK, "没有任务 " + current + " / no task \"" + current + "\"")
                            .about("schedule"));
            before = known.schedule()
                    .filter(Schedule.AfterTask.class::isInstance)
                    .map(schedule -> ((Schedule.AfterTask) schedule).task());
        }
    }

    private static ExchangeException refused(String why) {
        return new ExchangeException(ErrorCode.BAD_REQUEST, why).about("schedule");
    }
}
