package org.jiaohui.dataset.format.row;

/** Rows of one table in order, read by one thread. */
public interface RowCursor extends AutoCloseable {
    /**
     * Clears the row and fills it with the next one.
     *
     * @return false at the end
     * @throws org.jiaohui.exchange.fault.ExchangeException when the file breaks
     */
    boolean next(CellRow row);

    @Override
    void close();

    /** Opens the rows anew from the first. */
    @FunctionalInterface
    interface Opener {
        RowCursor open();
    }
}
