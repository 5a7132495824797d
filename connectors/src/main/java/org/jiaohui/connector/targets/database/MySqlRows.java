package org.jiaohui.connector.targets.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jiaohui.exchange.delivery.CsvFeed;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnVector;

/** Rows on their way into a table of a MySQL or MariaDB target: many in a statement, under a strict mode, so that nothing is cut or coerced. */
record MySqlRows(Connection connection, DeliveryOrder order, RowFeed rows, RunProgress progress) {
    /** Each row as a statement of its own would take MySQL several times as long. */
    private static final int ROWS_AT_ONCE = 250;

    /** A statement with long texts, each byte escaped, ends before the smallest usual limit of a packet, 4 MB. */
    private static final int BYTES_AT_ONCE = 1 << 20;

    /** A statement that takes any number of rows: what stands before their values and after them. */
    private record Insert(String head, String row, String tail) {
        String of(int rows) {
            return head + String.join(", ", Collections.nCopies(rows, row)) + tail;
        }
    }

    /** Adds the rows to a table. */
    DeliveryEffect insert(String table) throws SQLException {
        return send(inserting(table, ""));
    }

    /** Adds the rows to the table of the order, or puts them in the place of those with their keys; rows that left the dataset go. */
    DeliveryEffect upsert() throws SQLException {
        if (rows.areChanges()) {
            deleteGone();
        }
        return send(inserting(order.place(), updates()));
    }

    /** Adds the rows to the front-end table of the order. */
    DeliveryEffect frontEnd() throws SQLException {
        return send(new Insert(
                "INSERT INTO " + quoted(order.place()) + " (ex_op, ex_ts, ex_batch, ex_status, " + columns()
                        + ") VALUES ",
                "(?, now(6), " + MySqlDefinition.literal(order.batch().value()) + ", 0, " + marks() + ")",
                ""));
    }

    private Insert inserting(String table, String tail) {
        return new Insert("INSERT INTO " + quoted(table) + " (" + columns() + ") VALUES ", "(" + marks() + ")", tail);
    }

    private static String quoted(String name) {
        return MySqlDefinition.quoted(name);
    }

