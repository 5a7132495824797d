package org.jiaohui.dataset.rule;

import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;

/** {@code length}: a text has at most the declared number of Unicode characters (code points). Source: the item's 数据长度 in the directory. */
record LengthRule(int column, int most) implements Rule {
    @Override
    public void check(Batch batch, RowMarks marks) {
        ColumnVector values = batch.column(column);
        for (int row = 0; row < batch.rows; row++) {
            // A text has never more characters than bytes, so most values are settled by one comparison.
            if (!values.nulls[row]
                    && values.lengths[row] > most
                    && characters(values.bytes, values.starts[row], values.lengths[row]) > most) {
                marks.refuse(row, column, "length", "超过 %d 个字符 / longer than %d characters".formatted(most, most));
            }
        }
    }

    private static int characters(byte[] text, int start, int length) {
        int characters = 0;
        for (int i = start; i < start + length; i++) {
            characters += (text[i] & 0xc0) == 0x80 ? 0 : 1;
        }
        return characters;
    }
}
