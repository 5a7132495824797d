package org.jiaohui.dataset.format.delimited;

import java.util.Arrays;

/**
 * Finds the fields of one record (RFC 4180, any dialect). Hot path: one instance per worker, its arrays are used again for every record. Delimiters and
 * separators are marked 64 bytes at a time, as in Langdale and Lemire, "Parsing gigabytes of JSON per second" (2019), with eight bytes a word.
 */
final class RecordSplitter {
    /** The buffer ends before the record does. */
    static final int INCOMPLETE = -1;
    /** The text ends inside quotes. */
    static final int UNCLOSED = -2;

    private static final int MARKED = 64;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long LOW = 0x7f7f_7f7f_7f7f_7f7fL;
    /** Gathers the lowest bit of each of eight bytes in the highest byte. */
    private static final long GATHER = 0x0102_0408_1020_4080L;

    private final byte delimiter;
    private final byte separator;
    private final int quote;
    private final long delimiters;
    private final long separators;
    /** Where the record ended that was split last; -1 when the text may be another one by now. */
    private int expected = -1;
    /** Where the marked bytes begin, and a bit for each delimiter and separator among them. */
    private int marked;

    private long marks;
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
        delimiters = ONES * (delimiter & 0xff);
        separators = ONES * (separator & 0xff);
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
        if (from != expected) {
            mark(text, from);
        }
        expected = -1;
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
                expected = at < limit ? at + 1 : last ? limit : INCOMPLETE;
                return expected;
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
        int offset = from - marked;
        if (offset < MARKED) {
            long ahead = marks >>> offset;
            if (ahead != 0) {
                return from + Long.numberOfTrailingZeros(ahead);
            }
            mark(text, marked + MARKED);
        } else {
            mark(text, from);
        }
        while (marks == 0) {
            mark(text, marked + MARKED);
        }
        return marked + Long.numberOfTrailingZeros(marks);
    }

    private void mark(byte[] text, int from) {
        marked = from;
        if (from + MARKED > text.length) {
            markOneByOne(text, from);
            return;
        }
        long found = 0;
        for (int word = 0; word < 8; word++) {
            long eight = (long) Utf8.WORDS.get(text, from + 8 * word);
            found |= gathered(eight) << (8 * word);
        }
        marks = found;
    }

    private long gathered(long eight) {
        long noDelimiter = eight ^ delimiters;
        long noSeparator = eight ^ separators;
        noDelimiter = ((noDelimiter & LOW) + LOW) | noDelimiter;
        noSeparator = ((noSeparator & LOW) + LOW) | noSeparator;
        long here = (~(noDelimiter & noSeparator) >>> 7) & ONES;
        return (here * GATHER) >>> 56;
    }

    private void markOneByOne(byte[] text, int from) {
        marks = 0;
        for (int at = from; at < text.length; at++) {
            if (text[at] == delimiter || text[at] == separator) {
                marks |= 1L << (at - from);
            }
        }
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
