package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/** A schedule as docs/api.md writes it: its kind, and what that kind needs. */
@Schema(name = "Schedule")
record ScheduleBody(
        @Nullable String kind,
        Optional<Long> everySeconds,
        Optional<String> cron,
        @Nullable List<String> times,
        Optional<Integer> nthOfMonth,
        Optional<String> zone,
        Optional<Long> lookSeconds,
        Optional<String> task) {
    private static final long USUAL_LOOK_SECONDS = 10;

    Schedule toSchedule() {
        return switch (kind == null ? "" : kind) {
            case "interval" ->
                new Schedule.Interval(Duration.ofSeconds(needed(everySeconds, "interval", "everySeconds")));
            case "cron" -> new Schedule.Cron(needed(cron, "cron", "cron"), zoneOrBeijing());
            case "working-days" ->
                new Schedule.OnWorkingDays(
                        needed(Optional.ofNullable(times), "working-days", "times").stream()
                                .map(ScheduleBody::time)
                                .toList(),
                        nthOfMonth,
                        zoneOrBeijing());
            case "arrival" -> new Schedule.OnArrival(Duration.ofSeconds(lookSeconds.orElse(USUAL_LOOK_SECONDS)));
            case "after" -> new Schedule.AfterTask(new TaskId(needed(task, "after", "task")));
            default ->
                throw new IllegalArgumentException(
                        "schedule.kind 只能是 / is one of interval, cron, working-days, arrival, after; got \"" + kind
                                + "\"");
        };
    }

    static ScheduleBody of(Schedule schedule) {
        return of(schedule, any -> true);
    }

    /** @param shown of which tasks the reader may know: another one is not named */
    static ScheduleBody of(Schedule schedule, Predicate<TaskId> shown) {
        return switch (schedule) {
            case Schedule.Interval interval ->
                new ScheduleBody(
                        "interval",
                        Optional.of(interval.every().toSeconds()),
                        Optional.empty(),
                        null,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
            case Schedule.Cron cron ->
                new ScheduleBody(
                        "cron",
                        Optional.empty(),
                        Optional.of(cron.expression()),
                        null,
                        Optional.empty(),
                        Optional.of(cron.zone().getId()),
                        Optional.empty(),
                        Optional.empty());
            case Schedule.OnWorkingDays days ->
                new ScheduleBody(
                        "working-days",
                        Optional.empty(),
                        Optional.empty(),
                        days.times().stream().map(LocalTime::toString).toList(),
                        days.nthOfMonth(),
                        Optional.of(days.zone().getId()),
                        Optional.empty(),
                        Optional.empty());
            case Schedule.OnArrival arrival ->
                new ScheduleBody(
                        "arrival",
                        Optional.empty(),
                        Optional.empty(),
                        null,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(arrival.look().toSeconds()),
                        Optional.empty());
            case Schedule.AfterTask after ->
                new ScheduleBody(
                        "after",
                        Optional.empty(),
                        Optional.empty(),
                        null,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(after.task()).filter(shown).map(TaskId::value));
        };
    }

    private ZoneId zoneOrBeijing() {
        try {
            return zone.map(ZoneId::of).orElse(Schedule.BEIJING);
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(
                    "没有时区 \"" + zone.orElse("") + "\" / there is no time zone like that; use one like Asia/Shanghai",
                    unknown);
        }
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "时刻写法为 \"08:30\" / a time is written \"08:30\"; got \"" + text + "\"", malformed);
        }
    }

    private static <T> T needed(Optional<T> value, String kind, String name) {
        return value.orElseThrow(() -> new IllegalArgumentException(
                "schedule." + kind + " 缺少 " + name + " / a schedule of kind \"" + kind + "\" needs " + name));
    }
}
