package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.schedule.Planning;
import org.jiaohui.openapi.problem.Required;
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

    @PostMapping("/next")
    @Operation(
            summary = "一个安排接下来的时刻，不保存 / The next times of a schedule; nothing is saved",
            description = "等待文件到达或其他任务的安排没有时刻 / schedules that wait for something else than time have none")
    Map<String, List<OffsetDateTime>> next(@RequestBody ScheduleBody body) {
        return Map.of(
                "next",
                planning.upcoming(Required.form("schedule", body::toSchedule), TIMES_AHEAD).stream()
                        .map(RunView::beijing)
                        .toList());
    }
}
