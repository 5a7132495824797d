package org.jiaohui.exchange.receipt;

/** Public keys with which receipts are checked. Safe for use by many threads. */
public interface ReceiptKeys {
    /** Whether the key is among these. */
    boolean knows(String keyId);

    /** Whether the signature is this key's over the message; false for an unknown key, another algorithm or a signature that is not in its one form. */
    boolean verifies(ReceiptAlgorithm algorithm, String keyId, byte[] message, byte[] signature);

    /** Digest of the algorithm's own kind. */
    byte[] digest(ReceiptAlgorithm algorithm, byte[] message);
}
