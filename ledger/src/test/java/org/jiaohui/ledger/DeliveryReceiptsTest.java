package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryEvidence;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.Subscription;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.receipt.Receipt;
import org.jiaohui.exchange.receipt.ReceiptBook;
import org.jiaohui.exchange.receipt.ReceiptCheck;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every delivery that arrived has one receipt, in the transaction that ended it, and every later word on it another. */
class DeliveryReceiptsTest extends LedgerTest {
    private static final DeliveryEffect EFFECT = new DeliveryEffect(10, 100, "ab".repeat(32));
    private static final String CHAIN = Receipt.chainOfSubscription("to-bureau");

    private final TestSigner signer = new TestSigner();
    private DeliveryLedger deliveries;
    private ReceiptBook book;

    @BeforeEach
    void subscribed() {
        deliveries = ledger.deliveries(signer.issuer("hub-1"), new Evidence());
        book = ledger.receipts(signer.issuer("hub-1"));
        sources.save(Examples.source("gates"), Set.of());
        tasks.save(Examples.task("gates", "gates", Optional.empty()));
        ledger.targets().save(new Target(new TargetId("bureau"), "局", "postgresql", Map.of()), Set.of());
        ledger.subscriptions()
                .save(new Subscription(
                        new SubscriptionId("to-bureau"),
                        "订阅",
                        new DatasetId("gates"),
                        new TargetId("bureau"),
                        DeliveryMode.APPEND,
                        "gates",
                        List.of(),
                        false,
                        "00000000"));
    }

    @Test
    void whatArrivedHasOneReceiptInTheChainOfItsSubscription() {
        DeliveryRun first = claimed(1);
        assertThat(deliveries.delivered(first, EFFECT, Optional.of(Acknowledgement.kept(EFFECT, Instant.now()))))
                .isTrue();
        assertThat(deliveries.delivered(first, EFFECT, Optional.empty())).isFalse();
        DeliveryRun second = claimed(2);
        deliveries.delivered(second, EFFECT, Optional.empty());
        assertThat(book.find(ReceiptDraft.Kind.DELIVERY, first.id().value())
                        .orElseThrow()
                        .text())
                .contains("\"acknowledged\":{\"count\":10,")
                .contains("\"batch\":\"" + first.batch() + "\"")
                .doesNotContain("previousVersion");
        assertThat(book.find(ReceiptDraft.Kind.DELIVERY, second.id().value())
                        .orElseThrow()
                        .text())
                .contains("\"previousVersion\":\"v1\"")
                .doesNotContain("acknowledged");
        assertThat(chainHolds()).isEqualTo(2);
    }

    @Test
    void aLostClaimAndARolledBackEndLeaveNoReceipt() {
        DeliveryRun lost = claimed(1);
        sql("update ledger.delivery_run set lease_until = '-infinity'");
        DeliveryRun taken = deliveries.claim("hub-2", LEASE).orElseThrow();
        assertThat(deliveries.delivered(lost, EFFECT, Optional.empty())).isFalse();
        assertThat(book.list(CHAIN, 1, 9, 9)).isEmpty();
        sql("alter table ledger.receipt_chain add constraint broken check (sequence < 1)");
        assertThatThrownBy(() -> deliveries.delivered(taken, EFFECT, Optional.empty()))
                .isInstanceOf(RuntimeException.class);
        assertThat(deliveries.find(taken.id()).orElseThrow().status()).isEqualTo(DeliveryRun.Status.RUNNING);
        sql("alter table ledger.receipt_chain drop constraint broken");
        assertThat(deliveries.delivered(taken, EFFECT, Optional.empty())).isTrue();
        assertThat(chainHolds()).isEqualTo(1);
    }

    @Test
    void laterWordsHaveReceiptsAndTheSameWordAgainHasNone() {
        DeliveryRun run = claimed(1);
        deliveries.delivered(run, EFFECT, Optional.empty());
        deliveries.acknowledge(run.id(), said(9));
        deliveries.acknowledge(run.id(), said(9));
        deliveries.acknowledge(run.id(), said(10));
        assertThat(book.find(ReceiptDraft.Kind.ACKNOWLEDGEMENT, run.id() + "-1")
                        .orElseThrow()
                        .text())
                .contains("\"outcome\":\"Different\"");
        assertThat(book.find(ReceiptDraft.Kind.ACKNOWLEDGEMENT, run.id() + "-2")
                        .orElseThrow()
                        .text())
                .contains("\"outcome\":\"Acknowledged\"");
        assertThat(chainHolds()).isEqualTo(3);
    }

    private static Acknowledgement said(long rows) {
        return new Acknowledgement(
                Instant.EPOCH, Acknowledgement.By.RECEIVER, rows, 0, Optional.empty(), Optional.empty());
    }

    private DeliveryRun claimed(int version) {
        ExchangeRun run = runs.enqueue(new TaskId("gates"));
        runs.claim("hub", LEASE);
        runs.finish(run.id(), Examples.published(version), List.of());
        deliveries.plan();
        return deliveries.claim("hub-1", LEASE).orElseThrow();
    }

    private long chainHolds() {
        ReceiptCheck check = new ReceiptCheck(signer, 1);
        book.list(CHAIN, 1, Long.MAX_VALUE, 1_000).forEach(receipt -> check.take("r", receipt.bytes()));
        check.take("head", book.stateHead(CHAIN).bytes());
        ReceiptCheck.Report report = check.conclude(OptionalLong.empty());
        assertThat(report.faults()).isEmpty();
        assertThat(report.endProven()).isTrue();
        return report.receipts();
    }

    /** Says what the ledger knows; versions are elsewhere. */
    private static final class Evidence implements DeliveryEvidence {
        @Override
        public ReceiptDraft delivered(DeliveryRun run, DeliveryEffect effect, Optional<Acknowledgement> word) {
            return draft(run, ReceiptDraft.Kind.DELIVERY, run.id().value(), "Delivered", word);
        }

        @Override
        public ReceiptDraft acknowledged(DeliveryRun run, Acknowledgement word, int ordinal) {
            return draft(
                    run,
                    ReceiptDraft.Kind.ACKNOWLEDGEMENT,
                    run.id() + "-" + ordinal,
                    word.agreesWith(run.effect()) ? "Acknowledged" : "Different",
                    Optional.of(word));
        }

        private static ReceiptDraft draft(
                DeliveryRun run,
                ReceiptDraft.Kind kind,
                String subject,
                String outcome,
                Optional<Acknowledgement> word) {
            return new ReceiptDraft(
                    kind,
                    CHAIN,
                    subject,
                    run.dataset().value(),
                    Optional.of(run.target().value()),
                    outcome,
                    Optional.empty(),
                    ReceiptDraft.Amount.of(10),
                    ReceiptDraft.Amount.of(0),
                    ReceiptDraft.Amount.of(10),
                    Optional.of(ReceiptDraft.Amount.of(EFFECT.rows())),
                    word.map(said -> new ReceiptDraft.Amount(said.rows(), said.digest())),
                    Optional.of(new ReceiptDraft.Batch(run.batch().value(), run.from(), Optional.empty())),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    run.attempt(),
                    run.plannedAt(),
                    run.startedAt());
        }
    }
}
