package org.jiaohui.openapi.operation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.operation.Breaker;
import org.jiaohui.exchange.operation.DeadLetter;
import org.jiaohui.exchange.operation.OperationLedger;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.openapi.access.KnownTasks;
import org.jiaohui.openapi.access.Reader;
import org.jiaohui.openapi.access.TroubleView;
import org.jiaohui.openapi.exchange.RunView;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tasks that gave up, and sources whose breaker is open. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "operation", description = "运行保障 / Operation")
final class DeadLetterController {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private final OperationLedger ledger;
    private final KnownTasks known;

    DeadLetterController(OperationLedger ledger, KnownTasks known) {
        this.ledger = ledger;
        this.known = known;
    }

    record DeadLetterView(String task, String run, int retries, TroubleView reason, OffsetDateTime since) {}

    /** {@code reason} is for the key alone. */
    record BreakerView(
            String source, String state, int failures, Optional<OffsetDateTime> openUntil, Optional<String> reason) {}

    @GetMapping("/dead-letters")
    @Operation(summary = "重试用尽的任务 / Tasks whose retries are used up")
    Map<String, List<DeadLetterView>> list(HttpServletRequest request) {
        boolean whole = Reader.seesInnerSystems(request);
        Predicate<TaskId> shown = known.tasks(request);
        return Map.of(
                "deadLetters",
                ledger.deadLetters().stream()
                        .filter(dead -> shown.test(dead.task()))
                        .map(dead -> view(dead, whole))
                        .toList());
    }

    @PostMapping("/dead-letters/{task}/retry")
    @Operation(summary = "再运行，重试次数从头算 / Run again with a new count of retries")
    ResponseEntity<RunView> retry(@PathVariable String task) {
        ExchangeRun run = ledger.retry(new TaskId(task))
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_TASK,
                        "任务 " + task + " 不在重试用尽的名单中 / the task \"" + task + "\" is not among those that gave up"));
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/runs/" + run.id()))
                .body(RunView.of(run));
    }

    @GetMapping("/breakers")
    @Operation(summary = "连续失败的数据源 / Sources that failed in a row")
    Map<String, List<BreakerView>> breakers(HttpServletRequest request) {
        boolean whole = Reader.seesInnerSystems(request);
        Instant now = Instant.now();
        Predicate<SourceId> shown = known.sources(request);
        return Map.of(
                "breakers",
                ledger.breakers().stream()
                        .filter(breaker -> shown.test(breaker.source()))
                        .map(breaker -> view(breaker, now, whole))
                        .toList());
    }

    private static DeadLetterView view(DeadLetter dead, boolean whole) {
        return new DeadLetterView(
                dead.task().value(),
                dead.run().value(),
                dead.retries(),
                TroubleView.of(dead.reason(), whole),
                beijing(dead.since()));
    }

    private static BreakerView view(Breaker breaker, Instant now, boolean whole) {
        return new BreakerView(
                breaker.source().value(),
                breaker.state(now).name().toLowerCase(Locale.ROOT).replace('_', '-'),
                breaker.failures(),
                breaker.openUntil().map(DeadLetterController::beijing),
                Optional.of(breaker.reason()).filter(reason -> whole));
    }

    private static OffsetDateTime beijing(Instant instant) {
        return instant.atZone(BEIJING).toOffsetDateTime();
    }
}
