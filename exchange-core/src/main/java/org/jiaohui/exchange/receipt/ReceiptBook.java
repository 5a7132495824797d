package org.jiaohui.exchange.receipt;

import java.util.List;
import java.util.Optional;

/** Every receipt of this hub and of those that share its ledger, for good: receipts are appended, never changed and never removed. */
public interface ReceiptBook {
    Optional<Receipt> find(ReceiptDraft.Kind kind, String subject);

    /** Receipts of a chain with {@code from <= sequence <= to} in order, at most {@code most}. */
    List<Receipt> list(String chain, long from, long to, int most);

    /** A signed statement where the chain ends now; with sequence 0 when it has no receipt. */
    Receipt stateHead(String chain);

    /** Public keys (PEM) of every hub that ever signed a receipt here, the newest first. */
    List<String> publicKeys();
}
