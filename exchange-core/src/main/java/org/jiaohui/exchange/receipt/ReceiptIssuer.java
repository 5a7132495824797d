package org.jiaohui.exchange.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes receipts in the name of one hub.
 *
 * @param hub the hub's node id
 * @param software name and version of the program
 */
public record ReceiptIssuer(ReceiptSigner signer, String hub, String software) {
    /** The next receipt of a chain, signed. */
    public Receipt issue(ReceiptDraft draft, Instant finishedAt, ReceiptHead head) {
        return signed(ReceiptMembers.of(draft, finishedAt), head.sequence() + 1, head);
    }

    /** A signed statement that this was the end of the chain at that time. */
    public Receipt stateHead(String chain, ReceiptHead head, Instant at) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("kind", Receipt.HEAD);
        members.put("task", chain);
        members.put("subject", chain);
        members.put("at", at.toString());
        return signed(members, head.sequence(), head);
    }

    private Receipt signed(Map<String, @Nullable Object> members, long sequence, ReceiptHead head) {
        members.put("format", Receipt.FORMAT);
        members.put("sequence", sequence);
        members.put("previous", head.digest().isEmpty() ? null : head.digest());
        members.put("hub", hub);
        members.put("software", software);
        members.put("signatureAlgorithm", signer.algorithm().label());
        members.put("digestAlgorithm", signer.algorithm().digest());
        members.put("keyId", signer.keyId());
        byte[] signature = signer.sign(CanonicalJson.write(members).getBytes(UTF_8));
        members.put("signature", Base64.getEncoder().encodeToString(signature));
        return Receipt.parse(CanonicalJson.write(members).getBytes(UTF_8));
    }
}
