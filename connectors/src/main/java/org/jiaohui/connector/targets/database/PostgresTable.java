package org.jiaohui.connector.targets.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.delivery.CsvFeed;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** One table of a PostgreSQL target, written within the transaction of one batch. */
final class PostgresTable {
    private static final int LONGEST_NAME = 63;
    private static final String STAGED = "pg_temp.jiaohui_rows";

    private final Connection connection;
    private final DeliveryOrder order;
    private final boolean create;
    private final String schema;
    private final String name;
    private final String table;
    private final List<Column> columns;
    private final String columnList;

    PostgresTable(Connection connection, String schema, DeliveryOrder order, boolean create) {
        this.connection = connection;
        this.order = order;
        this.create = create;
        int dot = order.place().indexOf('.');
        this.schema = dot > 0 ? order.place().substring(0, dot) : schema;
        this.name = order.place().substring(dot + 1);
        table = qualified(schema, order.place());
        columns = order.schema().columns();
        columns.forEach(column -> checkName(column.name()));
        checkName(name);
        columnList = columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "));
    }

    /** {@code table} or {@code schema.table} as it stands in SQL. */
    static String qualified(String schema, String place) {
        int dot = place.indexOf('.');
        return dot > 0
                ? quoted(place.substring(0, dot)) + "." + quoted(place.substring(dot + 1))
                : quoted(schema) + "." + quoted(place);
    }

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static void checkName(String name) {
        if (name.getBytes(UTF_8).length > LONGEST_NAME) {
            throw SettingValues.wrong(
                    "名称“%1$s”超过 PostgreSQL 的 63 字节，会被截断，请改短 / the name \"%1$s\" has more than PostgreSQL's 63 bytes and would be cut; make it shorter"
                            .formatted(name));
        }
    }

    /**
     * A new table takes the old one's place. Where views, triggers, foreign keys or row security hang on the old one, or it belongs to somebody else, its rows
     * are exchanged within the same transaction instead; readers see the same either way.
     */
    DeliveryEffect replace(RowFeed rows, RunProgress progress) throws SQLException, IOException {
        boolean exists = exists();
        if (exists) {
            addMissingColumns();
        }
        if (exists && !mayBeSwapped()) {
            run("DELETE FROM " + table);
            return copy(table, columnList, rows, progress);
        }
        String fresh = "jiaohui_" + Integer.toHexString(order.batch().hashCode()) + "_" + order.attempt();
        String staging = quoted(schema) + "." + quoted(fresh);
        if (exists) {
            run("CREATE TABLE " + staging + " (LIKE " + table + " INCLUDING ALL)");
        } else {
            createNew(staging, order.key(), "");
        }
        DeliveryEffect effect = copy(staging, columnList, rows, progress);
        if (exists) {
            for (String grant : grants(staging)) {
                run(grant);
            }
            run("DROP TABLE " + table);
        }
        run("ALTER TABLE " + staging + " RENAME TO " + quoted(name));
        return effect;
    }

    DeliveryEffect upsert(RowFeed rows, RunProgress progress) throws SQLException, IOException {
        List<String> key = order.key();
        if (key.isEmpty()) {
            throw SettingValues.wrong(
                    "方式 upsert 需要主键：请在订阅中填写 key，或在数据集结构中声明主键 / the mode upsert needs a key: give the subscription one,"
                            + " or declare it in the dataset's schema");
        }
        createIfMissing(key, "");
        DeliveryEffect effect = stage(rows, progress);
        requireWholeKeys(key);
        String same = key.stream()
                .map(each -> "t." + quoted(each) + " = s." + quoted(each))
                .collect(Collectors.joining(" AND "));
        if (rows.areChanges()) {
            String gone = rows.replacesKeys() ? "" : "s.ex_op = 'D' AND ";
            run("DELETE FROM " + table + " t USING " + STAGED + " s WHERE " + gone + same);
        }
        String insert = "INSERT INTO " + table + " (" + columnList + ") SELECT " + columnList + " FROM " + STAGED
                + " WHERE ex_op <> 'D'";
        if (rows.replacesKeys()) {
            run(insert);
            return effect;
        }
        String updates = columns.stream()
                .map(Column::name)
                .filter(each -> key.stream().noneMatch(each::equalsIgnoreCase))
                .map(each -> quoted(each) + " = EXCLUDED." + quoted(each))
                .collect(Collectors.joining(", "));
        run(insert + " ON CONFLICT (" + list(key) + ") DO "
                + (updates.isEmpty() ? "NOTHING" : "UPDATE SET " + updates));
        return effect;
    }

