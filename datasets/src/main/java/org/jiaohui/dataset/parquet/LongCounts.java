package org.jiaohui.dataset.parquet;

import java.util.Arrays;

/** How often each {@code long} occurs, by open addressing. */
final class LongCounts {
    private long[] values = new long[64];
    /** 0 where no value stands. */
    private long[] counts = new long[64];

    private int size;

    /** Takes a value and how often it occurs. */
    interface Visitor {
        void visit(long value, long count);
    }

    /** Adds to a value's count; {@code count} is positive. */
    void add(long value, long count) {
        int mask = values.length - 1;
        int slot = (int) HyperLogLog.hash(value) & mask;
        while (counts[slot] != 0 && values[slot] != value) {
            slot = (slot + 1) & mask;
        }
        if (counts[slot] == 0) {
            values[slot] = value;
            size++;
        }
        counts[slot] += count;
        if (size * 2 > values.length) {
            grow();
        }
    }

    private void grow() {
        long[] oldValues = values;
        long[] oldCounts = counts;
        values = new long[oldValues.length * 2];
        counts = new long[oldCounts.length * 2];
        size = 0;
        for (int i = 0; i < oldValues.length; i++) {
            if (oldCounts[i] != 0) {
                add(oldValues[i], oldCounts[i]);
            }
        }
    }

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(counts, 0);
        size = 0;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < values.length; i++) {
            if (counts[i] != 0) {
                visitor.visit(values[i], counts[i]);
            }
        }
    }
}
