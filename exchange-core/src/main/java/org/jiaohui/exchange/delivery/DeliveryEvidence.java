package org.jiaohui.exchange.delivery;

import java.util.Optional;
import org.jiaohui.exchange.receipt.ReceiptDraft;

/** Gathers what the receipts of a delivery say. */
public interface DeliveryEvidence {
    /**
     * Of a batch that the target has taken. Called before the transaction that ends the delivery, and again when that did not succeed.
     *
     * @param word what the target itself said of the batch at once
     */
    ReceiptDraft delivered(DeliveryRun run, DeliveryEffect effect, Optional<Acknowledgement> word);

    /**
     * Of a word that came later.
     *
     * @param ordinal which word on this delivery it is, from 1
     */
    ReceiptDraft acknowledged(DeliveryRun run, Acknowledgement word, int ordinal);
}
