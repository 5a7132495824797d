package org.jiaohui.dataset.parquet;

import java.util.Arrays;
import org.jiaohui.dataset.bytes.ByteSlices;

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
        int slot = (int) ByteSlices.mix(value) & mask;
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

    /** Whether one value comes before another. */
    interface Order {
        boolean before(long one, long other);
    }

    /**
     * Fills the arrays with the most frequent values and their counts, the most frequent first; of equally frequent ones those that come before.
     *
     * @return how many there are, at most the arrays' length
     */
    int top(long[] mostFrequent, long[] theirCounts, Order order) {
        int found = 0;
        for (int i = 0; i < values.length; i++) {
            int place = counts[i] == 0 ? mostFrequent.length : found;
            while (counts[i] != 0
                    && place > 0
                    && (counts[i] > theirCounts[place - 1]
                            || (counts[i] == theirCounts[place - 1]
                                    && order.before(values[i], mostFrequent[place - 1])))) {
                place--;
            }
            if (place < mostFrequent.length) {
                found = Math.min(found + 1, mostFrequent.length);
                System.arraycopy(mostFrequent, place, mostFrequent, place + 1, found - place - 1);
                System.arraycopy(theirCounts, place, theirCounts, place + 1, found - place - 1);
                mostFrequent[place] = values[i];
                theirCounts[place] = counts[i];
            }
        }
        return found;
    }
}
