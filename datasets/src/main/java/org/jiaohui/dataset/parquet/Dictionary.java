package org.jiaohui.dataset.parquet;

import java.util.Arrays;

/**
 * Different values of one column in one row group, by open addressing, with how often each occurs. Hot path.
 *
 * <p>It gives up (an id of -1) when it grows past {@link #MOST_VALUES}, or when nearly every one of the first values was new.
 */
abstract class Dictionary {
    static final int MOST_VALUES = 1 << 16;
    private static final int TRIAL = 4096;
    private static final int MOST_IN_TRIAL = 3000;
    private static final int JUDGED_AFTER = 16_384;

    /** Slot to id + 1; 0 is free. */
    int[] table = new int[1 << 12];

    int mask = table.length - 1;
    int size;
    int[] counts = new int[1024];
    int[] ids;

    /** Ids that occur in the page being encoded, each once. */
    int[] used = new int[1024];

    int usedCount;
    private int[] seenInPage = new int[1024];
    private int page;
    private long offered;

    Dictionary(int capacity) {
        ids = new int[capacity + 8];
    }

    void clear() {
        Arrays.fill(table, 0);
        Arrays.fill(counts, 0, size, 0);
        Arrays.fill(seenInPage, 0, size, 0);
        size = 0;
        page = 0;
        offered = 0;
    }

    final void startPage() {
        page++;
        usedCount = 0;
    }

    final boolean mustGiveUp(int valuesInPage) {
        return size >= MOST_VALUES || (offered == 0 && valuesInPage == TRIAL && size > MOST_IN_TRIAL);
    }

    /** Whether so many of the values so far were new that an encoding without a dictionary is as small. */
    final boolean isMostlyNew() {
        return offered >= JUDGED_AFTER && size > offered / 3;
    }

    final void endPage(int values) {
        offered += values;
    }

    final void see(int id) {
        counts[id]++;
        if (seenInPage[id] != page) {
            seenInPage[id] = page;
            used[usedCount++] = id;
        }
    }

    /** Makes the next id; the caller stores its value. */
    final int newId() {
        if (size == counts.length) {
            grow(size * 2);
        }
        return size++;
    }

    void grow(int capacity) {
        counts = Arrays.copyOf(counts, capacity);
        seenInPage = Arrays.copyOf(seenInPage, capacity);
        used = Arrays.copyOf(used, capacity);
    }

    final void rehashWhenCrowded() {
        if (size * 2 <= table.length) {
            return;
        }
        table = new int[table.length * 4];
        mask = table.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = (int) hashOf(id) & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = id + 1;
        }
    }

    abstract long hashOf(int id);

    /** Tells the sketch the hashes of all values. */
    abstract void addHashes(ColumnSketch sketch);
}
