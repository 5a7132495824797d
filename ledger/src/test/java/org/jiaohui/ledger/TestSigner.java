package org.jiaohui.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import org.jiaohui.exchange.receipt.ReceiptAlgorithm;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.receipt.ReceiptIssuer;
import org.jiaohui.exchange.receipt.ReceiptKeys;
import org.jiaohui.exchange.receipt.ReceiptSigner;
import org.jiaohui.exchange.receipt.RunEvidence;

/** Signs with a fresh Ed25519 key, and knows that key alone. */
final class TestSigner implements ReceiptSigner, ReceiptKeys {
    /** What can be said without a store. */
    static final RunEvidence EVIDENCE = (run, result, inputs) -> new ReceiptDraft(
            ReceiptDraft.Kind.RUN,
            run.task().value(),
            run.id().value(),
            run.source().value(),
            java.util.Optional.empty(),
            result.outcome().label(),
            result.error().map(error -> error.code()),
            ReceiptDraft.Amount.of(result.read()),
            ReceiptDraft.Amount.of(result.refused()),
            ReceiptDraft.Amount.of(result.published()),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            inputs,
            java.util.List.of(),
            result.position(),
            run.attempt(),
            run.queuedAt(),
            run.startedAt());

    private final KeyPair pair;

    TestSigner() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    ReceiptIssuer issuer(String hub) {
        return new ReceiptIssuer(this, hub, "Jiaohui test");
    }

    @Override
    public ReceiptAlgorithm algorithm() {
        return ReceiptAlgorithm.ED25519;
    }

    @Override
    public String keyId() {
        return Digests.sha256(publicKey());
    }

    @Override
    public String publicKey() {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public byte[] digest(byte[] message) {
        return Digests.sha256(message);
    }

    @Override
    public boolean knows(String keyId) {
        return keyId.equals(keyId());
    }

    @Override
    public boolean verifies(ReceiptAlgorithm algorithm, String keyId, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(pair.getPublic());
            check.update(message);
            return knows(keyId) && check.verify(signature);
        } catch (GeneralSecurityException broken) {
            return false;
        }
    }

    @Override
    public byte[] digest(ReceiptAlgorithm algorithm, byte[] message) {
        return digest(message);
    }
}
