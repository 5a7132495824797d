package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.jdbc.CapturedTable.KeyColumn;

/** How MariaDB's catalogue describes a table that is to be captured. */
final class MariaDbDescription {
    private MariaDbDescription() {}

    /** @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG with the fix when the table cannot be captured */
    static CapturedTable of(Connection connection, String schema, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
            SELECT TABLE_SCHEMA, TABLE_NAME, coalesce(ENGINE, ''), TABLE_TYPE, @@server_id FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
            """)) {
            statement.setString(1, schema);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw SettingValues.wrong(
                            "没有表 %1$s.%2$s，或账号看不见它 / there is no table %1$s.%2$s, or the account cannot see it"
                                    .formatted(schema, name));
                }
                if (!row.getString(4).equals("BASE TABLE") || !row.getString(3).equalsIgnoreCase("InnoDB")) {
                    throw SettingValues.wrong(
                            "%1$s.%2$s 须是 InnoDB 表，现为 %3$s：请执行 ALTER TABLE … ENGINE=InnoDB / %1$s.%2$s must be a table of the engine InnoDB, not %3$s: ALTER TABLE … ENGINE=InnoDB"
                                    .formatted(schema, name, row.getString(4) + " " + row.getString(3)));
                }
                return new CapturedTable(
                        row.getString(1),
                        row.getString(2),
                        "mariadb " + row.getLong(5) + " " + row.getString(1) + "." + row.getString(2),
                        columns(connection, schema, name),
                        key(connection, schema, name));
            }
        }
    }

    private static String columns(Connection connection, String schema, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT COLUMN_NAME, COLUMN_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME"
                        + " = ? ORDER BY ORDINAL_POSITION")) {
            statement.setString(1, schema);
            statement.setString(2, name);
            StringBuilder columns = new StringBuilder();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.append(row.getString(1))
                            .append(' ')
                            .append(row.getString(2))
                            .append('\n');
                }
            }
            return columns.toString();
        }
    }

    private static List<KeyColumn> key(Connection connection, String schema, String name) throws SQLException {
        List<KeyColumn> key = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
            SELECT c.COLUMN_NAME, c.DATA_TYPE, c.COLUMN_TYPE, coalesce(c.CHARACTER_SET_NAME, ''), c.ORDINAL_POSITION, s.SUB_PART
            FROM information_schema.STATISTICS s JOIN information_schema.COLUMNS c
                ON c.TABLE_SCHEMA = s.TABLE_SCHEMA AND c.TABLE_NAME = s.TABLE_NAME AND c.COLUMN_NAME = s.COLUMN_NAME
            WHERE s.TABLE_SCHEMA = ? AND s.TABLE_NAME = ? AND s.INDEX_NAME = 'PRIMARY' ORDER BY s.SEQ_IN_INDEX
            """)) {
            statement.setString(1, schema);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    KeyColumn column = new KeyColumn(
                            row.getString(1),
                            row.getString(2).toLowerCase(Locale.ROOT),
                            row.getString(3).toLowerCase(Locale.ROOT),
                            row.getString(4),
                            row.getInt(5) - 1);
                    if (row.getString(6) != null || !BinlogValue.isReadable(column)) {
                        throw SettingValues.wrong(
                                "主键列 \"%1$s\"（%2$s）的类型不能由日志指明行；可用整数、decimal、char、varchar、binary、varbinary、date、datetime、timestamp / the log cannot name rows by the key column \"%1$s\" of type %2$s; integers, decimal, char, varchar, binary, varbinary, date, datetime and timestamp can"
                                        .formatted(column.name(), column.declared()));
                    }
                    key.add(column);
                }
            }
        }
        if (key.isEmpty()) {
            throw SettingValues.wrong(
                    "表 %1$s.%2$s 没有主键，日志无法指明行：请执行 ALTER TABLE … ADD PRIMARY KEY (…) / the table %1$s.%2$s has no primary key, so the log cannot name its rows: ALTER TABLE … ADD PRIMARY KEY (…)"
                            .formatted(schema, name));
        }
        return key;
    }
}
