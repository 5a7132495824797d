package org.jiaohui.exchange.delivery;

import java.io.IOException;
import java.nio.file.Path;
import org.jiaohui.exchange.table.TableSchema;

/** Writes rows into files that keep columns together (Parquet). */
public interface ColumnFiles {
    /**
     * Begins a file; one that is there is overwritten.
     *
     * @param schema columns of the rows
     * @param withOperations whether a column {@code ex_op} comes first
     */
    ColumnFile create(Path file, TableSchema schema, boolean withOperations) throws IOException;

    /** A file that is being written. Memory is bounded by one group of rows. */
    interface ColumnFile extends RowFeed.Receiver, AutoCloseable {
        /** Ends the file; without it what was written is no file. */
        void finish() throws IOException;

        @Override
        void close() throws IOException;
    }
}
