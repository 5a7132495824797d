package org.jiaohui.dataset.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.jiaohui.exchange.table.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one column into pages, one per batch: dictionary ids while the dictionary pays, plain or delta values afterwards. Hot path; used by one thread and
 * reused from row group to row group.
 */
abstract class ColumnEncoder {
    final PageBuffer page = new PageBuffer();
    final ColumnSketch sketch;
    private final ColumnDescriptor descriptor;
    private @Nullable PageWriter pages;
    private boolean usesDictionary;
    private int dictionaryPages;

    ColumnEncoder(ColumnDescriptor descriptor, ColumnSketch sketch) {
        this.descriptor = descriptor;
        this.sketch = sketch;
    }

    final void begin(PageWriter writer) {
        pages = writer;
        usesDictionary = dictionary() != null;
        dictionaryPages = 0;
        Dictionary dictionary = dictionary();
        if (dictionary != null) {
            dictionary.clear();
        }
    }

    void write(ColumnVector vector, int rows) throws IOException {
        writePage(vector, 0, rows);
    }

    final void writePage(ColumnVector vector, int from, int to) throws IOException {
        int nulls = vector.nullCount == 0 ? 0 : countNulls(vector, from, to);
        sketch.addNulls(nulls);
        page.size = 0;
        page.putLevels(vector.nulls, from, to, nulls);
        Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
        statistics.incrementNumNulls(nulls);
        Encoding encoding = values(vector, from, to, statistics);
        writer().writePage(page.toInput(), to - from, to - from, statistics, Encoding.RLE, Encoding.RLE, encoding);
    }

    private Encoding values(ColumnVector vector, int from, int to, Statistics<?> statistics) {
        Dictionary dictionary = dictionary();
        if (usesDictionary && dictionary != null) {
            int count = ids(vector, from, to);
            if (count >= 0) {
                if (dictionary.usedCount > 0) {
                    dictionaryRange(statistics);
                }
                page.putIds(dictionary.ids, count, dictionary.size);
                dictionaryPages++;
                return Encoding.RLE_DICTIONARY;
            }
            leaveDictionary(dictionary);
        }
        return plain(vector, from, to, statistics);
    }

    /** Values of earlier pages stay in the dictionary; those of the page at which it gave up are counted again as plain values. */
    private void leaveDictionary(Dictionary dictionary) {
        usesDictionary = false;
        sketch.giveUpCounting();
        dictionary.addHashes(sketch);
    }

    final void end() throws IOException {
        Dictionary dictionary = dictionary();
        if (dictionary == null || dictionaryPages == 0) {
            return;
        }
        if (usesDictionary) {
            dictionary.addHashes(sketch);
            countValues();
        }
        page.size = 0;
        dictionaryValues();
        writer().writeDictionaryPage(new DictionaryPage(
                page.toInput().copy(HeapByteBufferAllocator.getInstance(), buffer -> {}),
                dictionary.size,
                Encoding.PLAIN));
    }

    private PageWriter writer() {
        if (pages == null) {
            throw new IllegalStateException("begin() comes first");
        }
        return pages;
    }

    private static int countNulls(ColumnVector vector, int from, int to) {
        int count = 0;
        for (int row = from; row < to; row++) {
            count += vector.nulls[row] ? 1 : 0;
        }
        return count;
    }

    abstract @Nullable Dictionary dictionary();

    /** Ids of the rows' values in the dictionary; -1 when it gives up. */
    abstract int ids(ColumnVector vector, int from, int to);

    /** Bounds of the page from the dictionary's used ids. */
    abstract void dictionaryRange(Statistics<?> statistics);

    abstract void dictionaryValues();

    /** Tells the sketch the dictionary's values and how often they occur. */
    abstract void countValues();

    abstract Encoding plain(ColumnVector vector, int from, int to, Statistics<?> statistics);
}
