package org.jiaohui.dataset.parquet;

import java.util.Arrays;
import org.jiaohui.dataset.bytes.ByteSlices;
import org.jiaohui.exchange.table.ColumnVector;

/** A dictionary of UTF-8 slices; it also gives up when its values exceed two megabytes. */
final class TextDictionary extends Dictionary {
    private static final int MOST_BYTES = 1 << 21;

    byte[] bytes = new byte[1 << 14];
    int[] starts = new int[1024];
    int[] lengths = new int[1024];
    private long[] hashes = new long[1024];
    private int usedBytes;

    TextDictionary(int capacity) {
        super(capacity);
    }

    @Override
    void clear() {
        super.clear();
        usedBytes = 0;
    }

    /** Like {@link LongDictionary#encode}. */
    int encode(ColumnVector vector, int from, int to) {
        startPage();
        boolean[] nulls = vector.nulls;
        boolean anyNull = vector.nullCount > 0;
        byte[] source = vector.bytes;
        int count = 0;
        for (int row = from; row < to; row++) {
            if (anyNull && nulls[row]) {
                continue;
            }
            int start = vector.starts[row];
            int length = vector.lengths[row];
            long hash = ByteSlices.hash(source, start, length);
            int slot = (int) hash & mask;
            int entry;
            while ((entry = table[slot]) != 0
                    && !(hashes[entry - 1] == hash
                            && lengths[entry - 1] == length
                            && ByteSlices.equal(source, start, bytes, starts[entry - 1], length))) {
                slot = (slot + 1) & mask;
            }
            int id = entry - 1;
            if (entry == 0) {
                if (mustGiveUp(count) || usedBytes + length > MOST_BYTES) {
                    return -1;
                }
                id = add(source, start, length, hash);
                table[slot] = id + 1;
                rehashWhenCrowded();
            }
            ids[count++] = id;
            see(id);
        }
        endPage(count);
        return count;
    }

    int totalBytes() {
        return usedBytes;
    }

    byte[] value(int id) {
        return Arrays.copyOfRange(bytes, starts[id], starts[id] + lengths[id]);
    }

    int compare(int id, int other) {
        return ByteSlices.compare(bytes, starts[id], lengths[id], bytes, starts[other], lengths[other]);
    }

    private int add(byte[] source, int start, int length, long hash) {
        int id = newId();
        if (usedBytes + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(usedBytes + length, bytes.length * 2));
        }
        System.arraycopy(source, start, bytes, usedBytes, length);
        starts[id] = usedBytes;
        lengths[id] = length;
        hashes[id] = hash;
        usedBytes += length;
        return id;
    }

    @Override
    void grow(int capacity) {
        super.grow(capacity);
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
    }

    @Override
    long hashOf(int id) {
        return hashes[id];
    }

    @Override
    void addHashes(ColumnSketch sketch) {
        for (int id = 0; id < size; id++) {
            sketch.addHash(hashes[id]);
        }
    }
}
