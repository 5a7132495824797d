package org.jiaohui.dataset.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.jiaohui.exchange.table.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Truth values, eight to a byte. */
final class BooleanEncoder extends ColumnEncoder {
    BooleanEncoder(ColumnDescriptor descriptor, ColumnSketch sketch) {
        super(descriptor, sketch);
    }

    @Override
    Encoding plain(ColumnVector vector, int from, int to, Statistics<?> statistics) {
        page.ensure((to - from) / 8 + 1);
        long[] counts = new long[2];
        int bits = 0;
        int used = 0;
        for (int row = from; row < to; row++) {
            if (vector.nulls[row]) {
                continue;
            }
            int bit = vector.longs[row] == 0 ? 0 : 1;
            counts[bit]++;
            bits |= bit << used;
            if (++used == 8) {
                page.putByte(bits);
                bits = 0;
                used = 0;
            }
        }
        if (used > 0) {
            page.putByte(bits);
        }
        if (counts[0] + counts[1] > 0) {
            ((BooleanStatistics) statistics).setMinMax(counts[0] == 0, counts[1] > 0);
            sketch.addRange(counts[0] == 0 ? 1 : 0, counts[1] > 0 ? 1 : 0);
        }
        for (int bit = 0; bit < 2; bit++) {
            if (counts[bit] > 0) {
                sketch.addCount(bit, counts[bit]);
            }
        }
        return Encoding.PLAIN;
    }

    @Override
    @Nullable
    Dictionary dictionary() {
        return null;
    }

    @Override
    int ids(ColumnVector vector, int from, int to) {
        return -1;
    }

    @Override
    void dictionaryRange(Statistics<?> statistics) {
        throw new IllegalStateException("truth values have no dictionary");
    }

    @Override
    void dictionaryValues() {
        throw new IllegalStateException("truth values have no dictionary");
    }

    @Override
    void countValues() {
        throw new IllegalStateException("truth values have no dictionary");
    }
}
