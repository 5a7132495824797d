package org.jiaohui.dataset.format.delimited;

import java.io.IOException;
import java.util.Arrays;
import org.jiaohui.dataset.format.ValueSink;

/** Offers the records at the beginning of spans to a draft or a sample; records of another shape say nothing about the columns. */
final class RecordSampler {
    private final RecordSplitter splitter;
    private final Dialect dialect;
    private final int fields;
    private final boolean whole;
    private final byte[] buffer;

    /** @param whole whether every record of a span is offered, not only the first {@code window} bytes */
    RecordSampler(Dialect dialect, int fields, int window, boolean whole) {
        this.dialect = dialect;
        this.fields = fields;
        this.whole = whole;
        splitter = new RecordSplitter(dialect, fields);
        buffer = new byte[window + 2];
    }

    void sample(Span span, ValueSink sink) throws IOException {
        int limit = 0;
        boolean ended = false;
        do {
            int read = span.read(buffer, limit, buffer.length - 2 - limit);
            ended = read < 0 || (read == 0 && limit < buffer.length - 2);
            limit += Math.max(0, read);
            buffer[limit] = dialect.separator();
            int rest = offer(limit, ended, sink);
            if (rest == 0 && limit == buffer.length - 2) {
                return;
            }
            System.arraycopy(buffer, rest, buffer, 0, limit - rest);
            limit -= rest;
        } while (whole && !ended);
    }

    /** Offers all complete records and returns where the incomplete one starts. */
    private int offer(int limit, boolean ended, ValueSink sink) {
        int at = 0;
        while (at < limit) {
            int next = splitter.split(buffer, at, limit, ended);
            if (next < 0) {
                return at;
            }
            if (splitter.fields == fields && !splitter.malformed) {
                for (int i = 0; i < fields; i++) {
                    offer(i, sink);
                }
            }
            at = next;
        }
        return at;
    }

    private void offer(int field, ValueSink sink) {
        int start = splitter.starts[field];
        int length = splitter.ends[field] - start;
        if (splitter.doubled[field]) {
            byte[] value = Arrays.copyOfRange(buffer, start, start + length);
            sink.offer(field, value, 0, RecordSplitter.unescape(value, 0, length, (byte) dialect.quote()));
        } else {
            sink.offer(field, buffer, start, length);
        }
    }
}
