package org.jiaohui.dataset.rule;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that sets of keys may take together; beyond it they go to disk. All runs of one process share {@link #SHARED}, a quarter of the heap, so that many
 * large deliveries at a time stay within it.
 */
final class KeyMemory {
    static final KeyMemory SHARED = new KeyMemory(Runtime.getRuntime().maxMemory() / 4);

    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    KeyMemory(long bytes) {
        this.bytes = bytes;
    }

    /** False, and nothing is taken, when it would be too much. */
    boolean claim(long more) {
        long now = taken.get();
        while (now + more <= bytes) {
            if (taken.compareAndSet(now, now + more)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    /** Takes what cannot be done without. */
    void take(long more) {
        taken.addAndGet(more);
    }

    void release(long less) {
        taken.addAndGet(-less);
    }

    long bytes() {
        return bytes;
    }

    long taken() {
        return taken.get();
    }
}
