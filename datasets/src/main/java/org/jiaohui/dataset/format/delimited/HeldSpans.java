package org.jiaohui.dataset.format.delimited;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Cuts a UTF-8 file that is read once into spans that lie in memory; one of them is always read and cut ahead, beside the decoding. */
final class HeldSpans implements Spans {
    private static final long SHORTEST = 4L << 20;
    private static final int STEP = 64 << 10;
    private static final Executor AHEAD =
            task -> Thread.ofVirtual().name("spans-ahead").start(task);

    private final Path path;
    private final String name;
    private final Dialect dialect;
    private final UncachedFile file;
    private final int target;
    private final RecordEnds ends;
    private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();
    private @Nullable CompletableFuture<Optional<Span>> ahead;
    private long position;
    private int ordinal;
    private long taken;

    HeldSpans(Path path, String name, Dialect dialect, long start, int target) throws IOException {
        this.path = path;
        this.name = name;
        this.dialect = dialect;
        this.target = target;
        file = new UncachedFile(path, start);
        position = start;
        ends = new RecordEnds(dialect);
    }

    @Override
    public Optional<Span> next() throws IOException {
        Optional<Span> next = ahead == null ? cut() : awaited(ahead);
        ahead = position < file.size() ? CompletableFuture.supplyAsync(this::cutAhead, AHEAD) : null;
        taken = next.map(span -> ((Part) span).end()).orElse(taken);
        return next;
    }

    private Optional<Span> cutAhead() {
        try {
            return cut();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Optional<Span> awaited(CompletableFuture<Optional<Span>> ahead) throws IOException {
        try {
            return ahead.join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case UncheckedIOException broken -> throw broken.getCause();
                case RuntimeException trouble -> throw trouble;
                case Error trouble -> throw trouble;
                case null, default -> throw failed;
            }
        }
    }

    private Optional<Span> cut() throws IOException {
        long rest = file.size() - position;
        if (rest <= 0) {
            return Optional.empty();
        }
        int goal = (int) Math.min(rest, Math.min(target, Math.max(SHORTEST, rest / 4)));
        byte[] text = free.poll();
        if (text == null) {
            text = new byte[(int) Math.min(target, file.size()) + STEP];
        }
        int length = 0;
        while (length < goal) {
            int read = file.read(text, length, goal - length);
            if (read < 0) {
                throw new IOException("the file became shorter while it was read");
            }
            length += read;
        }
        ends.skip(text, 0, length);
        while (position + length < file.size()) {
            if (text.length - length < STEP) {
                text = Arrays.copyOf(text, text.length + Math.max(STEP, text.length / 2));
            }
            int read = file.read(text, length, STEP);
            if (read < 0) {
                throw new IOException("the file became shorter while it was read");
            }
            int end = ends.findEnd(text, length, length + read);
            if (end >= 0) {
                file.unread(length + read - end);
                length = end;
                break;
            }
            length += read;
            if (length - goal > LONGEST_RECORD) {
                throw Faults.tooLong(name, lineOf(position + lastRecordStart(text, goal)));
            }
        }
        Part part = new Part(ordinal++, position, text, length);
        position += length;
        return Optional.of(part);
    }

    private int lastRecordStart(byte[] text, int to) {
        RecordEnds again = new RecordEnds(dialect);
        int start = 0;
        for (int next; (next = again.findEnd(text, start, to)) >= 0; ) {
            start = next;
        }
        return start;
    }

    /** Counts lines from the start of the file: only done for a message. */
    private long lineOf(long to) throws IOException {
        byte[] block = new byte[STEP];
        long line = 1;
        try (InputStream in = Files.newInputStream(path)) {
            for (long at = 0; at < to; ) {
                int read = in.read(block, 0, (int) Math.min(STEP, to - at));
                if (read < 0) {
                    return line;
                }
                for (int i = 0; i < read; i++) {
                    if (block[i] == dialect.separator()) {
                        line++;
                    }
                }
                at += read;
            }
        }
        return line;
    }

    @Override
    public long bytesCut() {
        return taken;
    }

    @Override
    public void close() throws IOException {
        if (ahead != null) {
            ahead.handle((span, failed) -> true).join();
        }
        file.close();
    }

    /** One span in memory. */
    private final class Part implements Span {
        private final int ordinal;
        private final long from;
        private byte[] text;
        private final int length;
        private int at;

        Part(int ordinal, long from, byte[] text, int length) {
            this.ordinal = ordinal;
            this.from = from;
            this.text = text;
            this.length = length;
        }

        long end() {
            return from + length;
        }

        @Override
        public int ordinal() {
            return ordinal;
        }

        @Override
        public int read(byte[] into, int offset, int room) {
            int portion = Math.min(room, length - at);
            if (portion <= 0) {
                return -1;
            }
            System.arraycopy(text, at, into, offset, portion);
            at += portion;
            if (at == length && text.length == target + STEP) {
                free.add(text);
                text = new byte[0];
            }
            return portion;
        }

        @Override
        public long lineAt(long offset) throws IOException {
            return lineOf(from + offset);
        }
    }
}
