package org.jiaohui.openapi.exchange;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.openapi.access.KnownTasks;
import org.jiaohui.openapi.access.Reader;
import org.jiaohui.openapi.problem.Problems;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Runs: what happened, and stopping one. */
@RestController
@RequestMapping("/api/v1/runs")
@Tag(name = "runs", description = "交换运行 / Exchange runs")
final class RunController {
    private final RunLedger ledger;
    private final KnownTasks known;

    RunController(RunLedger ledger, KnownTasks known) {
        this.ledger = ledger;
        this.known = known;
    }

    record RunPage(long total, int page, int size, List<RunView> items) {}

    @GetMapping
    @Operation(summary = "运行列表 / Runs, newest first")
    RunPage list(
            @RequestParam Optional<String> task,
            @RequestParam Optional<String> outcome,
            @RequestParam Optional<String> status,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int size,
            HttpServletRequest request) {
        boolean whole = Reader.seesAll(request);
        if (page < 1 || size < 1 || size > 200) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST, "page ≥ 1, size 1–200; got page=" + page + " size=" + size);
        }
        RunLedger.RunFilter filter = new RunLedger.RunFilter(
                task.filter(text -> !text.isEmpty()).map(TaskId::new),
                outcome.filter(text -> !text.isEmpty()).map(RunController::outcome),
                status.filter(text -> !text.isEmpty()).map(RunController::status),
                Optional.empty(),
                !whole);
        RunLedger.Page found = ledger.list(filter, page, size);
        return new RunPage(
                found.total(),
                page,
                size,
                found.runs().stream().map(run -> RunView.of(run, whole)).toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "一次运行 / One run")
    RunView one(@PathVariable String id, HttpServletRequest request) {
        return RunView.of(known.run(id, request), Reader.seesAll(request));
    }

    @PostMapping("/{id}/stop")
    @Operation(
            summary = "停止运行 / Stop a run",
            description = "已结束的运行不能停止：409 / a run that has ended cannot be stopped: 409")
    @Problems({ErrorCode.UNKNOWN_RUN, ErrorCode.CONFLICT})
    ResponseEntity<RunView> stop(@PathVariable String id, HttpServletRequest request) {
        ExchangeRun run = known.run(id, request);
        if (run.status() == ExchangeRun.Status.FINISHED) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "运行 %1$s 已经结束，没有什么可停止 / the run %1$s has ended already: there is nothing to stop"
                            .formatted(run.id()));
        }
        ledger.requestStop(run.id());
        return ResponseEntity.accepted().body(RunView.of(known.run(id, request)));
    }

    private static RunOutcome outcome(String text) {
        return Arrays.stream(RunOutcome.values())
                .filter(outcome -> outcome.label().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "outcome 只能是 Published、Unchanged、Rejected、Failed / unknown outcome \"" + text + "\""));
    }

    private static ExchangeRun.Status status(String text) {
        try {
            return ExchangeRun.Status.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST,
                    "status 只能是 queued、running、stopping、held、finished / unknown status \"" + text + "\"",
                    unknown);
        }
    }
}
