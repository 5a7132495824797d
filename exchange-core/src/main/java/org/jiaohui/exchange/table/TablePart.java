package org.jiaohui.exchange.table;

/** A run of consecutive rows of a {@link TableSource}, decoded by one thread. */
public interface TablePart {
    /** Position among the parts of the source, from 0. */
    int ordinal();

    /**
     * Fills the batch from the start with the next rows; rows that do not fit the schema go to {@code refusals} instead.
     *
     * @return false when nothing is left and the batch stayed empty; a batch may be empty before the end when all its rows were refused
     */
    boolean next(Batch batch, RowRefusals refusals);

    /** Rows seen so far in this part, refused ones included. */
    long rowsRead();
}
