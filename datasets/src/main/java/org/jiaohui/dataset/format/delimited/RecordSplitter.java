package org.jiaohui.dataset.format.delimited;

import java.util.Arrays;

/** Finds the fields of one record (RFC 4180, any dialect). Hot path: one instance per worker, its arrays are used again for every record. */
final class RecordSplitter {
    /** The buffer ends before the record does. */
    static final int INCOMPLETE = -1;
    /** The text ends inside quotes. */
    static final int UNCLOSED = -2;

    private final byte delimiter;
    private final byte separator;
    private final int quote;
    /** Where fields start and end, quotes excluded; valid for the first {@link #fields} fields but never beyond the arrays. */
    int[] starts;

    int[] ends;
    /** Whether a field contains doubled quotes that stand for one. */
    boolean[] doubled;
    /** How many fields the record has, also beyond the arrays' length. */
    int fields;
    /** Whether text follows a closing quote. */
    boolean malformed;

    private boolean anyDoubled;

    RecordSplitter(Dialect dialect, int expectedFields) {
        delimiter = dialect.delimiter();
        separator = dialect.separator();
        quote = dialect.quote();
        starts = new int[expectedFields];
        ends = new int[expectedFields];
        doubled = new boolean[expectedFields];
    }

    /**
     * Splits the record that starts at {@code from}.
     *
     * @param limit end of the bytes at hand; {@code text[limit]} must hold the separator as a sentinel
     * @param last whether nothing follows the limit
     * @return the position behind the record and its separator, {@link #INCOMPLETE} or {@link #UNCLOSED}
     */
    int split(byte[] text, int from, int limit, boolean last) {
        fields = 0;
        malformed = false;
        if (anyDoubled) {
            Arrays.fill(doubled, false);
            anyDoubled = false;
        }
        int at = from;
        while (true) {
            int start = at;
            int end;
            if (text[at] == quote && at < limit) {
                start = at + 1;
                end = closingQuote(text, start, limit, last);
                if (end < 0) {
                    return end;
                }
                at = end + 1;
                if (text[at] == '\r' && separator == '\n' && text[at + 1] == '\n' && at + 1 <= limit) {
                    at++;
                }
                if (text[at] != delimiter && text[at] != separator) {
                    malformed = true;
                    at = fieldEnd(text, at);
                    end = at;
                }
            } else {
                at = fieldEnd(text, at);
                end = at;
                if (text[at] == separator && separator == '\n' && end > start && text[end - 1] == '\r') {
                    end--;
                }
            }
            add(start, end);
            if (text[at] == separator) {
                return at < limit ? at + 1 : last ? limit : INCOMPLETE;
            }
            if (at >= limit) {
                return INCOMPLETE;
            }
            at++;
        }
    }

    /** Whether any field of the record contains doubled quotes. */
    boolean anyDoubled() {
        return anyDoubled;
    }

    private int fieldEnd(byte[] text, int from) {
        int at = from;
        byte value = text[at];
        while (value != delimiter && value != separator) {
            value = text[++at];
        }
        return at;
    }

    private int closingQuote(byte[] text, int from, int limit, boolean last) {
        int at = from;
        while (true) {
            while (at < limit && text[at] != quote) {
                at++;
            }
            if (at >= limit) {
                return last ? UNCLOSED : INCOMPLETE;
            }
            if (at + 1 == limit && !last) {
                return INCOMPLETE;
            }
            if (at + 1 == limit || text[at + 1] != quote) {
                return at;
            }
            markDoubled();
            at += 2;
        }
    }

    private void markDoubled() {
        if (fields < doubled.length) {
            doubled[fields] = true;
            anyDoubled = true;
        }
    }

    private void add(int start, int end) {
        if (fields < starts.length) {
            starts[fields] = start;
            ends[fields] = end;
        }
        fields++;
    }

    /** Replaces doubled quotes within the text itself, which becomes shorter; returns the new length of the field. */
    static int unescape(byte[] text, int start, int end, byte quote) {
        int to = start;
        for (int from = start; from < end; from++) {
            text[to++] = text[from];
            if (text[from] == quote) {
                from++;
            }
        }
        return to - start;
    }
}
