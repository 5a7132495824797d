package org.jiaohui.dataset.parquet;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.jiaohui.dataset.bytes.ByteSlices;
import org.jiaohui.exchange.table.ColumnVector;

/** UTF-8 texts: dictionary, then plain. A page that would exceed four megabytes becomes several. */
final class TextEncoder extends ColumnEncoder {
    private static final int PAGE_BYTES = 4 << 20;

    private final TextDictionary dictionary;

    TextEncoder(ColumnDescriptor descriptor, ColumnSketch sketch, int capacity) {
        super(descriptor, sketch);
        dictionary = new TextDictionary(capacity);
    }

    @Override
    void write(ColumnVector vector, int rows) throws IOException {
        int from = 0;
        long bytes = 0;
        for (int row = 0; row < rows; row++) {
            int length = vector.nulls[row] ? 0 : vector.lengths[row];
            if (bytes + length > PAGE_BYTES && row > from) {
                writePage(vector, from, row);
                from = row;
                bytes = 0;
            }
            bytes += length;
        }
        if (from < rows) {
            writePage(vector, from, rows);
        }
    }

    @Override
    TextDictionary dictionary() {
        return dictionary;
    }

    @Override
    int ids(ColumnVector vector, int from, int to) {
        return dictionary.encode(vector, from, to);
    }

    @Override
    void dictionaryRange(Statistics<?> statistics) {
        int least = dictionary.used[0];
        int most = least;
        for (int i = 1; i < dictionary.usedCount; i++) {
            int id = dictionary.used[i];
            if (dictionary.compare(id, least) < 0) {
                least = id;
            } else if (dictionary.compare(id, most) > 0) {
                most = id;
            }
        }
        range(statistics, dictionary.value(least), dictionary.value(most));
    }

    private void range(Statistics<?> statistics, byte[] least, byte[] most) {
        statistics.updateStats(Binary.fromConstantByteArray(least));
        statistics.updateStats(Binary.fromConstantByteArray(most));
        sketch.addRange(least, most);
    }

    @Override
    void dictionaryValues() {
        page.ensure(dictionary.totalBytes() + 4 * dictionary.size);
        for (int id = 0; id < dictionary.size; id++) {
            page.putInt(dictionary.lengths[id]);
            page.putSlice(dictionary.bytes, dictionary.starts[id], dictionary.lengths[id]);
        }
    }

    @Override
    void countValues() {
        sketch.addCounts(dictionary);
    }

    @Override
    Encoding plain(ColumnVector vector, int from, int to, Statistics<?> statistics) {
        byte[] source = vector.bytes;
        boolean anyNull = vector.nullCount > 0;
        int least = -1;
        int most = -1;
        for (int row = from; row < to; row++) {
            if (anyNull && vector.nulls[row]) {
                continue;
            }
            int start = vector.starts[row];
            int length = vector.lengths[row];
            page.ensure(length + 4);
            page.putInt(length);
            page.putSlice(source, start, length);
            sketch.addHash(ByteSlices.hash(source, start, length));
            if (least < 0) {
                least = row;
                most = row;
            } else if (compare(vector, row, least) < 0) {
                least = row;
            } else if (compare(vector, row, most) > 0) {
                most = row;
            }
        }
        if (least >= 0) {
            range(statistics, value(vector, least), value(vector, most));
        }
        return Encoding.PLAIN;
    }

    private static int compare(ColumnVector vector, int row, int other) {
        return ByteSlices.compare(
                vector.bytes,
                vector.starts[row],
                vector.lengths[row],
                vector.bytes,
                vector.starts[other],
                vector.lengths[other]);
    }

    private static byte[] value(ColumnVector vector, int row) {
        return Arrays.copyOfRange(vector.bytes, vector.starts[row], vector.starts[row] + vector.lengths[row]);
    }
}
