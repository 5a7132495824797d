package org.jiaohui.dataset.parquet;

import java.util.Arrays;
import org.jiaohui.dataset.bytes.ByteSlices;
import org.jiaohui.exchange.table.ColumnVector;

/** A dictionary of {@code long} values. */
final class LongDictionary extends Dictionary {
    long[] values = new long[1024];

    private final boolean hasRival;

    /** @param hasRival whether a delta encoding takes over when the dictionary gives up, so that it must pay soon */
    LongDictionary(int capacity, boolean hasRival) {
        super(capacity);
        this.hasRival = hasRival;
    }

    /** Puts the ids of the non-null rows into {@link #ids} and returns their number, or -1 when the dictionary gives up. */
    int encode(ColumnVector vector, int from, int to) {
        if (hasRival && isMostlyNew()) {
            return -1;
        }
        startPage();
        boolean[] nulls = vector.nulls;
        boolean anyNull = vector.nullCount > 0;
        long[] source = vector.longs;
        int count = 0;
        for (int row = from; row < to; row++) {
            if (anyNull && nulls[row]) {
                continue;
            }
            long value = source[row];
            int slot = (int) ByteSlices.mix(value) & mask;
            int entry;
            while ((entry = table[slot]) != 0 && values[entry - 1] != value) {
                slot = (slot + 1) & mask;
            }
            int id = entry - 1;
            if (entry == 0) {
                if (mustGiveUp(count)) {
                    return -1;
                }
                id = newId();
                values[id] = value;
                table[slot] = id + 1;
                rehashWhenCrowded();
            }
            ids[count++] = id;
            see(id);
        }
        endPage(count);
        return count;
    }

    @Override
    void grow(int capacity) {
        super.grow(capacity);
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    long hashOf(int id) {
        return ByteSlices.mix(values[id]);
    }

    @Override
    void addHashes(ColumnSketch sketch) {
        for (int id = 0; id < size; id++) {
            sketch.addHash(ByteSlices.mix(values[id]));
        }
    }
}