    DeliveryEffect append(RowFeed rows, RunProgress progress) throws SQLException, IOException {
        createIfMissing(List.of(), "");
        return copy(table, columnList, rows, progress);
    }

    DeliveryEffect frontEnd(RowFeed rows, RunProgress progress) throws SQLException, IOException {
        createIfMissing(
                List.of(),
                "ex_id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, ex_op char(1) NOT NULL, ex_ts timestamptz"
                        + " NOT NULL, ex_batch text NOT NULL, ex_status smallint NOT NULL DEFAULT 0, ex_err text, ");
        DeliveryEffect effect = stage(rows, progress);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table
                + " (ex_op, ex_ts, ex_batch, ex_status, " + columnList + ") SELECT ex_op, clock_timestamp(), ?, 0, "
                + columnList + " FROM " + STAGED)) {
            insert.setString(1, order.batch().value());
            insert.executeUpdate();
        }
        return effect;
    }

    private DeliveryEffect stage(RowFeed rows, RunProgress progress) throws SQLException, IOException {
        run("CREATE TEMP TABLE jiaohui_rows ON COMMIT DROP AS SELECT ''::text AS ex_op, " + columnList + " FROM "
                + table + " WHERE false");
        DeliveryEffect effect = copy(STAGED, "ex_op, " + columnList, rows, progress);
        run("ANALYZE " + STAGED);
        return effect;
    }

    private DeliveryEffect copy(String into, String list, RowFeed rows, RunProgress progress)
            throws SQLException, IOException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + into + " (" + list + ") FROM STDIN (FORMAT csv, NULL '', ENCODING 'UTF8')");
        DeliveryEffect effect;
        try {
            effect = CsvFeed.send(rows, order.mode(), progress, (bytes, length) -> {
                try {
                    copy.writeToCopy(bytes, 0, length);
                } catch (SQLException broken) {
                    throw new IOException(broken.getMessage(), broken);
                }
            });
        } catch (IOException broken) {
            // The server's own complaint comes with the end of the copy, where it still can.
            if (broken.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw broken;
        }
        long taken = copy.endCopy();
        if (taken != effect.rows()) {
            throw new ExchangeException(
                    ErrorCode.TARGET_REFUSED_ROWS,
                    "发送 %1$d 行，目标收下 %2$d 行 / %1$d rows were sent, the target took %2$d"
                            .formatted(effect.rows(), taken));
        }
        return effect;
    }

    private void requireWholeKeys(List<String> key) throws SQLException {
        String missing = key.stream().map(each -> quoted(each) + " IS NULL").collect(Collectors.joining(" OR "));
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT count(*) FROM " + STAGED + " WHERE " + missing);
                ResultSet answer = statement.executeQuery()) {
            answer.next();
            if (answer.getLong(1) > 0) {
                throw new ExchangeException(
                        ErrorCode.TARGET_REFUSED_ROWS,
                        "%1$d 行的主键 %2$s 为空，不能按主键写入 / %1$d rows have an empty key %2$s and cannot be written by key"
                                .formatted(answer.getLong(1), key));
            }
        }
    }

    private boolean exists() throws SQLException {
        return ask("SELECT to_regclass(?) IS NOT NULL");
    }

    private boolean mayBeSwapped() throws SQLException {
        return ask("""
            SELECT c.relkind = 'r' AND NOT c.relhastriggers AND NOT c.relrowsecurity AND NOT c.relispartition AND NOT c.relhassubclass
                AND pg_has_role(c.relowner, 'USAGE')
                AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
                    AND (d.classid = 'pg_rewrite'::regclass OR d.classid = 'pg_publication_rel'::regclass
                        OR (d.classid = 'pg_class'::regclass AND d.deptype = 'a'
                            AND (SELECT s.relkind FROM pg_class s WHERE s.oid = d.objid) = 'S')))
            FROM pg_class c WHERE c.oid = to_regclass(?)\
            """);
    }

    private boolean ask(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    /** What others may do with the old table they may do with the new one. */
    private List<String> grants(String staging) throws SQLException {
        List<String> grants = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
            SELECT a.privilege_type, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, a.is_grantable
            FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = to_regclass(?) AND a.grantee <> c.relowner\
            """)) {
            statement.setString(1, table);
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    grants.add("GRANT " + answer.getString(1) + " ON " + staging + " TO " + answer.getString(2)
                            + (answer.getBoolean(3) ? " WITH GRANT OPTION" : ""));
                }
            }
        }
        return grants;
    }

    private void createIfMissing(List<String> key, String before) throws SQLException {
        if (exists()) {
            addMissingColumns();
        } else {
            createNew(table, key, before);
        }
    }

    /** A dataset that grew a column grows it in the target as well, where tables may be made. */
    private void addMissingColumns() throws SQLException {
        Set<String> there = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT"
                        + " attisdropped")) {
            statement.setString(1, table);
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    there.add(answer.getString(1));
                }
            }
        }
        for (Column column : columns) {
            if (!there.contains(column.name())) {
                MissingColumn.require(create, column, table, there);
                run("ALTER TABLE " + table + " ADD COLUMN " + quoted(column.name()) + " " + type(column.type()));
                comment(table, column);
            }
        }
    }

    private void comment(String as, Column column) throws SQLException {
        if (!column.title().equals(column.name())) {
            run("COMMENT ON COLUMN " + as + "." + quoted(column.name()) + " IS " + literal(column.title()));
        }
    }

    private void createNew(String as, List<String> key, String before) throws SQLException {
        if (!create) {
            throw new ExchangeException(
                    ErrorCode.TARGET_REFUSED_ROWS,
                    "目标没有表 %1$s，且未允许自动建表（create-table） / the target has no table %1$s, and create-table is off"
                            .formatted(table));
        }
        String list = columns.stream()
                .map(column -> quoted(column.name()) + " " + type(column.type()))
                .collect(Collectors.joining(", "));
        run("CREATE TABLE " + as + " (" + before + list + (key.isEmpty() ? "" : ", PRIMARY KEY (" + list(key) + ")")
                + ")");
        for (Column column : columns) {
            comment(as, column);
        }
        if (!before.isEmpty()) {
            run("CREATE INDEX ON " + as + " (ex_batch)");
        }
    }

    private static String type(ColumnType type) {
        return switch (type.kind()) {
            case TEXT, JSON, GEOMETRY -> "text";
            case INTEGER -> "bigint";
            case DECIMAL -> "numeric(" + type.precision() + "," + type.scale() + ")";
            case DOUBLE -> "double precision";
            case BOOLEAN, DATE, TIMESTAMP, TIME -> type.kind().name().toLowerCase(Locale.ROOT);
        };
    }

    private String list(List<String> names) {
        return names.stream()
                .map(each ->
                        columns.get(Math.max(0, order.schema().indexOf(each))).name())
                .map(PostgresTable::quoted)
                .collect(Collectors.joining(", "));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private void run(String sql) throws SQLException {
        PostgresTarget.execute(connection, sql);
    }
}
