package org.jiaohui.exchange.receipt;

/**
 * The end of a chain.
 *
 * @param sequence number of the last receipt; 0 before the first
 * @param digest its digest, {@code SM3:…} or {@code SHA-256:…}; empty before the first
 */
public record ReceiptHead(long sequence, String digest) {
    public static final ReceiptHead NONE = new ReceiptHead(0, "");
}
