package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jiaohui.exchange.schedule.Planning;
import org.jiaohui.exchange.schedule.Schedule;
import org.jiaohui.openapi.problem.Required;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What schedules mean, before a task relies on them. */
@RestController
@RequestMapping("/api/v1/schedules")
@Tag(name = "tasks", description = "交换任务 / Exchange tasks")
final class ScheduleController {
    private static final int TIMES_AHEAD = 5;

    private final Planning planning;

    ScheduleController(Planning planning) {
        this.planning = planning;
    }

    /** {@code unknownYears}: years among these times whose holidays are not loaded, so that weekends alone count. */
    record NextTimes(List<OffsetDateTime> next, @Nullable List<Integer> unknownYears) {}

    @PostMapping("/next")
    @Operation(
            summary = "一个安排接下来的时刻，不保存 / The next times of a schedule; nothing is saved",
            description = "等待文件到达或其他任务的安排没有时刻 / schedules that wait for something else than time have none")
    NextTimes next(@RequestBody ScheduleBody body) {
        Schedule schedule = Required.form("schedule", body::toSchedule);
        List<Instant> times = planning.upcoming(schedule, TIMES_AHEAD);
        return new NextTimes(
                times.stream().map(RunView::beijing).toList(),
                OperationView.absentIfNone(planning.unknownYears(schedule, times)));
    }
}
