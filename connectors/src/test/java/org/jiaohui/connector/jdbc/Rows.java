package org.jiaohui.connector.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSource;

/** Rows as text, to compare with what a database says. */
final class Rows {
    static final RowRefusals NONE_REFUSED = (row, column, rule, value, reason, raw) -> {
        throw new AssertionError("row " + row + " column " + column + ": " + reason);
    };

    private Rows() {}

    static void all(TableSource source, List<List<String>> rows, RowRefusals refusals) {
        TablePart part = source.nextPart().orElseThrow();
        Batch batch = new Batch(source.schema(), 1_000);
        while (part.next(batch, refusals)) {
            for (int row = 0; row < batch.rows; row++) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < batch.columnCount(); i++) {
                    values.add(value(batch.column(i), row));
                }
                rows.add(values);
            }
        }
    }

    private static String value(ColumnVector vector, int row) {
        if (vector.nulls[row]) {
            return "null";
        }
        if (vector.type.kind().isTextual()) {
            return new String(vector.bytes, vector.starts[row], vector.lengths[row], UTF_8);
        }
        return vector.type.equals(ColumnType.DOUBLE)
                ? Double.toString(vector.getDouble(row))
                : Long.toString(vector.longs[row]);
    }
}
