package org.jiaohui.dataset.rule;

import java.util.Arrays;

/** A set of 128-bit hashes for many threads: open addressing in 64 stripes, 20 to 25 bytes a key. */
final class HashKeys {
    private final Stripe[] stripes = new Stripe[64];

    HashKeys() {
        Arrays.setAll(stripes, i -> new Stripe());
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

    private static final class Stripe {
        private static final double LOAD = 0.8;

        private long[] entries = new long[32];
        private int count;

        boolean add(long low, long high) {
            if (!put(low, high)) {
                return false;
            }
            if (++count > entries.length * (LOAD / 2)) {
                grow();
            }
            return true;
        }

        private void grow() {
            long[] old = entries;
            entries = new long[old.length + Math.max(32, old.length / 8 * 2)];
            for (int i = 0; i < old.length; i += 2) {
                if (old[i] != 0) {
                    put(old[i], old[i + 1]);
                }
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
    }
}
