package org.jiaohui.dataset.format.delimited;

/**
 * Follows a text from its beginning and tells record ends from separators inside quotes. It goes by exactly the rule of {@link RecordSplitter}: a quote opens a
 * quoted field only at the field's start, any other quote outside quotes is an ordinary character. Hot path: eight bytes at a time where no quote is near.
 */
final class RecordEnds {
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long LOW = 0x7f7f_7f7f_7f7f_7f7fL;

    private final Dialect dialect;
    private final long quotes;
    private boolean quoted;
    private boolean closed;
    private byte previous;

    RecordEnds(Dialect dialect) {
        this.dialect = dialect;
        quotes = ONES * (dialect.quote() & 0xff);
        previous = dialect.separator();
    }

    /** Begins anew at a record end. */
    void restart() {
        quoted = false;
        closed = false;
        previous = dialect.separator();
    }

    /** Goes over a stretch of text. */
    void skip(byte[] text, int from, int to) {
        int at = from;
        boolean mayQuote = dialect.quote() != Dialect.NO_QUOTE;
        while (at < to && mayQuote) {
            if (at + 8 <= to) {
                long difference = (long) Utf8.WORDS.get(text, at) ^ quotes;
                if (((((difference & LOW) + LOW) | difference) | LOW) == -1L) {
                    at += 8;
                    closed = false;
                    previous = text[at - 1];
                    continue;
                }
            }
            int stop = Math.min(to, at + 8);
            while (at < stop) {
                step(text[at++]);
            }
        }
        if (to > from && !mayQuote) {
            previous = text[to - 1];
        }
    }

    /** Goes on to the next record end and returns the position behind it, or -1 when the stretch holds none. */
    int findEnd(byte[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            step(text[at]);
            if (text[at] == dialect.separator() && !quoted) {
                return at + 1;
            }
        }
        return -1;
    }

    private void step(byte value) {
        if (value != dialect.quote()) {
            closed = false;
        } else if (quoted) {
            quoted = false;
            closed = true;
        } else if (closed || previous == dialect.delimiter() || previous == dialect.separator()) {
            quoted = true;
            closed = false;
        }
        previous = value;
    }
}
