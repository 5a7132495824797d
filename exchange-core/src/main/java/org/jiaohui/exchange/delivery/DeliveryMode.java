package org.jiaohui.exchange.delivery;

import java.util.Locale;

/** What a delivery does to what the target already holds. */
public enum DeliveryMode {
    /** The target holds exactly the version afterwards; nobody who reads it ever sees a half of it. */
    REPLACE,
    /** Rows are inserted, or replace those with the same key; rows that left the dataset leave the target. */
    UPSERT,
    /** New and changed rows are added; nothing that the target holds is touched. */
    APPEND,
    /** Each version is one batch of rows with {@code ex_op}, {@code ex_ts}, {@code ex_batch} and {@code ex_status} (前置库), which the consumer acknowledges. */
    FRONT_END;

    /** Whether each row is sent with what happened to it. */
    public boolean tellsOperations() {
        return this == UPSERT || this == FRONT_END;
    }

    /**
     * Whether rows to which this happened are sent at all.
     *
     * @param operation {@link RowFeed#INSERT}, {@link RowFeed#UPDATE} or {@link RowFeed#DELETE}
     */
    public boolean sends(byte operation) {
        return this != APPEND || operation != RowFeed.DELETE;
    }

    /** As interfaces write it: {@code replace, upsert, append, front-end}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException when the word is none */
    public static DeliveryMode parse(String word) {
        for (DeliveryMode mode : values()) {
            if (mode.word().equals(word)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                "方式应为 replace、upsert、append 或 front-end / a mode is replace, upsert, append or front-end, got \"" + word
                        + "\"");
    }
}
