package org.jiaohui.exchange.receipt;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jiaohui.exchange.run.RunInput;
import org.jspecify.annotations.Nullable;

/** The members of a receipt's JSON, as docs/receipts.md lists them. */
final class ReceiptMembers {
    private static final Pattern PLAIN_POSITION = Pattern.compile("[0-9A-Za-z:.,+ _-]{1,200}");

    /** More inputs than these are counted and digested, but not listed. */
    private static final int MOST_INPUTS = 1_000;

    private ReceiptMembers() {}

    static Map<String, @Nullable Object> of(ReceiptDraft draft, Instant finishedAt) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("kind", draft.kind().label());
        members.put("task", draft.chain());
        members.put("subject", draft.subject());
        members.put("source", draft.source());
        put(members, "target", draft.target());
        members.put("outcome", draft.outcome());
        put(members, "error", draft.errorCode());
        members.put("read", amount(draft.read()));
        members.put("refused", amount(draft.refused()));
        members.put("published", amount(draft.published()));
        put(members, "delivered", draft.delivered().map(ReceiptMembers::amount));
        put(members, "acknowledged", draft.acknowledged().map(ReceiptMembers::amount));
        put(members, "batch", draft.batch().map(ReceiptDraft.Batch::id));
        put(
                members,
                "previousVersion",
                draft.batch().flatMap(ReceiptDraft.Batch::previous).map(Object::toString));
        put(members, "reconciliation", draft.batch().flatMap(ReceiptDraft.Batch::statement));
        members.put("inputCount", draft.inputs().size());
        members.put(
                "inputs",
                draft.inputs().stream()
                        .limit(MOST_INPUTS)
                        .map(ReceiptMembers::input)
                        .toList());
        members.put(
                "versions",
                draft.versions().stream().map(ReceiptMembers::version).toList());
        put(members, "position", draft.position().map(ReceiptMembers::position));
        members.put("attempt", draft.attempt());
        members.put("queuedAt", draft.queuedAt().toString());
        put(members, "startedAt", draft.startedAt().map(Instant::toString));
        members.put("finishedAt", finishedAt.toString());
        return members;
    }

    private static Map<String, @Nullable Object> amount(ReceiptDraft.Amount amount) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("count", amount.count());
        put(members, "sha256", amount.sha256());
        return members;
    }

    private static Map<String, @Nullable Object> input(RunInput input) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("name", wellFormed(input.name()));
        members.put("basis", input.basis().label());
        members.put("bytes", input.bytes());
        members.put("sha256", input.sha256());
        return members;
    }

    private static Map<String, @Nullable Object> version(ReceiptDraft.Version version) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("table", wellFormed(version.table()));
        members.put("dataset", version.dataset().value());
        members.put("version", version.number().toString());
        // A 64-bit number, which JSON readers would round.
        members.put("snapshot", Long.toString(version.snapshot()));
        members.put("rows", version.rows());
        members.put("sha256", version.sha256());
        return members;
    }

    /** Receipts are handed out: an address, which a position may hold, is named by its digest; fingerprints, numbers and times stay readable. */
    private static String position(String position) {
        return PLAIN_POSITION.matcher(position).matches() ? position : "sha256:" + sha256(position);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** Unpaired surrogates, which foreign names may bring, become U+FFFD. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(UTF_16BE), UTF_16BE);
    }

    private static void put(Map<String, @Nullable Object> members, String name, Optional<?> value) {
        value.ifPresent(known -> members.put(name, known));
    }
}
