package org.jiaohui.openapi.operation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
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
    private final RunLedger ledger;
    private final RunEvents events;

    RunEventsController(RunLedger ledger, RunEvents events) {
        this.ledger = ledger;
        this.events = events;
    }

    @GetMapping("/{id}/events")
    @Operation(summary = "运行进度（SSE） / Progress as server-sent events")
    ResponseEntity<SseEmitter> events(@PathVariable String id) {
        RunId run;
        try {
            run = new RunId(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
        if (ledger.find(run).isEmpty()) {
            throw unknown(id);
        }
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("Cache-Control", "no-store")
                // A proxy that collects would keep watchers waiting.
                .header("X-Accel-Buffering", "no")
                .body(events.watch(run));
    }

    private static ExchangeException unknown(String id) {
        return new ExchangeException(ErrorCode.UNKNOWN_RUN, "没有这次运行 / no run \"" + id + "\"");
    }
}
