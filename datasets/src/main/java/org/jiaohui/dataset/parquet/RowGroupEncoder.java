package org.jiaohui.dataset.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jspecify.annotations.Nullable;

/** Turns batches into row groups; belongs to one thread. */
public final class RowGroupEncoder implements AutoCloseable {
    private static final int COLUMN_INDEX_TRUNCATED_AT = 64;

    private final ParquetSchema schema;
    private final ZstdPages compressor = new ZstdPages();
    private final List<ColumnEncoder> encoders = new ArrayList<>();
    private @Nullable ColumnChunkPageWriteStore pages;
    private long rows;

    public RowGroupEncoder(ParquetSchema schema, int batchCapacity) {
        this.schema = schema;
        List<ColumnDescriptor> descriptors = schema.message().getColumns();
        for (int i = 0; i < descriptors.size(); i++) {
            encoders.add(encoder(schema.table().columns().get(i), descriptors.get(i), batchCapacity));
        }
    }

    private static ColumnEncoder encoder(Column column, ColumnDescriptor descriptor, int capacity) {
        ColumnSketch sketch = new ColumnSketch(column);
        return switch (column.type().kind()) {
            case TEXT, JSON, GEOMETRY -> new TextEncoder(descriptor, sketch, capacity);
            case BOOLEAN -> new BooleanEncoder(descriptor, sketch);
            case INTEGER, DECIMAL, DOUBLE, DATE, TIMESTAMP, TIME -> new LongEncoder(descriptor, sketch, capacity);
        };
    }

    /** Adds the batch's rows to the row group being encoded. */
    public void write(Batch batch) {
        if (batch.rows == 0) {
            return;
        }
        try {
            if (pages == null) {
                pages = begin();
            }
            for (int i = 0; i < encoders.size(); i++) {
                encoders.get(i).write(batch.column(i), batch.rows);
            }
            rows += batch.rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ColumnChunkPageWriteStore begin() {
        ColumnChunkPageWriteStore store = new ColumnChunkPageWriteStore(
                compressor, schema.message(), HeapByteBufferAllocator.getInstance(), COLUMN_INDEX_TRUNCATED_AT, true);
        List<ColumnDescriptor> descriptors = schema.message().getColumns();
        for (int i = 0; i < encoders.size(); i++) {
            encoders.get(i).begin(store.getPageWriter(descriptors.get(i)));
        }
        return store;
    }

    /** Rows in the row group being encoded. */
    public long rows() {
        return rows;
    }

    /** Bytes that the row group being encoded holds in memory. */
    public long bytes() {
        ColumnChunkPageWriteStore store = pages;
        return store == null
                ? 0
                : schema.message().getColumns().stream()
                        .mapToLong(descriptor -> store.getPageWriter(descriptor).getMemSize())
                        .sum();
    }

    /** Ends the row group and starts afresh; null when it has no rows. */
    public @Nullable EncodedRowGroup finish() {
        ColumnChunkPageWriteStore store = pages;
        if (store == null) {
            return null;
        }
        try {
            for (ColumnEncoder encoder : encoders) {
                encoder.end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EncodedRowGroup group = new EncodedRowGroup(rows, store);
        pages = null;
        rows = 0;
        return group;
    }

    /** What this encoder has seen of each column, over all its row groups. */
    public List<ColumnSketch> sketches() {
        return encoders.stream().map(encoder -> encoder.sketch).toList();
    }

    @Override
    public void close() {
        if (pages != null) {
            pages.close();
        }
        compressor.close();
    }
}
