package org.jiaohui.dataset.format.delimited;

/**
 * How records and fields are told apart.
 *
 * @param delimiter the byte between fields
 * @param separator the byte between records; a carriage return before a line feed belongs to it
 * @param quote the byte around fields that contain the other two, or {@link #NO_QUOTE}
 */
record Dialect(byte delimiter, byte separator, int quote) {
    /** A value that no byte has. */
    static final int NO_QUOTE = 256;

    static final Dialect CSV = new Dialect((byte) ',', (byte) '\n', '"');

    Dialect withDelimiter(byte other) {
        return new Dialect(other, separator, quote);
    }

    Dialect withQuote(int other) {
        return new Dialect(delimiter, separator, other);
    }

    /** {@code TSV} for tabs, {@code CSV} for every other delimiter: the names that people know. */
    String format() {
        return delimiter == '\t' ? "TSV" : "CSV";
    }
}
