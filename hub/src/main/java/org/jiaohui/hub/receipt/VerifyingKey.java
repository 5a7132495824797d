package org.jiaohui.hub.receipt;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.HexFormat;
import org.jiaohui.exchange.receipt.ReceiptAlgorithm;

/** A public key, its algorithm and its fingerprint. */
record VerifyingKey(ReceiptAlgorithm algorithm, PublicKey key, String id, String pem) {
    /** @throws GeneralSecurityException when the SPKI is neither an SM2 nor an Ed25519 key */
    static VerifyingKey of(byte[] spki) throws GeneralSecurityException {
        String id =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spki));
        for (ReceiptAlgorithm algorithm : ReceiptAlgorithm.values()) {
            try {
                PublicKey key = Signing.publicKey(algorithm, spki);
                String pem = algorithm.label() + " sha256:" + id + "\n" + new Pem("PUBLIC KEY", spki).write();
                return new VerifyingKey(algorithm, key, id, pem);
            } catch (GeneralSecurityException | IllegalArgumentException another) {
                // The next algorithm may know it.
            }
        }
        throw new GeneralSecurityException("neither an SM2 nor an Ed25519 public key");
    }

    boolean verifies(ReceiptAlgorithm asked, byte[] message, byte[] signature) {
        return asked == algorithm && Signing.verifies(algorithm, key, message, signature);
    }
}
