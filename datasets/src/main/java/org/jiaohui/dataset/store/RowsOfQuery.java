package org.jiaohui.dataset.store;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Rows that a merge selects, as a table of one part. */
final class RowsOfQuery implements TableSource, TablePart {
    private final TableSchema schema;
    private final ResultSet rows;
    private boolean given;
    private long read;

    /** {@code rows} come from {@link #selected}. */
    RowsOfQuery(TableSchema schema, ResultSet rows) {
        this.schema = schema;
        this.rows = rows;
    }

    /** The columns as batches carry them: whatever is no text and no double as a whole number. */
    static String selected(TableSchema schema) {
        return schema.columns().stream().map(RowsOfQuery::selected).collect(Collectors.joining(", "));
    }

    private static String selected(Column column) {
        String name = quoted(column.name());
        return switch (column.type().kind()) {
            case TEXT, JSON, GEOMETRY, INTEGER, DOUBLE, DECIMAL -> name;
            case BOOLEAN -> "CAST(" + name + " AS INTEGER)";
            case DATE -> name + " - DATE '1970-01-01'";
            case TIMESTAMP -> "epoch_us(" + name + ")";
            case TIME -> "epoch_us(" + name + ")";
        };
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public synchronized Optional<TablePart> nextPart() {
        if (given) {
            return Optional.empty();
        }
        given = true;
        return Optional.of(this);
    }

    @Override
    public int ordinal() {
        return 0;
    }

    @Override
    public boolean next(Batch batch, RowRefusals refusals) {
        batch.clear();
        try {
            int row = 0;
            while (row < batch.capacity() && rows.next()) {
                for (int i = 0; i < batch.columnCount(); i++) {
                    set(batch.column(i), row, i + 1);
                }
                batch.sourceRows[row++] = read++;
            }
            batch.rows = row;
            return row > 0;
        } catch (SQLException e) {
            throw new ExchangeException(
                    ErrorCode.INTERNAL, "合并的行无法读取 / merged rows could not be read: " + e.getMessage(), e);
        }
    }

    private void set(ColumnVector vector, int row, int i) throws SQLException {
        switch (vector.type.kind()) {
            case TEXT, JSON, GEOMETRY -> {
                String value = rows.getString(i);
                if (value != null) {
                    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                    vector.setText(row, bytes, 0, bytes.length);
                    return;
                }
            }
            case DOUBLE -> vector.setDouble(row, rows.getDouble(i));
            case DECIMAL -> {
                BigDecimal value = rows.getBigDecimal(i);
                if (value != null) {
                    vector.setLong(row, value.unscaledValue().longValueExact());
                    return;
                }
            }
            case INTEGER, BOOLEAN, DATE, TIMESTAMP, TIME -> vector.setLong(row, rows.getLong(i));
        }
        if (rows.wasNull()) {
            vector.setNull(row);
        }
    }

    @Override
    public long rowsRead() {
        return read;
    }

    @Override
    public void close() {
        // The result belongs to the engine that asked.
    }
}
