package org.jiaohui.dataset.rule;

import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;

/**
 * {@code required}: a column that is declared as required, and every column of the key, has a value in each row. Source: the directory's item description
 * (GB/T 21063.3, 信息项 and its constraint M).
 */
record RequiredRule(int column) implements Rule {
    @Override
    public void check(Batch batch, RowMarks marks) {
        ColumnVector values = batch.column(column);
        if (values.nullCount == 0) {
            return;
        }
        for (int row = 0; row < batch.rows; row++) {
            if (values.nulls[row]) {
                marks.refuse(row, column, "required", "必填项为空 / a required value is missing");
            }
        }
    }
}
