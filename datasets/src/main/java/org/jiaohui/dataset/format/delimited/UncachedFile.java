package org.jiaohui.dataset.format.delimited;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jiaohui.exchange.source.UncachedChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file once, from its beginning to its end: a large one past the system's cache, unless the file system does not offer that or the disk is slow.
 */
final class UncachedFile implements AutoCloseable {
    private final FileChannel cached;
    private final long size;
    private final Arena memory = Arena.ofShared();
    private final ByteBuffer block;
    private @Nullable FileChannel direct;
    /** Where in the file the block ends. */
    private long position;

    private long nanos;

    /** @param start of the first byte to be read */
    UncachedFile(Path file, long start) throws IOException {
        cached = FileChannel.open(file, StandardOpenOption.READ);
        size = cached.size();
        direct = size < UncachedChannel.LARGE
                ? null
                : UncachedChannel.open(file, StandardOpenOption.READ).orElse(null);
        int alignment = direct == null ? 1 : UncachedChannel.alignment(file);
        block = memory.allocate(Math.clamp(size, 1, UncachedChannel.BLOCK), alignment)
                .asByteBuffer();
        position = start / alignment * alignment;
        int ahead = (int) (start - position);
        if (load()) {
            block.position(Math.min(ahead, block.limit()));
        }
    }

    long size() {
        return size;
    }

    /** Reads on, at most to the end of a block, so that the last bytes can be put back; -1 at the end of the file. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (!block.hasRemaining() && !load()) {
            return -1;
        }
        int portion = Math.min(length, block.remaining());
        block.get(into, offset, portion);
        return portion;
    }

    /** Puts back some of the bytes that the last read gave. */
    void unread(int bytes) {
        block.position(block.position() - bytes);
    }

    private boolean load() throws IOException {
        block.clear();
        FileChannel past = direct;
        if (past == null) {
            while (block.hasRemaining() && cached.read(block, position + block.position()) >= 0) {}
        } else {
            long began = System.nanoTime();
            past.read(block, position);
            nanos += System.nanoTime() - began;
            completeEnd(past);
        }
        block.flip();
        position += block.limit();
        return block.hasRemaining();
    }

    /** A direct read may end early; the rest of its block, and all that follows on a slow disk, goes through the cache. */
    private void completeEnd(FileChannel past) throws IOException {
        while (position + block.position() < size && block.hasRemaining()) {
            if (cached.read(block, position + block.position()) < 0) {
                return;
            }
        }
        if (UncachedChannel.isSlow(position + block.position(), nanos)) {
            past.close();
            direct = null;
        }
    }

    @Override
    public void close() throws IOException {
        cached.close();
        if (direct != null) {
            direct.close();
        }
        memory.close();
    }
}
