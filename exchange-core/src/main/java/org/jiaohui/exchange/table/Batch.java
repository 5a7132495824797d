package org.jiaohui.exchange.table;

import java.util.List;

/**
 * Rows in columns: the unit in which data moves. A batch is owned by one thread at a time and is filled again and again.
 *
 * <p>{@link #sourceRows}{@code [i]} is the number of row {@code i} within its {@link TablePart}, counted from 0 and including refused rows, so that a
 * finding can name the row as the sender counts it.
 */
public final class Batch {
    public static final int DEFAULT_CAPACITY = 16_384;

    private final TableSchema schema;
    private final ColumnVector[] columns;
    public final long[] sourceRows;
    public int rows;

    public Batch(TableSchema schema, int capacity) {
        this.schema = schema;
        List<Column> declared = schema.columns();
        columns = new ColumnVector[declared.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnVector(declared.get(i).type(), capacity);
        }
        sourceRows = new long[capacity];
    }

    private Batch(TableSchema schema, ColumnVector[] columns, long[] sourceRows) {
        this.schema = schema;
        this.columns = columns;
        this.sourceRows = sourceRows;
    }

    /**
     * A batch over some columns of this one, which shares their vectors and the numbers of the rows, but not how many rows there are.
     *
     * @param chosen positions of the columns, as many as {@code shown} has
     */
    public Batch view(TableSchema shown, int[] chosen) {
        ColumnVector[] shared = new ColumnVector[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            shared[i] = columns[chosen[i]];
        }
        return new Batch(shown, shared, sourceRows);
    }

    public TableSchema schema() {
        return schema;
    }

    public int capacity() {
        return sourceRows.length;
    }

    public int columnCount() {
        return columns.length;
    }

    public ColumnVector column(int index) {
        return columns[index];
    }

    public void clear() {
        for (ColumnVector column : columns) {
            column.clear(column.nulls.length);
        }
        rows = 0;
    }
}
