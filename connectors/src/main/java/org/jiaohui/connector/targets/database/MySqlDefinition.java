package org.jiaohui.connector.targets.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;

/**
 * How the table of a MySQL or MariaDB target is defined: what is missing is made, where that is allowed; what does not suit is refused.
 *
 * @param mayCreate whether tables and columns may be made
 */
record MySqlDefinition(Connection connection, DeliveryOrder order, boolean mayCreate) {
    private static final int LONGEST_NAME = 64;
    private static final int COLUMN_IS_THERE = 1060;
    private static final String FRONT_END_COLUMNS =
            "ex_id bigint AUTO_INCREMENT PRIMARY KEY, ex_op char(1) NOT NULL, ex_ts datetime(6) NOT NULL, ex_batch"
                    + " varchar(120) CHARACTER SET ascii NOT NULL, ex_status smallint NOT NULL DEFAULT 0, ex_err text,"
                    + " INDEX (ex_batch), ";

    MySqlDefinition {
        for (Column column : order.schema().columns()) {
            if (column.name().length() > LONGEST_NAME) {
                throw SettingValues.wrong(
                        "列名“%1$s”超过 64 个字符，请改短 / the column name \"%1$s\" has more than 64 characters; make it shorter"
                                .formatted(column.name()));
            }
        }
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** The sessions of these targets have no backslash escapes. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /**
     * Makes the table where it is missing; this commits, so it comes before the transaction.
     *
     * @param uniqueKey whether updating by key needs a unique index on it
     */
    void prepare(boolean uniqueKey) throws SQLException {
        boolean upsert = order.mode() == DeliveryMode.UPSERT;
        if (upsert && order.key().isEmpty()) {
            throw SettingValues.wrong("方式 upsert 需要主键：请在订阅中填写 key，或在数据集结构中声明主键 / the mode upsert needs a key: give the"
                    + " subscription one, or declare it in the dataset's schema");
        }
        if (!exists()) {
            create(
                    order.place(),
                    upsert ? order.key() : List.of(),
                    order.mode() == DeliveryMode.FRONT_END ? FRONT_END_COLUMNS : "");
        }
        if (upsert && uniqueKey) {
            requireUniqueKey();
        }
        addMissingColumns();
        requireTransactions();
    }

    boolean exists() throws SQLException {
        return count("SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name"
                        + " = ?")
                > 0;
    }

    /** A dataset that grew a column grows it in the target as well, where tables may be made. */
    void addMissingColumns() throws SQLException {
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
        for (Column column : order.schema().columns()) {
            if (!there.contains(column.name())) {
                MissingColumn.require(mayCreate, column, order.place(), there);
                addColumn(column);
            }
        }
    }

    /** MySQL has no {@code ADD COLUMN IF NOT EXISTS}: another hub may have been faster. */
    private void addColumn(Column column) throws SQLException {
        try {
            run("ALTER TABLE " + quoted(order.place()) + " ADD COLUMN " + definition(column, false));
        } catch (SQLException refused) {
            if (refused.getErrorCode() != COLUMN_IS_THERE) {
                throw refused;
            }
        }
    }

    /**
     * Makes a table with the columns of the order.
     *
     * @param before columns of ours that come first
     */
    void create(String as, List<String> key, String before) throws SQLException {
        if (!mayCreate) {
            throw new ExchangeException(
                    ErrorCode.TARGET_REFUSED_ROWS,
                    "目标没有表 %1$s，且未允许自动建表（create-table） / the target has no table %1$s, and create-table is off"
                            .formatted(order.place()));
        }
        String list = order.schema().columns().stream()
                .map(column -> definition(column, key.stream().anyMatch(column.name()::equalsIgnoreCase)))
                .collect(Collectors.joining(", "));
        String primary = key.isEmpty()
                ? ""
                : key.stream().map(MySqlDefinition::quoted).collect(Collectors.joining(", ", ", PRIMARY KEY (", ")"));
        run("CREATE TABLE IF NOT EXISTS " + quoted(as) + " (" + before + list + primary
                + ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");
    }

    private static String definition(Column column, boolean key) {
        return quoted(column.name()) + " " + type(column.type(), key)
                + (column.title().equals(column.name()) ? "" : " COMMENT " + literal(column.title()));
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

    void run(String sql) throws SQLException {
        PostgresTarget.execute(connection, sql);
    }
}
