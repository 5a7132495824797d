package org.jiaohui.openapi.delivery;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.DeliveryId;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Deliveries: what was brought where, stopping one, and the consumer's word. */
@RestController
@RequestMapping("/api/v1/deliveries")
@Tag(name = "deliveries", description = "交付 / Deliveries")
final class DeliveryController {
    private final DeliveryLedger ledger;

    DeliveryController(DeliveryLedger ledger) {
        this.ledger = ledger;
    }

    record DeliveryPage(long total, int page, int size, List<DeliveryView> items) {}

    record AcknowledgementBody(
            @Nullable Long rows, Optional<Long> refused, Optional<String> digest, Optional<String> note) {}

    record AcknowledgementList(List<DeliveryView.AcknowledgementView> acknowledgements) {}

    @GetMapping
    @Operation(summary = "交付列表 / Deliveries, newest first")
    DeliveryPage list(
            @RequestParam Optional<String> subscription,
            @RequestParam Optional<String> target,
            @RequestParam Optional<String> dataset,
            @RequestParam Optional<String> status,
            @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int size) {
        if (page < 1 || size < 1 || size > 200) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST, "page ≥ 1, size 1–200; got page=" + page + " size=" + size);
        }
        DeliveryLedger.Page found = ledger.list(
                new DeliveryLedger.DeliveryFilter(
                        subscription.filter(text -> !text.isEmpty()).map(SubscriptionId::new),
                        target.filter(text -> !text.isEmpty()).map(TargetId::new),
                        dataset.filter(text -> !text.isEmpty()).map(DatasetId::of),
                        status.filter(text -> !text.isEmpty()).map(DeliveryController::status)),
                page,
                size);
        return new DeliveryPage(
                found.total(),
                page,
                size,
                found.deliveries().stream().map(DeliveryView::of).toList());
    }

    @GetMapping("/{id}")
    @Operation(summary = "一次交付 / One delivery")
    DeliveryView one(@PathVariable String id) {
        return DeliveryView.of(delivery(id));
    }

    @PostMapping("/{id}/stop")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "停止交付 / Stop a delivery")
    DeliveryView stop(@PathVariable String id) {
        ledger.requestStop(delivery(id).id());
        return one(id);
    }

    @PostMapping("/{id}/acknowledgement")
    @Operation(
            summary = "使用方确认收到；重复的确认不改变什么，不同的确认另行记录 / The receiver's word that a batch was taken;"
                    + " the same word again changes nothing, a different one is kept beside it")
    DeliveryView acknowledge(@PathVariable String id, @RequestBody AcknowledgementBody body) {
        if (body.rows() == null) {
            throw new ExchangeException(ErrorCode.BAD_REQUEST, "缺少字段 rows / the field \"rows\" is missing");
        }
        ledger.acknowledge(
                delivery(id).id(),
                new Acknowledgement(
                        Instant.now(),
                        Acknowledgement.By.RECEIVER,
                        body.rows(),
                        body.refused().orElse(0L),
                        body.digest().filter(text -> !text.isBlank()).map(DeliveryController::digest),
                        body.note()));
        return one(id);
    }

    @GetMapping("/{id}/acknowledgements")
    @Operation(summary = "对一次交付的全部确认，依次 / Every word on a delivery, in order")
    AcknowledgementList acknowledgements(@PathVariable String id) {
        DeliveryRun run = delivery(id);
        return new AcknowledgementList(ledger.acknowledgements(run.id()).stream()
                .map(word -> DeliveryView.AcknowledgementView.of(word, run))
                .toList());
    }

    private static String digest(String text) {
        String digest = text.strip().toLowerCase(Locale.ROOT);
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST,
                    "digest 是 SHA-256 的 64 位十六进制数 / is a SHA-256 in 64 hexadecimal digits, got \"" + text + "\"");
        }
        return digest;
    }

    private DeliveryRun delivery(String id) {
        try {
            Optional<DeliveryRun> known = ledger.find(new DeliveryId(id));
            if (known.isPresent()) {
                return known.get();
            }
        } catch (IllegalArgumentException malformed) {
            throw new ExchangeException(ErrorCode.UNKNOWN_DELIVERY, "没有这次交付 / no delivery \"" + id + "\"", malformed);
        }
        throw new ExchangeException(ErrorCode.UNKNOWN_DELIVERY, "没有这次交付 / no delivery \"" + id + "\"");
    }

    private static DeliveryRun.Status status(String text) {
        try {
            return DeliveryRun.Status.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST,
                    "status 只能是 waiting、running、stopping、delivered、failed / unknown status \"" + text + "\"",
                    unknown);
        }
    }
}
