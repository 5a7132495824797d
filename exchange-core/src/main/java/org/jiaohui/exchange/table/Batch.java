package org.jiaohui.exchange.table;

import java.util.ArrayList;
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

    /** A batch with the columns of another one before these, which shares the vectors of both; it has the rows and the numbers of this one, and no key. */
    public Batch behind(Batch first) {
        List<Column> declared = new ArrayList<>(first.schema.columns());
        declared.addAll(schema.columns());
        ColumnVector[] shared = new ColumnVector[first.columns.length + columns.length];
        System.arraycopy(first.columns, 0, shared, 0, first.columns.length);
        System.arraycopy(columns, 0, shared, first.columns.length, columns.length);
        Batch both = new Batch(TableSchema.of(declared), shared, sourceRows);
        both.rows = rows;
        return both;
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
