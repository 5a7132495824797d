package org.jiaohui.openapi.operation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.openapi.access.KnownTasks;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The progress of a run as a stream of events. */
@RestController
@RequestMapping("/api/v1/runs")
@Tag(name = "runs", description = "交换运行 / Exchange runs")
final class RunEventsController {
    private final KnownTasks known;
    private final RunEvents events;

    RunEventsController(KnownTasks known, RunEvents events) {
        this.known = known;
        this.events = events;
    }

    @GetMapping("/{id}/events")
    @Operation(summary = "运行进度（SSE） / Progress as server-sent events")
    ResponseEntity<SseEmitter> events(@PathVariable String id, HttpServletRequest request) {
        RunId run = known.run(id, request).id();
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("Cache-Control", "no-store")
                // A proxy that collects would keep watchers waiting.
                .header("X-Accel-Buffering", "no")
                .body(events.watch(run));
    }
}
