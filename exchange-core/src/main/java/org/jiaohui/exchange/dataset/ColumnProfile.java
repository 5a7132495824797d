package org.jiaohui.exchange.dataset;

import java.util.List;
import java.util.Optional;

/**
 * What one column of a version holds.
 *
 * @param distinct number of different values; an estimate unless {@code distinctExact}
 * @param least smallest value as text, when there is any
 * @param most largest value as text
 * @param top the most frequent values, at most five
 */
public record ColumnProfile(
        String column,
        long nulls,
        long distinct,
        boolean distinctExact,
        Optional<String> least,
        Optional<String> most,
        List<ValueCount> top) {
    /** A value and how often it occurs. */
    public record ValueCount(String value, long count) {}

    public ColumnProfile {
        top = List.copyOf(top);
    }
}
