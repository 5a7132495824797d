package org.jiaohui.exchange.receipt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.RunInput;

/**
 * What a receipt is to say, before it has its place in the chain and its signature.
 *
 * @param chain whose receipts are chained: the id of the task, or of the standing delivery
 * @param subject the run or the delivery; there is one receipt of each kind and subject, ever
 * @param source what was read: a source of the hub, or for a delivery the dataset
 * @param target what was written, for a delivery
 * @param delivered what reached the target; absent for a run
 * @param position where the source stood, as its connector writes it
 */
public record ReceiptDraft(
        Kind kind,
        String chain,
        String subject,
        String source,
        Optional<String> target,
        String outcome,
        Optional<String> errorCode,
        Amount read,
        Amount refused,
        Amount published,
        Optional<Amount> delivered,
        List<RunInput> inputs,
        List<Version> versions,
        Optional<String> position,
        int attempt,
        Instant queuedAt,
        Optional<Instant> startedAt) {
    public ReceiptDraft {
        inputs = List.copyOf(inputs);
        versions = List.copyOf(versions);
    }

    /** What the receipt is about. */
    public enum Kind {
        RUN("run"),
        DELIVERY("delivery");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** How many rows, and the SHA-256 (lower-case hex) of what they were; docs/receipts.md says over which bytes. */
    public record Amount(long count, Optional<String> sha256) {
        public static Amount of(long count) {
            return new Amount(count, Optional.empty());
        }
    }

    /** A version that the run made, or that the delivery took along. */
    public record Version(
            String table, DatasetId dataset, VersionNumber number, long snapshot, long rows, String sha256) {}
}
