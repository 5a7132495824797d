package org.jiaohui.exchange.delivery;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jiaohui.exchange.run.RunProgress;

/** Sends the rows of a feed as canonical CSV and computes the effect over the very bytes that are sent. */
public final class CsvFeed {
    /** Bytes that are handed over at once. */
    private static final int CHUNK = 1 << 16;

    private CsvFeed() {}

    /** Takes bytes; they are the sender's again afterwards. */
    @FunctionalInterface
    public interface Sink {
        void write(byte[] bytes, int length) throws IOException;
    }

    /**
     * Sends the rows that a delivery of this mode brings, each line with its operation where the mode tells it.
     *
     * @throws IOException what the sink throws
     */
    public static DeliveryEffect send(RowFeed feed, DeliveryMode mode, RunProgress progress, Sink sink)
            throws IOException {
        boolean withOperations = mode.tellsOperations();
        MessageDigest digest = sha256();
        CsvEncoder encoder = new CsvEncoder();
        long[] sent = new long[2];
        try {
            feed.forEach((batch, operations) -> {
                progress.checkStop();
                try {
                    for (int row = 0; row < batch.rows; row++) {
                        if (!mode.sends(operations[row])) {
                            continue;
                        }
                        encoder.row(batch, row, withOperations ? operations[row] : 0);
                        sent[0]++;
                        if (encoder.length() >= CHUNK) {
                            sent[1] += flush(encoder, digest, sink);
                        }
                    }
                    sent[1] += flush(encoder, digest, sink);
                } catch (IOException broken) {
                    throw new Broken(broken);
                }
                progress.advanced(sent[0], sent[1]);
            });
        } catch (Broken wrapped) {
            throw wrapped.cause;
        }
        return new DeliveryEffect(sent[0], sent[1], HexFormat.of().formatHex(digest.digest()));
    }

    private static int flush(CsvEncoder encoder, MessageDigest digest, Sink sink) throws IOException {
        int length = encoder.length();
        if (length > 0) {
            digest.update(encoder.bytes(), 0, length);
            sink.write(encoder.bytes(), length);
            encoder.clear();
        }
        return length;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final IOException cause;

        private Broken(IOException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
