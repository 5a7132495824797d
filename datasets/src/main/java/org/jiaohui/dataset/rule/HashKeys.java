package org.jiaohui.dataset.rule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set of 128-bit hashes for many threads: open addressing in 64 stripes, 20 to 25 bytes a key. A stripe that may not grow any more writes its keys to disk as
 * a sorted run and begins anew; a filter in memory then tells nearly all new keys from those on disk.
 */
final class HashKeys implements AutoCloseable {
    private static final int STRIPES = 64;

    private final Stripe[] stripes = new Stripe[STRIPES];

    /** @param folder for keys that memory does not hold; made when it is needed */
    HashKeys(KeyMemory memory, Path folder) {
        Arrays.setAll(stripes, i -> new Stripe(memory, folder));
    }

    /** False when the hash is there already. */
    boolean add(long low, long high) {
        Stripe stripe = stripes[(int) (high >>> 58)];
        // An entry whose low half is 0 is free.
        long key = low == 0 ? 1 : low;
        synchronized (stripe) {
            return stripe.add(key, high);
        }
    }

    /** Keys that lie on disk. */
    long onDisk() {
        long keys = 0;
        for (Stripe stripe : stripes) {
            synchronized (stripe) {
                keys += stripe.runs.keys();
            }
        }
        return keys;
    }

    @Override
    public void close() throws IOException {
        for (Stripe stripe : stripes) {
            synchronized (stripe) {
                stripe.close();
            }
        }
    }

    private static final class Stripe {
        private static final double LOAD = 0.8;
        /** This many entries are never refused, so that runs on disk have a decent length. */
        private static final int LEAST_LONGS = 1 << 13;

        private static final int LEAST_FILTER = 1 << 14;
        private static final int FILTER_BITS_PER_KEY = 16;

        private final KeyMemory memory;
        private final KeyRuns runs;
        private long[] entries = new long[32];
        private int count;
        private @Nullable KeyFilter filter;
        private long claimed;

        Stripe(KeyMemory memory, Path folder) {
            this.memory = memory;
            runs = new KeyRuns(folder);
        }

        boolean add(long low, long high) {
            if (filter != null && filter.mayContain(low, high) && runs.contains(low, high)) {
                return false;
            }
            if (!put(low, high)) {
                return false;
            }
            if (++count > entries.length * (LOAD / 2)) {
                grow();
            }
            return true;
        }

        private void grow() {
            int more = Math.max(32, entries.length / 8 * 2);
            if (entries.length + more > LEAST_LONGS) {
                if (!memory.claim((long) more * Long.BYTES)) {
                    spill();
                    return;
                }
                claimed += (long) more * Long.BYTES;
            }
            long[] old = entries;
            entries = new long[old.length + more];
            for (int i = 0; i < old.length; i += 2) {
                if (old[i] != 0) {
                    put(old[i], old[i + 1]);
                }
            }
        }

        private void spill() {
            sortInPlace();
            runs.add(entries, count);
            long held = filter == null ? 0 : filter.bytes();
            memory.release(claimed - held);
            claimed = held;
            filter = filterWithEntries(held);
            entries = new long[32];
            count = 0;
        }

        /** A larger filter, filled from the runs, when they have outgrown it and memory allows; else the one at hand with what was just written. */
        private KeyFilter filterWithEntries(long held) {
            long wanted = Math.max(LEAST_FILTER, runs.keys() * FILTER_BITS_PER_KEY / 8);
            long most = Math.max(LEAST_FILTER, memory.bytes() / 2 / STRIPES) & ~63L;
            long size = Math.min(2 * wanted, most) & ~63L;
            KeyFilter current = filter;
            if (held < Math.min(wanted, most) && memory.claim(size - held)) {
                return filledFilter(size, size - held);
            }
            if (current == null) {
                memory.take(LEAST_FILTER);
                return filledFilter(LEAST_FILTER, LEAST_FILTER);
            }
            for (int i = 0; i < count; i++) {
                current.add(entries[2 * i], entries[2 * i + 1]);
            }
            return current;
        }

        private KeyFilter filledFilter(long size, long newlyClaimed) {
            claimed += newlyClaimed;
            KeyFilter filled = new KeyFilter((int) size);
            runs.fill(filled);
            return filled;
        }

        /** The entries stand nearly in the order of their low halves: each is at most a few places from where it belongs, but for those that wrapped around. */
        private void sortInPlace() {
            int size = 0;
            for (int i = 0; i < entries.length; i += 2) {
                if (entries[i] == 0) {
                    continue;
                }
                long low = entries[i];
                long high = entries[i + 1];
                int to = size;
                while (to > 0 && Long.compareUnsigned(entries[2 * to - 2], low) > 0) {
                    entries[2 * to] = entries[2 * to - 2];
                    entries[2 * to + 1] = entries[2 * to - 1];
                    to--;
                }
                entries[2 * to] = low;
                entries[2 * to + 1] = high;
                size++;
            }
        }

        private boolean put(long low, long high) {
            int at = 2 * (int) Math.unsignedMultiplyHigh(low, entries.length / 2);
            while (entries[at] != 0) {
                if (entries[at] == low && entries[at + 1] == high) {
                    return false;
                }
                at = at + 2 == entries.length ? 0 : at + 2;
            }
            entries[at] = low;
            entries[at + 1] = high;
            return true;
        }

        void close() throws IOException {
            memory.release(claimed);
            claimed = 0;
            runs.close();
        }
    }
}
