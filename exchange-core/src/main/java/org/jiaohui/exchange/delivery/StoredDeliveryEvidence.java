package org.jiaohui.exchange.delivery;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.receipt.Receipt;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.receipt.ReceiptDraft.Amount;

/** What the store can prove of a delivery: the version that was read. The receipts of one subscription are one chain. */
public final class StoredDeliveryEvidence implements DeliveryEvidence {
    private final DatasetStore store;

    public StoredDeliveryEvidence(DatasetStore store) {
        this.store = store;
    }

    @Override
    public ReceiptDraft delivered(DeliveryRun run, DeliveryEffect effect, Optional<Acknowledgement> word) {
        return draft(
                run,
                ReceiptDraft.Kind.DELIVERY,
                run.id().value(),
                "Delivered",
                new Amount(effect.rows(), Optional.of(effect.digest())),
                word);
    }

    @Override
    public ReceiptDraft acknowledged(DeliveryRun run, Acknowledgement word, int ordinal) {
        return draft(
                run,
                ReceiptDraft.Kind.ACKNOWLEDGEMENT,
                run.id() + "-" + ordinal,
                word.agreesWith(run.effect()) ? "Acknowledged" : "Different",
                new Amount(run.rows(), run.digest()),
                Optional.of(word));
    }

    private ReceiptDraft draft(
            DeliveryRun run,
            ReceiptDraft.Kind kind,
            String subject,
            String outcome,
            Amount delivered,
            Optional<Acknowledgement> word) {
        Optional<DatasetVersion> version = store.find(run.dataset(), run.to());
        Amount read = version.map(known -> new Amount(known.rows(), Optional.of(known.sha256())))
                .orElse(Amount.of(0));
        return new ReceiptDraft(
                kind,
                Receipt.chainOfSubscription(run.subscription().value()),
                subject,
                run.dataset().value(),
                Optional.of(run.target().value()),
                outcome,
                Optional.empty(),
                read,
                Amount.of(word.map(Acknowledgement::refused).orElse(0L)),
                read,
                Optional.of(delivered),
                word.map(said -> new Amount(said.rows(), said.digest())),
                Optional.of(new ReceiptDraft.Batch(run.batch().value(), run.from(), run.retransmits())),
                List.of(),
                version
                        .map(known -> new ReceiptDraft.Version(
                                known.dataset().value(),
                                known.dataset(),
                                known.number(),
                                known.snapshot(),
                                known.rows(),
                                known.sha256()))
                        .stream()
                        .toList(),
                Optional.empty(),
                run.attempt(),
                run.plannedAt(),
                run.startedAt());
    }
}
