package org.jiaohui.dataset.format.delimited;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Cuts a UTF-8 file into spans without copying it: workers read their spans themselves. */
final class FileSpans implements Spans {
    private static final int WINDOW = 1 << 20;
    private static final long SHORTEST = 4L << 20;
    /** Small reads keep the JDK's per-thread direct buffers small. */
    private static final int READ = 256 << 10;

    private final String name;
    private final Dialect dialect;
    private final FileChannel channel;
    private final long size;
    private final long target;
    private final RecordEnds ends;
    private final byte[] window = new byte[WINDOW];
    private long position;
    private int ordinal;

    FileSpans(Path file, String name, Dialect dialect, long start, long target) throws IOException {
        this.name = name;
        this.dialect = dialect;
        this.target = target;
        channel = FileChannel.open(file, StandardOpenOption.READ);
        size = channel.size();
        position = start;
        ends = new RecordEnds(dialect);
    }

    @Override
    public Optional<Span> next() throws IOException {
        if (position >= size) {
            return Optional.empty();
        }
        long from = position;
        long goal = Math.min(size, from + length(size - from));
        for (long at = from; at < goal; ) {
            int length = read(channel, at, window, 0, (int) Math.min(WINDOW, goal - at));
            if (length <= 0) {
                throw new IOException("the file became shorter while it was read");
            }
            ends.skip(window, 0, length);
            at += length;
        }
        position = endAfter(goal, from);
        return Optional.of(new Part(ordinal++, from, position));
    }

    /** Spans become shorter towards the end of the file, so that all who decode it are done at about the same time. */
    private long length(long rest) {
        return Math.min(target, Math.max(SHORTEST, rest / 4));
    }

    private long endAfter(long goal, long from) throws IOException {
        long at = goal;
        while (at < size) {
            int length = read(channel, at, window, 0, (int) Math.min(WINDOW, size - at));
            if (length <= 0) {
                throw new IOException("the file became shorter while it was read");
            }
            int end = ends.findEnd(window, 0, length);
            if (end >= 0) {
                return at + end;
            }
            at += length;
            if (at - goal > LONGEST_RECORD) {
                throw Faults.tooLong(name, lineOf(lastRecordStart(from, goal)));
            }
        }
        return size;
    }

    private long lastRecordStart(long from, long to) throws IOException {
        RecordEnds again = new RecordEnds(dialect);
        long start = from;
        for (long at = from; at < to; ) {
            int length = read(channel, at, window, 0, (int) Math.min(WINDOW, to - at));
            for (int end = 0, next; (next = again.findEnd(window, end, length)) >= 0; end = next) {
                start = at + next;
            }
            at += length;
        }
        return start;
    }

    /** Counts lines from the start of the file: only done for a message. */
    private long lineOf(long to) throws IOException {
        byte[] block = new byte[WINDOW];
        long line = 1;
        for (long at = 0; at < to; ) {
            int length = read(channel, at, block, 0, (int) Math.min(WINDOW, to - at));
            if (length <= 0) {
                return line;
            }
            for (int i = 0; i < length; i++) {
                if (block[i] == dialect.separator()) {
                    line++;
                }
            }
            at += length;
        }
        return line;
    }

    @Override
    public long bytesCut() {
        return position;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static int read(FileChannel channel, long at, byte[] into, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int read = channel.read(ByteBuffer.wrap(into, offset + done, Math.min(READ, length - done)), at + done);
            if (read < 0) {
                return done == 0 ? -1 : done;
            }
            done += read;
        }
        return done;
    }

    /** One span of the file. */
    private final class Part implements Span {
        private final int ordinal;
        private final long from;
        private final long to;
        private long at;

        Part(int ordinal, long from, long to) {
            this.ordinal = ordinal;
            this.from = from;
            this.to = to;
            at = from;
        }

        @Override
        public int ordinal() {
            return ordinal;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at >= to) {
                return -1;
            }
            int read = FileSpans.read(channel, at, into, offset, (int) Math.min(length, to - at));
            if (read < 0) {
                throw new IOException("the file became shorter while it was read");
            }
            at += read;
            return read;
        }

        @Override
        public long lineAt(long offset) throws IOException {
            return lineOf(from + offset);
        }
    }
}
