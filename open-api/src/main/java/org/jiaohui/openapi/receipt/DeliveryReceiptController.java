package org.jiaohui.openapi.receipt;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.jiaohui.exchange.delivery.DeliveryId;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.receipt.Receipt;
import org.jiaohui.exchange.receipt.ReceiptBook;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.receipt.ReceiptKeys;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Receipts of deliveries, chained for each subscription. They name targets and batches, so they need the key as deliveries do. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "receipts", description = "回执 / Receipts")
final class DeliveryReceiptController {
    private final ReceiptBook book;
    private final ServedChains chains;
    private final DeliveryLedger deliveries;
    private final SubscriptionRegister subscriptions;

    DeliveryReceiptController(
            ReceiptBook book, ReceiptKeys keys, DeliveryLedger deliveries, SubscriptionRegister subscriptions) {
        this.book = book;
        chains = new ServedChains(book, keys);
        this.deliveries = deliveries;
        this.subscriptions = subscriptions;
    }

    @GetMapping("/deliveries/{id}/receipt")
    @Operation(summary = "交付的回执，逐字节如签名时 / The receipt of a delivery, byte for byte as it was signed")
    ResponseEntity<byte[]> ofDelivery(@PathVariable String id) {
        return ServedChains.one(receipt(id));
    }

    @GetMapping("/deliveries/{id}/receipt/check")
    @Operation(summary = "由服务器验证交付的回执 / The server's own check of a delivery's receipt")
    ReceiptCheckView check(@PathVariable String id) {
        return chains.check(receipt(id));
    }

    @GetMapping("/subscriptions/{id}/receipts")
    @Operation(summary = "订阅的回执链：每行一张，或 zip / The chain of a subscription's receipts: one a line, or a zip")
    ResponseEntity<StreamingResponseBody> ofSubscription(
            @PathVariable String id,
            @RequestParam(defaultValue = "1") long from,
            @RequestParam(defaultValue = "9007199254740991") long to,
            @RequestParam(defaultValue = "jsonl") String format) {
        return chains.file(chain(id), from, to, format);
    }

    @GetMapping("/subscriptions/{id}/receipts/head")
    @Operation(summary = "签名的链尾声明 / A signed statement where the chain ends now")
    ResponseEntity<byte[]> head(@PathVariable String id) {
        return chains.head(chain(id));
    }

    private String chain(String id) {
        try {
            SubscriptionId subscription = new SubscriptionId(id);
            if (subscriptions.find(subscription).isPresent() || hasDelivered(subscription)) {
                return Receipt.chainOfSubscription(subscription.value());
            }
        } catch (IllegalArgumentException malformed) {
            // No subscription has such an id.
        }
        throw new ExchangeException(ErrorCode.UNKNOWN_SUBSCRIPTION, "没有这个订阅 / no subscription \"" + id + "\"");
    }

    /** Removed ones keep their chain. */
    private boolean hasDelivered(SubscriptionId subscription) {
        DeliveryLedger.DeliveryFilter own = new DeliveryLedger.DeliveryFilter(
                Optional.of(subscription), Optional.empty(), Optional.empty(), Optional.empty());
        return deliveries.list(own, 1, 1).total() > 0;
    }

    private Receipt receipt(String id) {
        DeliveryId delivery;
        try {
            delivery = new DeliveryId(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
        return book.find(ReceiptDraft.Kind.DELIVERY, delivery.value()).orElseThrow(() -> missing(delivery));
    }

    private ExchangeException missing(DeliveryId delivery) {
        return deliveries.find(delivery).isPresent()
                ? new ExchangeException(
                        ErrorCode.UNKNOWN_RECEIPT,
                        "交付还没有送达，或送达于有回执之前 / the delivery has not arrived yet, or arrived before there were receipts of deliveries: "
                                + delivery)
                : unknown(delivery.value());
    }

    private static ExchangeException unknown(String id) {
        return new ExchangeException(ErrorCode.UNKNOWN_DELIVERY, "没有这次交付 / no delivery \"" + id + "\"");
    }
}
