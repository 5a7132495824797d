package org.jiaohui.exchange.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A receipt as it is kept and handed out: one canonical JSON object (RFC 8785). Its member {@code signature} covers the canonical form of all others; the
 * next receipt's {@code previous} is the digest of the whole.
 *
 * @param text the exact text; another byte is another receipt
 */
public record Receipt(
        String kind, String chain, String subject, long sequence, String previous, String keyId, String text) {
    /** Value of the member {@code format}. */
    public static final String FORMAT = "jiaohui-receipt/1";

    /** Kind of the statement where a chain ends, which is signed and has no place in the chain itself. */
    public static final String HEAD = "head";

    private static final String SUBSCRIPTION = "subscription:";

    /** The chain of a subscription's deliveries. No task is named so: their ids have no colon. */
    public static String chainOfSubscription(String subscription) {
        return SUBSCRIPTION + subscription;
    }

    /** A chain as people are told of it: the task, or the subscription. */
    public static String chinese(String chain) {
        return chain.startsWith(SUBSCRIPTION) ? "订阅 " + chain.substring(SUBSCRIPTION.length()) : "任务 " + chain;
    }

    /** The same in English. */
    public static String english(String chain) {
        return chain.startsWith(SUBSCRIPTION)
                ? "subscription " + chain.substring(SUBSCRIPTION.length())
                : "task " + chain;
    }

    /**
     * Reads a receipt without checking its signature.
     *
     * @throws IllegalArgumentException with the reason when it is not canonical JSON or lacks what every receipt has
     */
    public static Receipt parse(byte[] bytes) {
        Map<String, @Nullable Object> members = members(decoded(bytes));
        if (!FORMAT.equals(members.get("format"))) {
            throw new IllegalArgumentException("it is no receipt of the format " + FORMAT);
        }
        if (!(members.get("sequence") instanceof Double number) || number < 0 || number != Math.rint(number)) {
            throw new IllegalArgumentException("its sequence number is missing");
        }
        return new Receipt(
                member(members, "kind"),
                member(members, "task"),
                member(members, "subject"),
                number.longValue(),
                members.get("previous") instanceof String previous ? previous : "",
                member(members, "keyId"),
                new String(bytes, UTF_8));
    }

    /** A line of the receipt's JSON object by name, when it is there. */
    public Optional<Object> find(String name) {
        return Optional.ofNullable(members(text).get(name));
    }

    public ReceiptAlgorithm algorithm() {
        return find("signatureAlgorithm")
                .flatMap(label -> ReceiptAlgorithm.find(label.toString()))
                .orElseThrow(() -> new IllegalArgumentException("its signature algorithm is unknown"));
    }

    public byte[] bytes() {
        return text.getBytes(UTF_8);
    }

    /** What the signature covers. */
    public byte[] signedBytes() {
        Map<String, @Nullable Object> members = members(text);
        members.remove("signature");
        return CanonicalJson.write(members).getBytes(UTF_8);
    }

    /** @throws IllegalArgumentException when it is missing or not in base64's one form */
    public byte[] signature() {
        String encoded = member(members(text), "signature");
        byte[] signature = Base64.getDecoder().decode(encoded);
        if (!Base64.getEncoder().encodeToString(signature).equals(encoded)) {
            throw new IllegalArgumentException("its signature is not in the one form of base64");
        }
        return signature;
    }

    /** How the next receipt names this one. */
    public String digest(ReceiptKeys keys) {
        return named(algorithm(), keys.digest(algorithm(), bytes()));
    }

    /** The same by the signer who made it. */
    public String digest(ReceiptSigner signer) {
        return named(signer.algorithm(), signer.digest(bytes()));
    }

    private static String named(ReceiptAlgorithm algorithm, byte[] digest) {
        return algorithm.digest() + ":" + HexFormat.of().formatHex(digest);
    }

    private static String decoded(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (!CanonicalJson.write(CanonicalJson.parse(text)).equals(text)) {
                throw new IllegalArgumentException("it is not in canonical form (RFC 8785)");
            }
            return text;
        } catch (CharacterCodingException broken) {
            throw new IllegalArgumentException("it is not UTF-8", broken);
        }
    }

    private static Map<String, @Nullable Object> members(String text) {
        if (CanonicalJson.parse(text) instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            object.forEach((name, value) -> members.put((String) name, value));
            return members;
        }
        throw new IllegalArgumentException("it is no JSON object");
    }

    private static String member(Map<String, @Nullable Object> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("its \"" + name + "\" is missing");
    }
}
