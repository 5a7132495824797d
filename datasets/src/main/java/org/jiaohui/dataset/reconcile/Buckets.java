package org.jiaohui.dataset.reconcile;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.jiaohui.exchange.reconcile.RowsDigest;
import org.jiaohui.exchange.table.Batch;

/** What one side holds, in 65,536 buckets by key: a count and a 64-bit sum each, and the digest of all. */
final class Buckets {
    private static final int COUNT = 1 << 16;

    private final RowsDigest total = new RowsDigest();
    private final long[] counts = new long[COUNT];
    private final long[] sums = new long[COUNT];

    static int of(byte[] key) {
        return ((key[0] & 0xff) << 8) | (key[1] & 0xff);
    }

    void add(byte[] key, byte[] row, boolean optional, Batch batch, int index, int[] keyColumns) {
        int bucket = of(key);
        counts[bucket]++;
        sums[bucket] += ByteBuffer.wrap(row).getLong();
        total.add(row);
    }

    RowsDigest total() {
        return total;
    }

    BitSet differing(Buckets other) {
        BitSet differing = new BitSet(COUNT);
        for (int i = 0; i < COUNT; i++) {
            if (counts[i] != other.counts[i] || sums[i] != other.sums[i]) {
                differing.set(i);
            }
        }
        return differing;
    }

    /** The first of these buckets that together have no more rows, on both sides; at least one. */
    BitSet within(Buckets other, BitSet wanted, long mostRows) {
        BitSet chosen = new BitSet(COUNT);
        long rows = 0;
        for (int bucket = wanted.nextSetBit(0); bucket >= 0; bucket = wanted.nextSetBit(bucket + 1)) {
            rows += counts[bucket] + other.counts[bucket];
            if (rows > mostRows && !chosen.isEmpty()) {
                break;
            }
            chosen.set(bucket);
        }
        return chosen;
    }
}
