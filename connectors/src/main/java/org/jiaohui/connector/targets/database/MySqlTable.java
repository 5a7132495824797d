package org.jiaohui.connector.targets.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.delivery.CsvFeed;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TableSchema;

/** One table of a MySQL or MariaDB target. Rows are inserted many at a time under a strict mode, so that nothing is cut or coerced. */
final class MySqlTable {
    private static final int ROWS_AT_ONCE = 1_000;

    /** A statement with long texts ends before MySQL's usual limit of a packet. */
    private static final int BYTES_AT_ONCE = 4 << 20;

    private static final int LOCK_SECONDS = 30;
    private static final String FRONT_END_COLUMNS =
            "ex_id bigint AUTO_INCREMENT PRIMARY KEY, ex_op char(1) NOT NULL, ex_ts datetime(6) NOT NULL, ex_batch"
                    + " varchar(120) CHARACTER SET ascii NOT NULL, ex_status smallint NOT NULL DEFAULT 0, ex_err text,"
                    + " INDEX (ex_batch), ";

    private final Connection connection;
    private final DeliveryOrder order;
    private final boolean create;
    private final List<Column> columns;
    private final String columnList;

    MySqlTable(Connection connection, DeliveryOrder order, boolean create) {
        this.connection = connection;
        this.order = order;
        this.create = create;
        columns = order.schema().columns();
        columnList = columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
        for (Column column : columns) {
            if (column.name().length() > 64) {
                throw SettingValues.wrong(
                        "列名“%1$s”超过 64 个字符，请改短 / the column name \"%1$s\" has more than 64 characters; make it shorter"
                                .formatted(column.name()));
            }
        }
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** A table of its own is filled and then renamed to the place; its comment says which batch it is, so that the swap itself tells that it happened. */
    DeliveryEffect replace(RowFeed rows, RunProgress progress) throws SQLException {
        String stem = "jiaohui_" + Integer.toHexString(order.place().hashCode()) + "_";
        lock("jiaohui:" + stem);
        Optional<DeliveryEffect> before = TableTag.find(connection, order.place(), order.batch());
        if (before.isPresent()) {
            return before.get();
        }
        dropLeftOvers(stem);
        boolean exists = exists();
        String fresh = stem + order.attempt();
        if (exists) {
            addMissingColumns();
            run("CREATE TABLE " + quoted(fresh) + " LIKE " + quoted(order.place()));
        } else {
            createNew(fresh, order.key(), "");
        }
        DeliveryEffect effect = send(rows, progress, false, "INSERT INTO " + quoted(fresh), "");
        try (PreparedStatement comment = connection.prepareStatement("ALTER TABLE " + quoted(fresh) + " COMMENT = "
                + literal(TableTag.tagged(
                        TableTag.comment(connection, exists ? order.place() : fresh), order.batch(), effect)))) {
            comment.execute();
        }
        progress.checkStop();
        if (exists) {
            run("RENAME TABLE " + quoted(order.place()) + " TO " + quoted(stem + "old") + ", " + quoted(fresh) + " TO "
                    + quoted(order.place()));
            run("DROP TABLE " + quoted(stem + "old"));
        } else {
            run("RENAME TABLE " + quoted(fresh) + " TO " + quoted(order.place()));
        }
        return effect;
    }

    /**
     * Makes the table where it is missing; this commits, so it comes before the transaction.
     *
     * @param uniqueKey whether updating by key needs a unique index on it
     */
    void prepare(boolean uniqueKey) throws SQLException {
        switch (order.mode()) {
            case UPSERT -> {
                if (order.key().isEmpty()) {
                    throw SettingValues.wrong(
                            "方式 upsert 需要主键：请在订阅中填写 key，或在数据集结构中声明主键 / the mode upsert needs a key: give the"
                                    + " subscription one, or declare it in the dataset's schema");
                }
                if (!exists()) {
                    createNew(order.place(), order.key(), "");
                }
                if (uniqueKey) {
                    requireUniqueKey();
                }
            }
            case APPEND, REPLACE -> {
                if (!exists()) {
                    createNew(order.place(), List.of(), "");
                }
            }
            case FRONT_END -> {
                if (!exists()) {
                    createNew(order.place(), List.of(), FRONT_END_COLUMNS);
                }
            }
        }
        addMissingColumns();
        requireTransactions();
    }

    /** A dataset that grew a column grows it in the target as well, where tables may be made. */
    private void addMissingColumns() throws SQLException {
        Set<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = database() AND table_name"
                        + " = ?")) {
            statement.setString(1, order.place());
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    there.add(answer.getString(1));
                }
            }
        }
        for (Column column : columns) {
            if (!there.contains(column.name())) {
                MissingColumn.require(create, column, order.place(), there);
                run("ALTER TABLE " + quoted(order.place()) + " ADD COLUMN IF NOT EXISTS " + definition(column, false));
            }
        }
    }

    private static String definition(Column column, boolean key) {
        return quoted(column.name()) + " " + type(column.type(), key)
                + (column.title().equals(column.name()) ? "" : " COMMENT " + literal(column.title()));
    }

    /** Within the transaction. */
    DeliveryEffect write(RowFeed rows, RunProgress progress) throws SQLException {
        String insert = "INSERT INTO " + quoted(order.place());
        if (order.mode() == DeliveryMode.UPSERT && rows.areChanges()) {
            delete(rows, progress);
        }
        return order.mode() == DeliveryMode.UPSERT
                ? send(rows, progress, true, insert, updates())
                : send(rows, progress, order.mode() == DeliveryMode.FRONT_END, insert, "");
    }

    private String updates() {
        String updates = columns.stream()
                .map(Column::name)
                .filter(each -> order.key().stream().noneMatch(each::equalsIgnoreCase))
                .map(each -> quoted(each) + " = VALUES(" + quoted(each) + ")")
                .collect(Collectors.joining(", "));
        String key = quoted(order.key().getFirst());
        return " ON DUPLICATE KEY UPDATE " + (updates.isEmpty() ? key + " = " + key : updates);
    }

    private DeliveryEffect send(RowFeed rows, RunProgress progress, boolean operations, String insert, String ending)
            throws SQLException {
        boolean frontEnd = order.mode() == DeliveryMode.FRONT_END;
        String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
        String sql = frontEnd
                ? insert + " (ex_op, ex_ts, ex_batch, ex_status, " + columnList + ") VALUES (?, now(6), "
                        + literal(order.batch().value()) + ", 0, " + marks + ")"
                : insert + " (" + columnList + ") VALUES (" + marks + ")" + ending;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            RowFeed inserting = new Inserting(rows, statement, frontEnd);
            return CsvFeed.send(
                    inserting, operations, order.mode() == DeliveryMode.APPEND, progress, (bytes, length) -> {});
        } catch (Failed wrapped) {
            throw wrapped.cause;
        } catch (IOException impossible) {
            throw new IllegalStateException("nothing is written but rows", impossible);
        }
    }

    /** Writes each batch before its bytes are counted. */
    private record Inserting(RowFeed rows, PreparedStatement statement, boolean frontEnd) implements RowFeed {
        @Override
        public TableSchema schema() {
            return rows.schema();
        }

        @Override
        public boolean areChanges() {
            return rows.areChanges();
        }

        @Override
        public void forEach(Receiver receiver) {
            rows.forEach((batch, operations) -> {
                try {
                    insert(batch, operations);
                } catch (SQLException failed) {
                    throw new Failed(failed);
                }
                receiver.take(batch, operations);
            });
        }

        private void insert(Batch batch, byte[] operations) throws SQLException {
            int waiting = 0;
            long bytes = 0;
            for (int row = 0; row < batch.rows; row++) {
                if (!frontEnd && operations[row] == DELETE) {
                    continue;
                }
                int first = 1;
                if (frontEnd) {
                    statement.setString(first++, String.valueOf((char) operations[row]));
                }
                for (int i = 0; i < batch.columnCount(); i++) {
                    bytes += set(statement, first + i, batch.column(i), row);
                }
                statement.addBatch();
                if (++waiting == ROWS_AT_ONCE || bytes > BYTES_AT_ONCE) {
                    statement.executeBatch();
                    waiting = 0;
                    bytes = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }

    /** Rows that left the dataset go first, by their keys: a row that is new may have the key of one that left. */
    private void delete(RowFeed rows, RunProgress progress) throws SQLException {
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

    private static long set(PreparedStatement statement, int index, ColumnVector vector, int row) throws SQLException {
        if (vector.nulls[row]) {
            statement.setNull(index, Types.NULL);
            return 1;
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
        return vector.type.kind().isTextual() ? vector.lengths[row] : 16;
    }

    private void lock(String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT get_lock(?, ?)")) {
            statement.setString(1, name);
            statement.setInt(2, LOCK_SECONDS);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                if (answer.getInt(1) != 1) {
                    throw new SQLException("another delivery writes " + order.place(), "40001");
                }
            }
        }
    }

    private void dropLeftOvers(String stem) throws SQLException {
        List<String> left = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND left(table_name,"
                        + " ?) = ?")) {
            statement.setInt(1, stem.length());
            statement.setString(2, stem);
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    left.add(answer.getString(1));
                }
            }
        }
        for (String each : left) {
            run("DROP TABLE IF EXISTS " + quoted(each));
        }
    }

    private boolean exists() throws SQLException {
        return count("SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name"
                        + " = ?")
                > 0;
    }

    private void requireTransactions() throws SQLException {
        if (count("SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name"
                        + " = ? AND engine = 'InnoDB'")
                == 0) {
            throw SettingValues.wrong(
                    "表 %1$s 不是 InnoDB，写入中断时会留下半批数据，请改为 InnoDB / the table %1$s is not InnoDB and would keep half a batch; make it InnoDB"
                            .formatted(order.place()));
        }
    }

    private void requireUniqueKey() throws SQLException {
        String key = order.key().stream()
                .map(each -> each.toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(","));
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT group_concat(lower(column_name) ORDER BY lower(column_name) SEPARATOR ',') FROM"
                        + " information_schema.statistics WHERE table_schema = database() AND table_name = ? AND"
                        + " non_unique = 0 GROUP BY index_name")) {
            statement.setString(1, order.place());
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    if (answer.getString(1).equals(key)) {
                        return;
                    }
                }
            }
        }
        throw SettingValues.wrong(
                "表 %1$s 在 %2$s 上没有唯一索引，不能按主键写入 / the table %1$s has no unique index on %2$s and cannot be written by key"
                        .formatted(order.place(), order.key()));
    }

    private long count(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, order.place());
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }

    private void createNew(String as, List<String> key, String before) throws SQLException {
        if (!create) {
            throw new ExchangeException(
                    ErrorCode.TARGET_REFUSED_ROWS,
                    "目标没有表 %1$s，且未允许自动建表（create-table） / the target has no table %1$s, and create-table is off"
                            .formatted(order.place()));
        }
        String list = columns.stream()
                .map(column -> definition(column, key.stream().anyMatch(column.name()::equalsIgnoreCase)))
                .collect(Collectors.joining(", "));
        String primary = key.isEmpty()
                ? ""
                : key.stream().map(MySqlTable::quoted).collect(Collectors.joining(", ", ", PRIMARY KEY (", ")"));
        run("CREATE TABLE IF NOT EXISTS " + quoted(as) + " (" + before + list + primary
                + ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");
    }

    private static String type(ColumnType type, boolean key) {
        return switch (type.kind()) {
            case TEXT, JSON, GEOMETRY -> key ? "varchar(255)" : "longtext";
            case INTEGER -> "bigint";
            case DECIMAL -> "decimal(" + type.precision() + "," + type.scale() + ")";
            case DOUBLE -> "double";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case TIMESTAMP -> "datetime(6)";
            case TIME -> "time(6)";
        };
    }

    /** The sessions of this class have no backslash escapes. */
    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private void run(String sql) throws SQLException {
        PostgresTarget.execute(connection, sql);
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
