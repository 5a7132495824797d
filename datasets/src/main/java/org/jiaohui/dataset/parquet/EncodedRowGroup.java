package org.jiaohui.dataset.parquet;

import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;

/** A row group in memory, compressed and ready to be appended to a file. */
public record EncodedRowGroup(long rows, ColumnChunkPageWriteStore pages) implements AutoCloseable {
    @Override
    public void close() {
        pages.close();
    }
}
