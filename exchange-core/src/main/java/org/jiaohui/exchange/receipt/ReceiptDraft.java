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
 * @param acknowledged what was said to have been taken there, where it was said already
 * @param batch what the target knows a delivery by
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
        Optional<Amount> acknowledged,
        Optional<Batch> batch,
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
        DELIVERY("delivery"),
        /** A word on a delivered batch that came after the receipt of its delivery. */
        ACKNOWLEDGEMENT("acknowledgement");

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

    /**
     * A batch in a target.
     *
     * @param previous the version that the target had been delivered before
     * @param statement the reconciliation whose differing keys alone it brings
     */
    public record Batch(String id, Optional<VersionNumber> previous, Optional<String> statement) {}

    /** A version that the run made, or that the delivery took along. */
    public record Version(
            String table, DatasetId dataset, VersionNumber number, long snapshot, long rows, String sha256) {}
}