    private String columns() {
        return order.schema().columns().stream()
                .map(column -> quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    private String marks() {
        return String.join(", ", Collections.nCopies(order.schema().columns().size(), "?"));
    }

    private String updates() {
        String updates = order.schema().columns().stream()
                .map(Column::name)
                .filter(each -> order.key().stream().noneMatch(each::equalsIgnoreCase))
                .map(each -> quoted(each) + " = VALUES(" + quoted(each) + ")")
                .collect(Collectors.joining(", "));
        String key = quoted(order.key().getFirst());
        return " ON DUPLICATE KEY UPDATE " + (updates.isEmpty() ? key + " = " + key : updates);
    }

    /** Each batch is written before its bytes are counted. */
    private DeliveryEffect send(Insert insert) throws SQLException {
        try (PreparedStatement full = connection.prepareStatement(insert.of(ROWS_AT_ONCE))) {
            RowFeed inserting = rows.alsoTo((batch, operations) -> {
                try {
                    insert(insert, full, batch, operations);
                } catch (SQLException failed) {
                    throw new Failed(failed);
                }
            });
            return CsvFeed.send(inserting, order.mode(), progress, (bytes, length) -> {});
        } catch (Failed wrapped) {
            throw wrapped.cause;
        } catch (IOException impossible) {
            throw new IllegalStateException("nothing is written but rows", impossible);
        }
    }

    private void insert(Insert insert, PreparedStatement full, Batch batch, byte[] operations) throws SQLException {
        int[] waiting = new int[ROWS_AT_ONCE];
        int count = 0;
        long bytes = 0;
        for (int row = 0; row < batch.rows; row++) {
            if (order.mode() != DeliveryMode.FRONT_END && operations[row] == RowFeed.DELETE) {
                continue;
            }
            long more = bytes(batch, row);
            if (count == ROWS_AT_ONCE || (count > 0 && bytes + more > BYTES_AT_ONCE)) {
                insert(insert, full, batch, operations, Arrays.copyOf(waiting, count));
                count = 0;
                bytes = 0;
            }
            waiting[count++] = row;
            bytes += more;
        }
        if (count > 0) {
            insert(insert, full, batch, operations, Arrays.copyOf(waiting, count));
        }
    }

    private void insert(Insert insert, PreparedStatement full, Batch batch, byte[] operations, int[] these)
            throws SQLException {
        if (these.length == ROWS_AT_ONCE) {
            bind(full, batch, operations, these);
            full.executeUpdate();
            return;
        }
        try (PreparedStatement fewer = connection.prepareStatement(insert.of(these.length))) {
            bind(fewer, batch, operations, these);
            fewer.executeUpdate();
        }
    }

    private void bind(PreparedStatement statement, Batch batch, byte[] operations, int[] these) throws SQLException {
        int next = 1;
        for (int row : these) {
            if (order.mode() == DeliveryMode.FRONT_END) {
                statement.setString(next++, String.valueOf((char) operations[row]));
            }
            for (int i = 0; i < batch.columnCount(); i++) {
                set(statement, next++, batch.column(i), row);
            }
        }
    }

    /** About how many bytes a row takes in a statement. */
    private static long bytes(Batch batch, int row) {
        long bytes = 0;
        for (int i = 0; i < batch.columnCount(); i++) {
            ColumnVector vector = batch.column(i);
            bytes += !vector.nulls[row] && vector.type.kind().isTextual() ? vector.lengths[row] + 2L : 30;
        }
        return bytes;
    }

    /** Rows that left the dataset go first, by their keys: a row that is new may have the key of one that left. */
    private void deleteGone() throws SQLException {
        int[] key = order.key().stream().mapToInt(order.schema()::indexOf).toArray();
        String sql = "DELETE FROM " + quoted(order.place()) + " WHERE "
                + order.key().stream().map(each -> quoted(each) + " = ?").collect(Collectors.joining(" AND "));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            rows.forEach((batch, operations) -> {
                progress.checkStop();
                try {
                    int waiting = 0;
                    for (int row = 0; row < batch.rows; row++) {
                        if (operations[row] == RowFeed.DELETE || rows.replacesKeys()) {
                            for (int i = 0; i < key.length; i++) {
                                set(statement, i + 1, batch.column(key[i]), row);
                            }
                            statement.addBatch();
                            waiting++;
                        }
                    }
                    if (waiting > 0) {
                        statement.executeBatch();
                    }
                } catch (SQLException failed) {
                    throw new Failed(failed);
                }
            });
        } catch (Failed wrapped) {
            throw wrapped.cause;
        }
    }

    private static void set(PreparedStatement statement, int index, ColumnVector vector, int row) throws SQLException {
        if (vector.nulls[row]) {
            statement.setNull(index, Types.NULL);
            return;
        }
        long value = vector.type.kind().isTextual() ? 0 : vector.longs[row];
        switch (vector.type.kind()) {
            case TEXT, JSON, GEOMETRY ->
                statement.setString(index, new String(vector.bytes, vector.starts[row], vector.lengths[row], UTF_8));
            case INTEGER, BOOLEAN -> statement.setLong(index, value);
            case DECIMAL -> statement.setBigDecimal(index, BigDecimal.valueOf(value, vector.type.scale()));
            case DOUBLE -> statement.setDouble(index, vector.getDouble(row));
            case DATE -> statement.setObject(index, LocalDate.ofEpochDay(value));
            case TIMESTAMP ->
                statement.setObject(
                        index,
                        LocalDateTime.ofEpochSecond(
                                Math.floorDiv(value, 1_000_000L),
                                (int) Math.floorMod(value, 1_000_000L) * 1_000,
                                ZoneOffset.UTC));
            case TIME ->
                statement.setString(
                        index,
                        String.format(
                                Locale.ROOT,
                                "%02d:%02d:%02d.%06d",
                                value / 3_600_000_000L,
                                value / 60_000_000 % 60,
                                value / 1_000_000 % 60,
                                value % 1_000_000));
        }
    }

    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final SQLException cause;

        private Failed(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
