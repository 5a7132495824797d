package org.jiaohui.dataset.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys of 128 bits on disk, in sorted runs of one file. A look-up reads one block of 4 KiB a run; when there are more than eight runs they are merged into one.
 * In memory stay eight bytes for each block. Guarded by its owner.
 */
final class KeyRuns implements AutoCloseable {
    private static final int PAIR = 16;
    /** Keys to a block. */
    private static final int BLOCK = 256;

    private static final int MOST_RUNS = 8;

    private final Path folder;
    private final List<Run> runs = new ArrayList<>();
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK * PAIR);
    private final LongBuffer pairs = block.asLongBuffer();
    private @Nullable Path path;
    private @Nullable FileChannel file;
    private long end;
    private long keys;

    KeyRuns(Path folder) {
        this.folder = folder;
    }

    /** Keys in all runs. */
    long keys() {
        return keys;
    }

    /** Writes pairs (low, high) as a run; they are sorted by their low halves as unsigned numbers. */
    void add(long[] sorted, int count) {
        try {
            Writer writer = new Writer(open(), end, count);
            for (int i = 0; i < count; i++) {
                writer.add(sorted[2 * i], sorted[2 * i + 1]);
            }
            runs.add(writer.finish());
            end += (long) count * PAIR;
            keys += count;
            if (runs.size() > MOST_RUNS) {
                merge();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private FileChannel open() throws IOException {
        FileChannel opened = file;
        if (opened == null) {
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, "keys", ".run");
            opened = FileChannel.open(fresh, StandardOpenOption.READ, StandardOpenOption.WRITE);
            path = fresh;
            file = opened;
        }
        return opened;
    }

    boolean contains(long low, long high) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            if (contains(runs.get(i), low, high)) {
                return true;
            }
        }
        return false;
    }

    private boolean contains(Run run, long low, long high) {
        int at = run.blockBefore(low);
        while (at < run.fences.length && Long.compareUnsigned(run.fences[at], low) <= 0) {
            int count = (int) Math.min(BLOCK, run.count - (long) at * BLOCK);
            read(run.start + (long) at * BLOCK * PAIR, count);
            for (int i = 0; i < count; i++) {
                if (pairs.get(2 * i) == low && pairs.get(2 * i + 1) == high) {
                    return true;
                }
            }
            at++;
        }
        return false;
    }

    private void read(long position, int count) {
        try {
            block.clear().limit(count * PAIR);
            FileChannel opened = open();
            while (block.hasRemaining()) {
                if (opened.read(block, position + block.position()) < 0) {
                    throw new IOException("a file of keys became shorter");
                }
            }
            block.flip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Adds every key to a filter. */
    void fill(KeyFilter filter) {
        for (Run run : runs) {
            Reader reader = new Reader(run);
            while (reader.next()) {
                filter.add(reader.low, reader.high);
            }
        }
    }

    private void merge() throws IOException {
        Path oldPath = path;
        FileChannel oldFile = open();
        List<Reader> readers = new ArrayList<>();
        for (Run run : runs) {
            Reader reader = new Reader(run, oldFile);
            if (reader.next()) {
                readers.add(reader);
            }
        }
        file = null;
        try {
            Writer writer = new Writer(open(), 0, keys);
            while (!readers.isEmpty()) {
                Reader least = least(readers);
                writer.add(least.low, least.high);
                if (!least.next()) {
                    readers.remove(least);
                }
            }
            runs.clear();
            runs.add(writer.finish());
            end = keys * PAIR;
        } finally {
            remove(oldFile, oldPath);
        }
    }

    private static Reader least(List<Reader> readers) {
        Reader least = readers.getFirst();
        for (int i = 1; i < readers.size(); i++) {
            Reader reader = readers.get(i);
            least = Long.compareUnsigned(reader.low, least.low) < 0 ? reader : least;
        }
        return least;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            remove(file, path);
        }
        file = null;
        runs.clear();
    }

    private static void remove(FileChannel file, @Nullable Path path) throws IOException {
        file.close();
        if (path != null) {
            Files.deleteIfExists(path);
        }
    }

    /** A sorted stretch of the file. */
    private static final class Run {
        private final long start;
        private final long count;
        /** The low half of each block's first key. */
        private final long[] fences;

        Run(long start, long count, long[] fences) {
            this.start = start;
            this.count = count;
            this.fences = fences;
        }

        /** The last block that begins below a key, or the first; equal keys may begin there. */
        int blockBefore(long low) {
            int from = 0;
            int to = fences.length;
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (Long.compareUnsigned(fences[middle], low) < 0) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return Math.max(0, from - 1);
        }
    }

    private static final class Writer {
        private final FileChannel file;
        private final long start;
        private final long count;
        private final long[] fences;
        private final ByteBuffer buffer = ByteBuffer.allocate(BLOCK * PAIR * 16);
        private long position;
        private long added;

        Writer(FileChannel file, long start, long count) {
            this.file = file;
            this.start = start;
            this.count = count;
            fences = new long[Math.toIntExact((count + BLOCK - 1) / BLOCK)];
            position = start;
        }

        void add(long low, long high) throws IOException {
            if (added % BLOCK == 0) {
                fences[(int) (added / BLOCK)] = low;
            }
            added++;
            buffer.putLong(low).putLong(high);
            if (!buffer.hasRemaining()) {
                drain();
            }
        }

        private void drain() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                position += file.write(buffer, position);
            }
            buffer.clear();
        }

        Run finish() throws IOException {
            drain();
            return new Run(start, count, fences);
        }
    }

    /** Reads a run from its beginning. */
    private final class Reader {
        private final FileChannel from;
        private final ByteBuffer buffer = ByteBuffer.allocate(BLOCK * PAIR * 16).limit(0);
        private long position;
        private long left;
        private long low;
        private long high;

        Reader(Run run) {
            this(run, openUnchecked());
        }

        Reader(Run run, FileChannel from) {
            this.from = from;
            position = run.start;
            left = run.count;
        }

        boolean next() {
            if (left == 0) {
                return false;
            }
            if (!buffer.hasRemaining()) {
                refill();
            }
            low = buffer.getLong();
            high = buffer.getLong();
            left--;
            return true;
        }

        private void refill() {
            try {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left * PAIR));
                while (buffer.hasRemaining()) {
                    int read = from.read(buffer, position);
                    if (read < 0) {
                        throw new IOException("a file of keys became shorter");
                    }
                    position += read;
                }
                buffer.flip();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private FileChannel openUnchecked() {
        try {
            return open();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
