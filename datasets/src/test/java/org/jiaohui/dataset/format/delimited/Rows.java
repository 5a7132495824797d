package org.jiaohui.dataset.format.delimited;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSource;

/** Everything that one reading of a table brings, as text: accepted rows, refusals and the number of rows read. */
record Rows(List<List<String>> accepted, List<String> refused, List<String> raw, long read) {
    static Rows of(TableSource source) {
        return of(source, 100);
    }

    static Rows of(TableSource source, int capacity) {
        List<List<String>> accepted = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        List<String> raw = new ArrayList<>();
        long read = 0;
        Batch batch = new Batch(source.schema(), capacity);
        try (source) {
            for (Optional<TablePart> part = source.nextPart(); part.isPresent(); part = source.nextPart()) {
                TablePart rows = part.get();
                while (rows.next(batch, (row, column, rule, value, reason, line) -> {
                    refused.add(row + ":" + column + ":" + rule + ":" + value);
                    raw.add(line.text());
                })) {
                    for (int row = 0; row < batch.rows; row++) {
                        List<String> values = new ArrayList<>();
                        for (int i = 0; i < batch.columnCount(); i++) {
                            values.add(text(batch.column(i), row));
                        }
                        accepted.add(values);
                    }
                }
                read += rows.rowsRead();
            }
        }
        return new Rows(accepted, refused, raw, read);
    }

    private static String text(ColumnVector column, int row) {
        if (column.nulls[row]) {
            return "∅";
        }
        if (column.type.kind().isTextual()) {
            return new String(column.bytes, column.starts[row], column.lengths[row], StandardCharsets.UTF_8);
        }
        return Long.toString(column.longs[row]);
    }
}
