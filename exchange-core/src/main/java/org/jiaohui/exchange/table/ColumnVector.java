package org.jiaohui.exchange.table;

import java.util.Arrays;

/**
 * The values of one column in one batch. Hot path: arrays are public, reused from batch to batch and never allocated per value.
 *
 * <p>Text, JSON and geometry lie as UTF-8 slices {@code bytes[starts[i] .. starts[i]+lengths[i])}; a decoder may point {@link #bytes} at its own
 * read buffer. Every other kind lies in {@link #longs} as {@link ColumnType.Kind} says. Where {@code nulls[i]} is true the value is undefined.
 */
public final class ColumnVector {
    public final ColumnType type;
    public final long[] longs;
    public final int[] starts;
    public final int[] lengths;
    public final boolean[] nulls;
    public int nullCount;
    public byte[] bytes;
    private int used;

    public ColumnVector(ColumnType type, int capacity) {
        boolean textual = type.kind().isTextual();
        this.type = type;
        longs = textual ? new long[0] : new long[capacity];
        starts = textual ? new int[capacity] : new int[0];
        lengths = textual ? new int[capacity] : new int[0];
        nulls = new boolean[capacity];
        bytes = new byte[0];
    }

    /** Forgets all values; arrays stay. Text appended with {@link #setText} starts anew in an own buffer. */
    public void clear(int rows) {
        Arrays.fill(nulls, 0, rows, false);
        nullCount = 0;
        used = 0;
    }

    public void setNull(int row) {
        nulls[row] = true;
        nullCount++;
    }

    /** Takes back {@link #setNull}, when the row that was being filled is refused. */
    public void unsetNull(int row) {
        if (nulls[row]) {
            nulls[row] = false;
            nullCount--;
        }
    }

    /** Copies one value into a column of the same type. */
    public void copyTo(int row, ColumnVector other, int at) {
        if (nulls[row]) {
            other.setNull(at);
        } else if (type.kind().isTextual()) {
            other.setText(at, bytes, starts[row], lengths[row]);
        } else {
            other.setLong(at, longs[row]);
        }
    }

    public void setLong(int row, long value) {
        longs[row] = value;
    }

    public void setDouble(int row, double value) {
        longs[row] = Double.doubleToRawLongBits(value);
    }

    public double getDouble(int row) {
        return Double.longBitsToDouble(longs[row]);
    }

    /** Copies a slice into the vector's own buffer. Not to be mixed with a decoder's buffer in one batch. */
    public void setText(int row, byte[] source, int start, int length) {
        if (used + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(1 << 14, Math.max(used + length, bytes.length * 2)));
        }
        System.arraycopy(source, start, bytes, used, length);
        starts[row] = used;
        lengths[row] = length;
        used += length;
    }
}
