package org.jiaohui.openapi.operation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.exchange.alert.Alert;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.openapi.access.KnownTasks;
import org.jiaohui.openapi.access.Reader;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Alerts: what is wrong with tasks, who was told, and taking one up. */
@RestController
@RequestMapping("/api/v1/alerts")
@Tag(name = "alerts", description = "告警 / Alerts")
final class AlertController {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private final Alerts alerts;
    private final KnownTasks known;

    AlertController(Alerts alerts, KnownTasks known) {
        this.alerts = alerts;
        this.known = known;
    }

    record AlertPage(long total, long open, int page, int size, List<AlertView> items) {}

    record DeliveryView(String event, String channel, int attempts, String state) {}

    record AlertView(
            String id,
            String rule,
            String title,
            String titleEn,
            String task,
            Optional<String> run,
            Optional<String> message,
            Optional<String> messageEn,
            boolean withheld,
            int occurrences,
            boolean open,
            OffsetDateTime raisedAt,
            OffsetDateTime renewedAt,
            Optional<OffsetDateTime> recoveredAt,
            Optional<OffsetDateTime> acknowledgedAt,
            List<DeliveryView> deliveries) {}

    @GetMapping
    @Operation(summary = "告警列表 / Alerts, newest first")
    AlertPage list(
            @RequestParam Optional<String> task,
            @RequestParam Optional<String> rule,
            @RequestParam Optional<Boolean> open,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int size,
            HttpServletRequest request) {
        boolean whole = Reader.seesInnerSystems(request);
        if (page < 1 || size < 1 || size > 200) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST, "page ≥ 1, size 1–200; got page=" + page + " size=" + size);
        }
        Alerts.Page found = alerts.list(
                new Alerts.Filter(
                        task.filter(text -> !text.isEmpty()).map(TaskId::new),
                        rule.filter(text -> !text.isEmpty()).map(AlertController::rule),
                        open,
                        !whole),
                page,
                size);
        return new AlertPage(
                found.total(),
                found.open(),
                page,
                size,
                found.alerts().stream().map(alert -> view(alert, whole)).toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "一条告警 / One alert")
    AlertView one(@PathVariable String id, HttpServletRequest request) {
        Alert found = number(id)
                .flatMap(alerts::find)
                .filter(alert -> known.knows(alert.task(), request))
                .orElseThrow(() -> unknown(id));
        return view(found, Reader.seesInnerSystems(request));
    }

    @PostMapping("/{id}/acknowledge")
    @Operation(summary = "有人处理 / Somebody takes it up")
    AlertView acknowledge(@PathVariable String id) {
        return view(number(id).flatMap(alerts::acknowledge).orElseThrow(() -> unknown(id)), true);
    }

    private static Optional<Long> number(String id) {
        return id.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(id)) : Optional.empty();
    }

    private static ExchangeException unknown(String id) {
        return new ExchangeException(ErrorCode.UNKNOWN_ALERT, "没有这条告警 / no alert \"" + id + "\"");
    }

    private static AlertRule rule(String label) {
        return Arrays.stream(AlertRule.values())
                .filter(rule -> rule.label().equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.BAD_REQUEST,
                        "没有规则 \"" + label + "\"，可用 / unknown rule, use one of: "
                                + Arrays.stream(AlertRule.values())
                                        .map(AlertRule::label)
                                        .collect(Collectors.joining(", "))));
    }

    /** @param whole with the message, which names inner systems */
    private static AlertView view(Alert alert, boolean whole) {
        return new AlertView(
                Long.toString(alert.id()),
                alert.rule().label(),
                alert.rule().title(),
                alert.rule().titleEn(),
                alert.task().value(),
                alert.run().map(RunId::value),
                Optional.of(alert.message()).filter(text -> whole),
                Optional.of(alert.messageEn()).filter(text -> whole),
                !whole,
                alert.occurrences(),
                alert.open(),
                beijing(alert.raisedAt()),
                beijing(alert.renewedAt()),
                alert.recoveredAt().map(AlertController::beijing),
                alert.acknowledgedAt().map(AlertController::beijing),
                alert.deliveries().stream().map(AlertController::delivery).toList());
    }

    private static DeliveryView delivery(Alert.Delivered told) {
        String state =
                told.arrivedAt().isPresent() ? "arrived" : told.givenUpAt().isPresent() ? "given-up" : "waiting";
        return new DeliveryView(told.event().label(), told.channel(), told.attempts(), state);
    }

    private static OffsetDateTime beijing(Instant instant) {
        return instant.atZone(BEIJING).toOffsetDateTime();
    }
}
