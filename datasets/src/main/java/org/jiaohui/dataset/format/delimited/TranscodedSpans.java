package org.jiaohui.dataset.format.delimited;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Cuts a text of another encoding into spans of UTF-8 that lie in memory; only as many as workers hold exist at a time. */
final class TranscodedSpans implements Spans {
    private static final int STEP = 64 << 10;

    private final String name;
    private final Dialect dialect;
    private final Utf8Stream stream;
    private final int target;
    private final RecordEnds ends;
    private byte[] carried = new byte[0];
    private long line = 1;
    private int ordinal;

    TranscodedSpans(Utf8Stream stream, String name, Dialect dialect, int start, int target) throws IOException {
        this.name = name;
        this.dialect = dialect;
        this.stream = stream;
        this.target = target;
        ends = new RecordEnds(dialect);
        byte[] head = new byte[start];
        int read = stream.read(head, 0, start);
        line += lines(head, Math.max(read, 0));
    }

    @Override
    public Optional<Span> next() throws IOException {
        byte[] text = Arrays.copyOf(carried, Math.max(target, carried.length) + STEP);
        int length = carried.length;
        int goal = Math.max(target, length);
        length += Math.max(0, stream.read(text, length, goal - length));
        if (length == 0) {
            return Optional.empty();
        }
        ends.skip(text, 0, length);
        int end = -1;
        int searchedFrom = length;
        for (int read; end < 0 && (read = readStep(text, length)) > 0; ) {
            end = ends.findEnd(text, length, length + read);
            length += read;
            if (end < 0 && length - searchedFrom > LONGEST_RECORD) {
                throw Faults.tooLong(name, line + lines(text, lastRecordStart(text, searchedFrom)));
            }
            if (end < 0 && text.length - length < STEP) {
                text = Arrays.copyOf(text, text.length + Math.max(STEP, text.length / 2));
            }
        }
        int cut = end < 0 ? length : end;
        carried = Arrays.copyOfRange(text, cut, length);
        if (end >= 0) {
            ends.restart();
        }
        Part part = new Part(ordinal++, text, cut, line);
        line += lines(text, cut);
        return Optional.of(part);
    }

    private int readStep(byte[] text, int at) throws IOException {
        return stream.read(text, at, Math.min(STEP, text.length - at));
    }

    private int lastRecordStart(byte[] text, int to) {
        RecordEnds again = new RecordEnds(dialect);
        int start = 0;
        for (int next; (next = again.findEnd(text, start, to)) >= 0; ) {
            start = next;
        }
        return start;
    }

    private long lines(byte[] text, int to) {
        long lines = 0;
        for (int i = 0; i < to; i++) {
            if (text[i] == dialect.separator()) {
                lines++;
            }
        }
        return lines;
    }

    @Override
    public long bytesCut() {
        return stream.consumed();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** One span in memory. */
    private final class Part implements Span {
        private final int ordinal;
        private final byte[] text;
        private final int length;
        private final long firstLine;
        private int at;

        Part(int ordinal, byte[] text, int length, long firstLine) {
            this.ordinal = ordinal;
            this.text = text;
            this.length = length;
            this.firstLine = firstLine;
        }

        @Override
        public int ordinal() {
            return ordinal;
        }

        @Override
        public int read(byte[] into, int offset, int room) {
            if (at >= length) {
                return -1;
            }
            int portion = Math.min(room, length - at);
            System.arraycopy(text, at, into, offset, portion);
            at += portion;
            return portion;
        }

        @Override
        public long lineAt(long offset) {
            return firstLine + lines(text, (int) Math.min(offset, length));
        }
    }
}
