package org.jiaohui.dataset.rule;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jiaohui.dataset.bytes.ByteSlices;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.ValueText;
import org.jspecify.annotations.Nullable;

/** {@code code-list}: the value is one of the listed codes, compared as text. Source: the item's code table (值域代码表) in the directory. */
final class CodeListRule implements Rule {
    private final int column;
    private final byte[] @Nullable [] table;
    private final Set<String> values;

    CodeListRule(int column, List<String> values) {
        this.column = column;
        this.values = Set.copyOf(values);
        table = new byte[Integer.highestOneBit(Math.max(4, this.values.size())) * 4][];
        for (String value : this.values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            int slot = (int) ByteSlices.hash(bytes, 0, bytes.length) & (table.length - 1);
            while (table[slot] != null) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = bytes;
        }
    }

    @Override
    public void check(Batch batch, RowMarks marks) {
        ColumnVector column = batch.column(this.column);
        boolean textual = column.starts.length > 0;
        for (int row = 0; row < batch.rows; row++) {
            if (column.nulls[row]) {
                continue;
            }
            boolean listed = textual
                    ? contains(column.bytes, column.starts[row], column.lengths[row])
                    : values.contains(ValueText.of(column, row));
            if (!listed) {
                marks.refuse(
                        row,
                        this.column,
                        "code-list",
                        "不在代码表中 / not one of the %d listed codes".formatted(values.size()));
            }
        }
    }

    private boolean contains(byte[] text, int start, int length) {
        int slot = (int) ByteSlices.hash(text, start, length) & (table.length - 1);
        for (byte[] code = table[slot]; code != null; code = table[slot]) {
            if (code.length == length && ByteSlices.equal(code, 0, text, start, length)) {
                return true;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        return false;
    }
}
