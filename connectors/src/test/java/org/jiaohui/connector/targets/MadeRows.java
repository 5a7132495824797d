package org.jiaohui.connector.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;

/** Rows of a test: each a list of Long, Double, String or null, with an operation. */
public final class MadeRows implements RowFeed {
    /** One row. */
    public record Row(byte operation, List<@Nullable Object> values) {}

    /** Gives the rows one after the other. */
    public interface Rows {
        Row at(long row);
    }

    private final TableSchema schema;
    private final boolean changes;
    private final long count;
    private final Rows rows;

    public MadeRows(TableSchema schema, boolean changes, long count, Rows rows) {
        this.schema = schema;
        this.changes = changes;
        this.count = count;
        this.rows = rows;
    }

    @SafeVarargs
    public static MadeRows whole(TableSchema schema, List<@Nullable Object>... rows) {
        return new MadeRows(schema, false, rows.length, row -> new Row(INSERT, rows[(int) row]));
    }

    public static MadeRows changes(TableSchema schema, List<Row> rows) {
        List<Row> all = new ArrayList<>(rows);
        return new MadeRows(schema, true, all.size(), row -> all.get((int) row));
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public boolean areChanges() {
        return changes;
    }

    @Override
    public void forEach(Receiver receiver) {
        Batch batch = new Batch(schema, 1_000);
        byte[] operations = new byte[1_000];
        for (long row = 0; row < count; row++) {
            if (batch.rows == batch.capacity()) {
                receiver.take(batch, operations);
                batch.clear();
            }
            Row made = rows.at(row);
            operations[batch.rows] = made.operation();
            for (int i = 0; i < batch.columnCount(); i++) {
                Object value = made.values().get(i);
                switch (value) {
                    case null -> batch.column(i).setNull(batch.rows);
                    case Long number -> batch.column(i).setLong(batch.rows, number);
                    case Double number -> batch.column(i).setDouble(batch.rows, number);
                    default -> {
                        byte[] text = value.toString().getBytes(UTF_8);
                        batch.column(i).setText(batch.rows, text, 0, text.length);
                    }
                }
            }
            batch.rows++;
        }
        receiver.take(batch, operations);
    }
}
