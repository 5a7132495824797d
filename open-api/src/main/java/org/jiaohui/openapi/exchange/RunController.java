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
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.openapi.access.Reader;
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

    RunController(RunLedger ledger) {
        this.ledger = ledger;
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
                Optional.empty());
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
        return RunView.of(run(id), Reader.seesAll(request));
    }

    @PostMapping("/{id}/stop")
    @Operation(summary = "停止运行 / Stop a run")
    ResponseEntity<RunView> stop(@PathVariable String id) {
        ExchangeRun run = run(id);
        ledger.requestStop(run.id());
        return ResponseEntity.accepted().body(RunView.of(run(id)));
    }

    private ExchangeRun run(String id) {
        RunId known;
        try {
            known = new RunId(id);
        } catch (IllegalArgumentException malformed) {
            throw new ExchangeException(ErrorCode.UNKNOWN_RUN, "没有这次运行 / no run \"" + id + "\"", malformed);
        }
        return ledger.find(known)
                .orElseThrow(() -> new ExchangeException(ErrorCode.UNKNOWN_RUN, "没有这次运行 / no run \"" + id + "\""));
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
