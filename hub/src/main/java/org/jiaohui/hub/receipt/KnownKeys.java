package org.jiaohui.hub.receipt;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jiaohui.exchange.receipt.ReceiptAlgorithm;
import org.jiaohui.exchange.receipt.ReceiptKeys;

/** The public keys of PEM texts, asked for again when a receipt names a key that is not among them. */
public final class KnownKeys implements ReceiptKeys {
    private final Supplier<List<String>> texts;
    private volatile Map<String, VerifyingKey> keys;

    /** @param texts PEM, each with any number of public keys; blocks that are no such key are left out */
    public KnownKeys(Supplier<List<String>> texts) {
        this.texts = texts;
        this.keys = Map.of();
    }

    public int size() {
        reload();
        return keys.size();
    }

    @Override
    public boolean knows(String keyId) {
        return find(keyId).isPresent();
    }

    @Override
    public boolean verifies(ReceiptAlgorithm algorithm, String keyId, byte[] message, byte[] signature) {
        return find(keyId)
                .filter(key -> key.verifies(algorithm, message, signature))
                .isPresent();
    }

    @Override
    public byte[] digest(ReceiptAlgorithm algorithm, byte[] message) {
        return Signing.digest(algorithm, message);
    }

    private Optional<VerifyingKey> find(String keyId) {
        if (!keys.containsKey(keyId)) {
            reload();
        }
        return Optional.ofNullable(keys.get(keyId));
    }

    private void reload() {
        Map<String, VerifyingKey> read = new HashMap<>();
        for (String text : texts.get()) {
            for (Pem block : Pem.parse(text)) {
                if (block.label().equals("PUBLIC KEY")) {
                    try {
                        VerifyingKey key = VerifyingKey.of(block.der());
                        read.put(key.id(), key);
                    } catch (GeneralSecurityException other) {
                        // A file may hold keys for other purposes too.
                    }
                }
            }
        }
        keys = Map.copyOf(read);
    }
}
