package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a MariaDB server needs before the changes of a table can be captured: its settings, the account's rights, no cascades. */
record MariaDbReadiness(JdbcSettings settings) {
    /** Everything that is missing, each with its fix. */
    List<String> missing(Connection connection, CapturedTable table) throws SQLException {
        List<String> missing = new ArrayList<>();
        if (Statements.ask(connection, "SELECT @@log_bin").equals("0")) {
            return List.of(
                    "没有开启二进制日志：请在 [mysqld] 设 log_bin 与 binlog_format=ROW 并重启 / the binary log is off: set log_bin and"
                            + " binlog_format=ROW under [mysqld] and restart");
        }
        String format = Statements.ask(connection, "SELECT @@global.binlog_format");
        if (!format.equals("ROW")) {
            missing.add(
                    "binlog_format 为 %1$s：请设为 ROW（SET GLOBAL binlog_format = 'ROW'，并写入配置） / binlog_format is %1$s: set it to ROW (SET GLOBAL binlog_format = 'ROW', and in the configuration)"
                            .formatted(format));
        }
        if (Statements.ask(connection, "SELECT @@global.log_bin_compress").equals("1")) {
            missing.add(
                    "log_bin_compress 已开启，压缩的日志读不了：请 SET GLOBAL log_bin_compress = OFF / log_bin_compress is on and a"
                            + " compressed log cannot be read: SET GLOBAL log_bin_compress = OFF");
        }
        missing.addAll(cascades(connection, table));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
            if (row.next()) {
                List<String> only = databases(row.getString(3));
                if ((!only.isEmpty() && !only.contains(table.schema()))
                        || databases(row.getString(4)).contains(table.schema())) {
                    missing.add(
                            "二进制日志不含数据库 %1$s（binlog_do_db 或 binlog_ignore_db）：请改配置并重启 / the binary log leaves the database %1$s out (binlog_do_db or binlog_ignore_db): change the configuration and restart"
                                    .formatted(table.schema()));
                }
            }
        } catch (SQLException refused) {
            if (refused.getErrorCode() != BinlogConnection.RIGHT_MISSING) {
                throw refused;
            }
            missing.add(BinlogConnection.rights(settings));
        }
        return missing;
    }

    private static List<String> databases(String list) {
        return list == null || list.isBlank() ? List.of() : List.of(list.split(",", -1));
    }

    /** Rows that InnoDB changes by itself, because a row that they refer to changed, are not in the log. */
    private static List<String> cascades(Connection connection, CapturedTable table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
            SELECT CONSTRAINT_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?
                AND (DELETE_RULE IN ('CASCADE', 'SET NULL') OR UPDATE_RULE IN ('CASCADE', 'SET NULL'))
            """)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? List.of(
                                "外键 %1$s 会级联改动本表的行，而 InnoDB 不把它们写入日志：请改为 RESTRICT，或用 jdbc 连接器 / the foreign key %1$s changes rows of this table by cascade, which InnoDB does not log: make it RESTRICT, or use the connector jdbc"
                                        .formatted(row.getString(1)))
                        : List.of();
            }
        }
    }
}
