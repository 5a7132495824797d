package org.jiaohui.exchange.delivery;

import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.TableSchema;

/** The rows of a delivery; may be told again and again, each time the same rows in the same order. Memory is bounded by one batch. */
public interface RowFeed {
    /** A row is new. */
    byte INSERT = 'I';

    /** A row replaces the one with its key. */
    byte UPDATE = 'U';

    /** A row has left the dataset; of its values only the key counts. */
    byte DELETE = 'D';

    TableSchema schema();

    /** Whether these are the changes since the version before; otherwise they are all rows of a version, each of them {@link #INSERT}. */
    boolean areChanges();

    /**
     * Whether each row takes the place of whatever the target has under its key, be it several rows: they are changes for a target that somebody else has
     * changed, and that may have no unique index.
     */
    default boolean replacesKeys() {
        return false;
    }

    /** Hands over every row. What the receiver throws ends it. */
    void forEach(Receiver receiver);

    /** The same rows, each batch of them also handed to another receiver before whoever asks for them. */
    default RowFeed alsoTo(Receiver other) {
        RowFeed feed = this;
        return new RowFeed() {
            @Override
            public TableSchema schema() {
                return feed.schema();
            }

            @Override
            public boolean areChanges() {
                return feed.areChanges();
            }

            @Override
            public boolean replacesKeys() {
                return feed.replacesKeys();
            }

            @Override
            public void forEach(Receiver receiver) {
                feed.forEach((batch, operations) -> {
                    other.take(batch, operations);
                    receiver.take(batch, operations);
                });
            }
        };
    }

    /** Takes rows; the batch belongs to it until it returns. */
    @FunctionalInterface
    interface Receiver {
        /** @param operations for each row {@link #INSERT}, {@link #UPDATE} or {@link #DELETE} */
        void take(Batch batch, byte[] operations);
    }
}
