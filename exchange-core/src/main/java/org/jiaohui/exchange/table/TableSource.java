package org.jiaohui.exchange.table;

import java.util.Optional;

/**
 * A table that can be read once, in parts that several workers decode side by side. What a part holds is decided by the source: a span of a CSV file, a
 * row group, or the whole table.
 */
public interface TableSource extends AutoCloseable {
    /** The columns that batches will carry. */
    TableSchema schema();

    /**
     * The next part, or empty at the end. Safe to call from several threads; parts are numbered 0, 1, 2 … in the order of the source.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException when the source breaks; what was read before counts for nothing
     */
    Optional<TablePart> nextPart();

    /** Bytes of the source consumed so far, for progress; 0 when unknown. */
    default long bytesRead() {
        return 0;
    }

    /**
     * The column that holds {@link #GONE} in rows that are deleted in the source. Such a row has its key and nothing else; no rule looks at it. The column is not
     * part of what is published.
     */
    default Optional<String> deletions() {
        return Optional.empty();
    }

    /** The number by which the sender knows the row at a position among all rows of the source, both from 1: the position itself, except of rows that came before. */
    default long numberOf(long position) {
        return position;
    }

    /** What the column of {@link #deletions()} holds in deleted rows; it is null in all others. */
    String GONE = "D";

    @Override
    void close();
}
