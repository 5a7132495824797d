package org.jiaohui.dataset.rule;

import java.util.Arrays;

/**
 * An exact set of 64-bit keys for many threads. Sixty-four neighbouring keys share one entry with a bit for each, so that the ids 1, 2, 3 … of a dense key
 * take two bits apiece; a stripe whose keys lie far apart keeps the keys themselves, 10 to 13 bytes apiece. A stripe that may not grow any more hands further
 * keys to a set that can go to disk, and what it holds as well, unless that is dense.
 */
final class NumberKeys {
    private static final int STRIPES = 64;

    private final Stripe[] stripes = new Stripe[STRIPES];

    private final KeyMemory memory;
    private final HashKeys overflow;

    /** @param overflow used by this set alone */
    NumberKeys(KeyMemory memory, HashKeys overflow) {
        this.memory = memory;
        this.overflow = overflow;
        Arrays.setAll(stripes, i -> new Stripe());
    }

    /** False when the key is there already. */
    boolean add(long key) {
        // Neighbours of 4,096 keys stay in one stripe, so that dense keys share entries.
        Stripe stripe = stripes[(int) (spread(key >> 12) >>> 58)];
        synchronized (stripe) {
            return stripe.add(key);
        }
    }

    /** Gives the memory back; the set is of no use afterwards. */
    void close() {
        for (Stripe stripe : stripes) {
            synchronized (stripe) {
                stripe.release();
            }
        }
    }

    private static long spread(long value) {
        long mixed = value * 0x9E37_79B9_7F4A_7C15L;
        mixed ^= mixed >>> 32;
        return mixed * 0xD6E8_FEB8_6659_FD93L;
    }

    /** Open addressing with linear probing; grows by a quarter, so that it is at least 64 % full. */
    private final class Stripe {
        private static final double LOAD = 0.8;
        private static final int FREE_LONGS = 1 << 10;

        private long[] keys = new long[16];
        private long[] bits = new long[16];
        private boolean dense = true;
        private boolean zero;
        private boolean full;
        private int entries;
        private int added;
        private long claimed;

        boolean add(long key) {
            if (full) {
                return !(dense && hasBit(key)) && addToOverflow(key);
            }
            return dense ? addBit(key) : addKey(key);
        }

        /** Both halves tell keys apart by themselves, so the overflow is exact as well. */
        private boolean addToOverflow(long key) {
            return overflow.add(spread(key), spread(key ^ 0x2545_F491_4F6C_DD1DL));
        }

        /** Whether the stripe may hold this many longs; if not, it is full. */
        private boolean mayHold(long longs) {
            long more = (longs - FREE_LONGS) * Long.BYTES - claimed;
            if (more > 0 && !memory.claim(more)) {
                full = true;
                return false;
            }
            claimed += Math.max(0, more);
            return true;
        }

        void release() {
            memory.release(claimed);
            claimed = 0;
            keys = new long[0];
            bits = new long[0];
        }

        private boolean hasBit(long key) {
            long group = key >> 6;
            int slot = slot(group, keys.length);
            while (bits[slot] != 0 && keys[slot] != group) {
                slot = slot + 1 == keys.length ? 0 : slot + 1;
            }
            return (bits[slot] & 1L << (key & 63)) != 0;
        }

        /** An entry is taken when it has a bit; its key is the number of the group of sixty-four. */
        private boolean addBit(long key) {
            long group = key >> 6;
            long bit = 1L << (key & 63);
            int slot = slot(group, keys.length);
            while (bits[slot] != 0 && keys[slot] != group) {
                slot = slot + 1 == keys.length ? 0 : slot + 1;
            }
            if ((bits[slot] & bit) != 0) {
                return false;
            }
            if (bits[slot] == 0) {
                keys[slot] = group;
                entries++;
            }
            bits[slot] |= bit;
            added++;
            if (entries > keys.length * LOAD) {
                growBits();
            }
            return true;
        }

        private void growBits() {
            long[] oldKeys = keys;
            long[] oldBits = bits;
            if (entries > 64 && added < 2 * entries) {
                becomeSparse(oldKeys, oldBits);
                return;
            }
            int size = larger(oldKeys.length);
            if (!mayHold(2L * size)) {
                return;
            }
            keys = new long[size];
            bits = new long[size];
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldBits[i] != 0) {
                    int slot = slot(oldKeys[i], size);
                    while (bits[slot] != 0) {
                        slot = slot + 1 == size ? 0 : slot + 1;
                    }
                    keys[slot] = oldKeys[i];
                    bits[slot] = oldBits[i];
                }
            }
        }

        private void becomeSparse(long[] oldKeys, long[] oldBits) {
            int size = (int) (added / LOAD * 1.25) + 16;
            dense = false;
            if (!mayHold(size)) {
                moveToOverflow(oldKeys, oldBits);
                return;
            }
            keys = new long[size];
            bits = new long[0];
            entries = 0;
            for (int i = 0; i < oldKeys.length; i++) {
                for (long rest = oldBits[i]; rest != 0; rest &= rest - 1) {
                    addKey(oldKeys[i] << 6 | Long.numberOfTrailingZeros(rest));
                }
            }
        }

        private void moveToOverflow(long[] oldKeys, long[] oldBits) {
            release();
            for (int i = 0; i < oldKeys.length; i++) {
                for (long rest = oldBits[i]; rest != 0; rest &= rest - 1) {
                    addToOverflow(oldKeys[i] << 6 | Long.numberOfTrailingZeros(rest));
                }
            }
        }

        private void moveToOverflow(long[] oldKeys) {
            release();
            for (long known : oldKeys) {
                if (known != 0) {
                    addToOverflow(known);
                }
            }
            if (zero) {
                addToOverflow(0);
            }
        }

        /** An entry is taken when its key is not 0; the key 0 is kept apart. */
        private boolean addKey(long key) {
            if (key == 0) {
                boolean fresh = !zero;
                zero = true;
                return fresh;
            }
            if (!put(key)) {
                return false;
            }
            if (++entries > keys.length * LOAD) {
                long[] old = keys;
                int size = larger(old.length);
                if (!mayHold(size)) {
                    moveToOverflow(old);
                    return true;
                }
                keys = new long[size];
                for (long known : old) {
                    if (known != 0) {
                        put(known);
                    }
                }
            }
            return true;
        }

        private boolean put(long key) {
            int slot = slot(key, keys.length);
            while (keys[slot] != 0) {
                if (keys[slot] == key) {
                    return false;
                }
                slot = slot + 1 == keys.length ? 0 : slot + 1;
            }
            keys[slot] = key;
            return true;
        }

        private int larger(int size) {
            return size + Math.max(16, size / 4);
        }

        private int slot(long key, int size) {
            return (int) Math.unsignedMultiplyHigh(spread(key ^ 0x5851_F42D_4C95_7F2DL), size);
        }
    }
}
