package org.jiaohui.dataset.parquet;

import java.nio.ByteBuffer;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.DoubleStatistics;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jiaohui.dataset.bytes.ByteSlices;
import org.jiaohui.exchange.table.ColumnVector;

/** Everything that a batch holds as {@code long}, as INT64, INT32 or DOUBLE: dictionary first; then delta for INT64, plain for the others. */
final class LongEncoder extends ColumnEncoder {
    private final LongDictionary dictionary;
    private final PrimitiveTypeName physical;
    private final DeltaBinaryPackingValuesWriterForLong delta;

    LongEncoder(ColumnDescriptor descriptor, ColumnSketch sketch, int capacity) {
        super(descriptor, sketch);
        physical = descriptor.getPrimitiveType().getPrimitiveTypeName();
        dictionary = new LongDictionary(capacity, physical == PrimitiveTypeName.INT64);
        delta = new DeltaBinaryPackingValuesWriterForLong(1 << 12, 1 << 20, HeapByteBufferAllocator.getInstance());
    }

    @Override
    LongDictionary dictionary() {
        return dictionary;
    }

    @Override
    int ids(ColumnVector vector, int from, int to) {
        return dictionary.encode(vector, from, to);
    }

    @Override
    void dictionaryRange(Statistics<?> statistics) {
        Range range = new Range();
        for (int i = 0; i < dictionary.usedCount; i++) {
            range.add(dictionary.values[dictionary.used[i]]);
        }
        range.into(statistics);
    }

    @Override
    void dictionaryValues() {
        page.ensure(8 * dictionary.size);
        for (int id = 0; id < dictionary.size; id++) {
            put(dictionary.values[id]);
        }
    }

    private void put(long value) {
        if (physical == PrimitiveTypeName.INT32) {
            page.putInt((int) value);
        } else {
            page.putLong(value);
        }
    }

    @Override
    void countValues() {
        sketch.addCounts(dictionary);
    }

    @Override
    Encoding plain(ColumnVector vector, int from, int to, Statistics<?> statistics) {
        boolean deltas = physical == PrimitiveTypeName.INT64;
        boolean anyNull = vector.nullCount > 0;
        Range range = new Range();
        page.ensure(8 * (to - from));
        delta.reset();
        for (int row = from; row < to; row++) {
            if (anyNull && vector.nulls[row]) {
                continue;
            }
            long value = vector.longs[row];
            range.add(value);
            sketch.addHash(ByteSlices.mix(value));
            if (deltas) {
                delta.writeLong(value);
            } else {
                put(value);
            }
        }
        if (deltas) {
            putDeltas();
        }
        range.into(statistics);
        return deltas ? Encoding.DELTA_BINARY_PACKED : Encoding.PLAIN;
    }

    private void putDeltas() {
        ByteBuffer encoded = delta.getBytes().toByteBuffer(HeapByteBufferAllocator.getInstance(), buffer -> {});
        int size = encoded.remaining();
        page.ensure(size);
        encoded.get(page.bytes, page.size, size);
        page.size += size;
    }

    /** Bounds of one page. A NaN has no place among bounds: with one, the page has none that a reader would use. */
    private final class Range {
        private boolean any;
        private boolean nan;
        private long least = Long.MAX_VALUE;
        private long most = Long.MIN_VALUE;
        private double leastDouble = Double.POSITIVE_INFINITY;
        private double mostDouble = Double.NEGATIVE_INFINITY;

        void add(long value) {
            any = true;
            if (physical == PrimitiveTypeName.DOUBLE) {
                double number = Double.longBitsToDouble(value);
                nan |= Double.isNaN(number);
                leastDouble = Math.min(leastDouble, number);
                mostDouble = Math.max(mostDouble, number);
            } else {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }

        void into(Statistics<?> statistics) {
            if (!any) {
                return;
            }
            switch (statistics) {
                case IntStatistics ints -> ints.setMinMax((int) least, (int) most);
                case LongStatistics longs -> longs.setMinMax(least, most);
                case DoubleStatistics doubles -> doubles.setMinMax(leastDouble, mostDouble);
                default -> throw new IllegalStateException("no bounds for " + physical);
            }
            if (physical != PrimitiveTypeName.DOUBLE) {
                sketch.addRange(least, most);
            } else if (!nan) {
                sketch.addRange(Double.doubleToRawLongBits(leastDouble), Double.doubleToRawLongBits(mostDouble));
            }
        }
    }
}
