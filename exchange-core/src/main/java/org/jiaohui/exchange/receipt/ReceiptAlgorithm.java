package org.jiaohui.exchange.receipt;

import java.util.Arrays;
import java.util.Optional;

/** How receipts are signed and chained: a field of each receipt, never a constant of the format. */
public enum ReceiptAlgorithm {
    /** SM2 (GB/T 32918, curve sm2p256v1, user id 1234567812345678 as GB/T 35276 says) over SM3 (GB/T 32905). */
    SM2_SM3("SM2-SM3", "SM3"),
    /** Ed25519 (RFC 8032); the chain uses SHA-256. */
    ED25519("Ed25519", "SHA-256");

    private final String label;
    private final String digest;

    ReceiptAlgorithm(String label, String digest) {
        this.label = label;
        this.digest = digest;
    }

    /** As receipts and settings write it. */
    public String label() {
        return label;
    }

    /** The digest that chains one receipt to the next. */
    public String digest() {
        return digest;
    }

    public static Optional<ReceiptAlgorithm> find(String label) {
        return Arrays.stream(values())
                .filter(known -> known.label.equals(label))
                .findFirst();
    }
}
