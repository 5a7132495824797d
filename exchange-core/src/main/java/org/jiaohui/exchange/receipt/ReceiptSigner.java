package org.jiaohui.exchange.receipt;

/** Signs receipts with this hub's key. Safe for use by many threads. */
public interface ReceiptSigner {
    ReceiptAlgorithm algorithm();

    /** SHA-256 of the public key's SPKI, lower-case hex. */
    String keyId();

    /** The public key: an SPKI in PEM (RFC 7468). */
    String publicKey();

    /** Signs these bytes; the digest that the algorithm names is part of signing. */
    byte[] sign(byte[] message);

    /** Digest of the algorithm's own kind. */
    byte[] digest(byte[] message);
}
