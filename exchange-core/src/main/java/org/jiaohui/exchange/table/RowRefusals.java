package org.jiaohui.exchange.table;

/** Where a decoder or rule hands over a row that it refuses. */
@FunctionalInterface
public interface RowRefusals {
    /**
     * Refuses one row.
     *
     * @param row number within its part, from 0
     * @param column name of the offending column; empty when the row as a whole is wrong
     * @param rule the rule that refused it: {@code type}, {@code fields}, {@code required} …
     * @param value the offending value as it came, shortened by the caller to at most 200 characters
     * @param reason one sentence that a person can act on, Chinese first
     * @param raw the row as it came, shortened by the receiver when long
     */
    void refuse(long row, String column, String rule, String value, String reason, RawRow raw);

    /** The same for a decoder that knows the row's text alone: such a row cannot be mended or checked again by itself. */
    default void refuse(long row, String column, String rule, String value, String reason, String text) {
        refuse(row, column, rule, value, reason, RawRow.of(text));
    }
}
