package org.jiaohui.connector;

import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Digests blocks in their order on a thread of its own, beside the copying of a large stream; small portions are digested at once and need no thread. Blocks
 * change hands and are never copied; a few of them bound the memory.
 */
final class BesideDigest implements AutoCloseable {
    private static final int BLOCK = 256 << 10;
    private static final int BLOCKS = 4;
    private static final int SMALL = 32 << 10;
    private static final int END = -1;

    private final MessageDigest digest;
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS + 1);
    private @Nullable Thread thread;
    private int made;

    /** Bytes on their way from the stream to the digest. */
    static final class Block {
        final byte[] bytes;
        private int length;

        private Block(int size) {
            bytes = new byte[size];
        }
    }

    BesideDigest(MessageDigest digest) {
        this.digest = digest;
    }

    /** An empty block; waits for one when all are under way. */
    Block block() throws InterruptedIOException {
        Block ready = free.poll();
        if (ready != null) {
            return ready;
        }
        if (made < BLOCKS) {
            made++;
            return new Block(BLOCK);
        }
        try {
            return free.take();
        } catch (InterruptedException stop) {
            throw interrupted();
        }
    }

    /** Takes a block whose first bytes are to be digested; the caller lets go of it. */
    void digest(Block block, int length) {
        if (thread == null) {
            if (length <= SMALL) {
                digest.update(block.bytes, 0, length);
                free.add(block);
                return;
            }
            thread = Thread.ofVirtual().name("spool-digest").start(this::work);
        }
        block.length = length;
        filled.add(block);
    }

    private void work() {
        try {
            for (Block next = filled.take(); next.length != END; next = filled.take()) {
                digest.update(next.bytes, 0, next.length);
                free.add(next);
            }
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until everything is digested. */
    @Override
    public void close() throws InterruptedIOException {
        Thread working = thread;
        if (working != null) {
            Block end = new Block(0);
            end.length = END;
            filled.add(end);
            try {
                working.join();
            } catch (InterruptedException stop) {
                throw interrupted();
            }
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("stopped while a delivery was digested");
    }
}
