package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.jdbc.CapturedTable.KeyColumn;

/** How PostgreSQL's catalogue describes a table that is to be captured. */
final class PostgresDescription {
    private PostgresDescription() {}

    /**
     * @param name of the table, as a statement names it
     * @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG with the fix when it cannot be captured
     */
    static CapturedTable of(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
            SELECT c.oid::bigint, c.relkind::text, c.relreplident::text, n.nspname, c.relname, d.oid::bigint,
                (SELECT system_identifier::text FROM pg_control_system())
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, pg_database d
            WHERE c.oid = to_regclass(?) AND d.datname = current_database()
            """)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw SettingValues.wrong(
                            "没有表 " + name + "，或账号看不见它 / there is no table " + name + ", or the account cannot see it");
                }
                if (!List.of("r", "p").contains(row.getString(2))) {
                    throw SettingValues.wrong(
                            name + " 不是表，视图没有变更日志 / " + name + " is no table; the log knows tables alone");
                }
                long oid = row.getLong(1);
                return new CapturedTable(
                        row.getString(4),
                        row.getString(5),
                        "postgresql " + row.getString(7) + " " + row.getLong(6) + " " + oid,
                        columns(connection, oid),
                        key(connection, oid, row.getString(3), name));
            }
        }
    }

    private static String columns(Connection connection, long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
            SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), E'\\n' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped
            """)) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static List<KeyColumn> key(Connection connection, long oid, String identity, String name)
            throws SQLException {
        List<KeyColumn> key = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
            SELECT a.attname, t.typname, format_type(a.atttypid, a.atttypmod), a.attnum
            FROM pg_index i CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum JOIN pg_type t ON t.oid = a.atttypid
            WHERE i.indrelid = ?::oid AND k.place <= i.indnkeyatts AND CASE WHEN ? THEN i.indisreplident ELSE i.indisprimary END
            ORDER BY k.place
            """)) {
            statement.setLong(1, oid);
            statement.setBoolean(2, identity.equals("i"));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    key.add(new KeyColumn(row.getString(1), row.getString(2), row.getString(3), "", row.getInt(4) - 1));
                }
            }
        }
        if (key.isEmpty() || identity.equals("n")) {
            throw SettingValues.wrong(
                    "表 %1$s 没有主键（或复制标识为 NOTHING），日志无法指明行；请执行 ALTER TABLE %1$s ADD PRIMARY KEY (…) 或 REPLICA IDENTITY DEFAULT / the table %1$s has no primary key (or its replica identity is NOTHING): the log cannot name its rows; ALTER TABLE %1$s ADD PRIMARY KEY (…), or REPLICA IDENTITY DEFAULT"
                            .formatted(name));
        }
        return key;
    }
}
