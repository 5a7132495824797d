package org.jiaohui.exchange.run;

import java.util.List;

/**
 * What a rule found in data, over all rows of one run.
 *
 * @param column the column; empty when the finding is about rows or the file as a whole
 * @param count how many rows
 * @param message Chinese sentence
 * @param messageEn English sentence
 * @param samples at most ten
 */
public record Finding(
        String rule,
        Severity severity,
        String column,
        long count,
        String message,
        String messageEn,
        List<Sample> samples) {
    /** An error refuses the row; a warning does not. */
    public enum Severity {
        ERROR,
        WARNING,
        INFO
    }

    /** One offending row: its number as the sender counts it (from 1, without the header), the value and why. */
    public record Sample(long row, String value, String reason) {}

    public Finding {
        samples = List.copyOf(samples);
    }
}
