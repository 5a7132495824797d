package org.jiaohui.connector;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jiaohui.exchange.source.UncachedChannel;
import org.jspecify.annotations.Nullable;

/** Writes a new file. What comes after its first 64 MiB goes past the system's cache, unless the file system does not offer that or the disk is slow. */
final class UncachedOutput extends OutputStream {
    private final Path file;
    private OutputStream cached;
    private @Nullable Direct direct;
    private boolean decided;
    private long count;

    UncachedOutput(Path file) throws IOException {
        this.file = file;
        cached = Files.newOutputStream(file);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
        int at = start;
        int end = start + length;
        if (!decided && count + length >= UncachedChannel.LARGE) {
            int before = (int) (UncachedChannel.LARGE - count);
            cached.write(from, at, before);
            at += before;
            decided = true;
            direct = Direct.of(file);
        }
        while (at < end && direct != null) {
            at += direct.take(from, at, end - at);
            if (direct.isSlow()) {
                leave(direct);
            }
        }
        cached.write(from, at, end - at);
        count += length;
    }

    private void leave(Direct left) throws IOException {
        direct = null;
        cached.close();
        cached = Files.newOutputStream(file, StandardOpenOption.APPEND);
        left.end(cached);
    }

    @Override
    public void close() throws IOException {
        try {
            if (direct != null) {
                leave(direct);
            }
        } finally {
            cached.close();
        }
    }

    /** The part of the file that goes past the cache. */
    private static final class Direct {
        private final Path file;
        private final Arena memory = Arena.ofShared();
        private final ByteBuffer block;
        private FileChannel channel;
        private long position = UncachedChannel.LARGE;
        private long nanos;

        private Direct(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
            block = memory.allocate(UncachedChannel.BLOCK, UncachedChannel.alignment(file))
                    .asByteBuffer();
        }

        static @Nullable Direct of(Path file) {
            Optional<FileChannel> opened = UncachedChannel.open(file, StandardOpenOption.WRITE);
            return opened.map(channel -> new Direct(file, channel)).orElse(null);
        }

        int take(byte[] from, int start, int length) throws IOException {
            int portion = Math.min(length, block.remaining());
            block.put(from, start, portion);
            if (!block.hasRemaining()) {
                block.flip();
                long began = System.nanoTime();
                position += write();
                nanos += System.nanoTime() - began;
                block.compact();
            }
            return portion;
        }

        /** An interrupt closes the channel; the block is written once more, and whoever looks for the interrupt finds it afterwards. */
        private int write() throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                while (true) {
                    try {
                        return channel.write(block, position);
                    } catch (ClosedByInterruptException stop) {
                        interrupted |= Thread.interrupted();
                        channel = UncachedChannel.open(file, StandardOpenOption.WRITE)
                                .orElseThrow(() -> new IOException("the file cannot be opened again", stop));
                        block.rewind();
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** Whether the rest is better written through the cache; also when the file system took a part of a block only, as what follows would not be aligned. */
        boolean isSlow() {
            return position % UncachedChannel.BLOCK != 0
                    || UncachedChannel.isSlow(position - UncachedChannel.LARGE, nanos);
        }

        /** Hands over what is not yet written. */
        void end(OutputStream rest) throws IOException {
            channel.close();
            byte[] last = new byte[block.position()];
            block.flip().get(last);
            memory.close();
            rest.write(last);
        }
    }
}
