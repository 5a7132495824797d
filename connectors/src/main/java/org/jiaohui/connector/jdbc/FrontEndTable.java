package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;

/**
 * A front-end exchange table (前置库): rows that wait, are taken, and say so in a column of their own.
 *
 * @param claimColumn holds the claim of the run that takes a row; 38 characters wide at least
 * @param failed the status of rows that were rejected; absent when they wait again
 * @param order columns that say which rows come first
 */
record FrontEndTable(
        JdbcSettings jdbc,
        String statusColumn,
        String claimColumn,
        Optional<String> errorColumn,
        String waiting,
        String taking,
        String taken,
        Optional<String> failed,
        List<String> order,
        int batchRows) {
    private static final int MOST_ERROR = 500;

    static final List<Setting> SETTINGS = JdbcSettings.with(
            Setting.required("url", "JDBC 地址", "JDBC address", SettingType.ADDRESS),
            Setting.optional("user", "用户名", "User name", SettingType.TEXT, ""),
            Setting.secret("password", "密码", "Password"),
            Setting.optional("schema", "模式", "Schema of the table", SettingType.TEXT, ""),
            Setting.required("table", "前置表", "Front-end table", SettingType.TEXT),
            Setting.required("status-column", "状态列", "Column of the status", SettingType.TEXT),
            Setting.required(
                    "claim-column",
                    "领取标记列（文本，至少 38 字符）",
                    "Column of the claim (text, 38 characters at least)",
                    SettingType.TEXT),
            Setting.optional("error-column", "错误说明列", "Column of the error text", SettingType.TEXT, ""),
            Setting.optional("waiting", "状态：待取", "Status of rows that wait", SettingType.TEXT, "0"),
            Setting.optional("taking", "状态：领取中", "Status of rows that are being taken", SettingType.TEXT, "1"),
            Setting.optional("taken", "状态：已取", "Status of rows that were taken", SettingType.TEXT, "2"),
            Setting.optional(
                    "failed",
                    "状态：被拒；留空则回到待取",
                    "Status of rows that were rejected; when empty they wait again",
                    SettingType.TEXT,
                    ""),
            Setting.optional(
                    "order-columns",
                    "先后顺序列，逗号分隔",
                    "Columns that say which rows come first, comma-separated",
                    SettingType.TEXT,
                    ""),
            Setting.optional("batch-rows", "每次最多行数", "Rows a run takes at most", SettingType.INTEGER, "100000"));

    static FrontEndTable of(SettingValues values, DriverFolder drivers) {
        return new FrontEndTable(
                JdbcSettings.ofTable(values, drivers),
                values.text("status-column"),
                values.text("claim-column"),
                values.find("error-column"),
                values.text("waiting"),
                values.text("taking"),
                values.text("taken"),
                values.find("failed"),
                values.find("order-columns")
                        .map(text -> Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .filter(each -> !each.isEmpty())
                                .toList())
                        .orElse(List.of()),
                Math.max(1, values.integer("batch-rows")));
    }

    /**
     * Claims rows for an attempt: those of the run's earlier attempts when there are any, otherwise the first that wait. One transaction; two claims never
     * hold the same row.
     *
     * @return how many rows the claim holds
     */
    int claim(Connection connection, String prefix, String claim) throws SQLException {
        String quote = quote(connection);
        int held = update(
                connection,
                "UPDATE " + name(quote) + " SET " + quoted(claimColumn, quote) + " = ? WHERE "
                        + quoted(statusColumn, quote) + " = ? AND " + quoted(claimColumn, quote) + " LIKE ?",
                claim,
                taking,
                prefix + "%");
        if (held == 0) {
            held = update(connection, claiming(quote), taking, claim, waiting);
        }
        connection.commit();
        return held;
    }

    private String claiming(String quote) {
        String set = "UPDATE " + name(quote) + " SET " + quoted(statusColumn, quote) + " = ?, "
                + quoted(claimColumn, quote) + " = ? WHERE ";
        String waits = quoted(statusColumn, quote) + " = ?";
        Dialect dialect = jdbc.address().dialect();
        if (dialect.isPostgresFamily()) {
            return set + "ctid IN (SELECT ctid FROM " + name(quote) + " WHERE " + waits + orderBy(quote) + " LIMIT "
                    + batchRows + " FOR UPDATE" + (dialect == Dialect.POSTGRES ? " SKIP LOCKED)" : ")");
        }
        return dialect.isMySqlFamily() ? set + waits + orderBy(quote) + " LIMIT " + batchRows : set + waits;
    }

    /** The rows that a claim holds, as something to select from. */
    String claimed(String claim, String quote) {
        return "SELECT * FROM " + name(quote) + " WHERE " + quoted(statusColumn, quote) + " = " + literal(taking)
                + " AND " + quoted(claimColumn, quote) + " = " + literal(claim) + orderBy(quote);
    }

    /** Marks the rows of the published claim as taken and lets all others of the run go. Rows that are marked or gone already stay as they are. */
    void settle(
            Connection connection, String prefix, Optional<String> published, boolean rejected, Optional<String> error)
            throws SQLException {
        String quote = quote(connection);
        String errorSet =
                errorColumn.map(each -> ", " + quoted(each, quote) + " = ?").orElse("");
        String held = " WHERE " + quoted(statusColumn, quote) + " = ? AND " + quoted(claimColumn, quote);
        if (published.isPresent()) {
            String sql = "UPDATE " + name(quote) + " SET " + quoted(statusColumn, quote) + " = ?"
                    + errorColumn
                            .map(each -> ", " + quoted(each, quote) + " = NULL")
                            .orElse("") + held + " = ?";
            update(connection, sql, taken, taking, published.get());
        }
        String back = rejected ? failed.orElse(waiting) : waiting;
        String sql = "UPDATE " + name(quote) + " SET " + quoted(statusColumn, quote) + " = ?, "
                + quoted(claimColumn, quote) + " = NULL" + errorSet + held + " LIKE ?";
        if (errorColumn.isPresent()) {
            update(connection, sql, back, shortened(error.orElse("")), taking, prefix + "%");
        } else {
            update(connection, sql, back, taking, prefix + "%");
        }
        connection.commit();
    }

    private static String shortened(String text) {
        return text.length() <= MOST_ERROR ? text : text.substring(0, MOST_ERROR - 1) + "…";
    }

    private String name(String quote) {
        return jdbc.from(quote);
    }

    private String orderBy(String quote) {
        return order.isEmpty()
                ? ""
                : " ORDER BY " + order.stream().map(each -> quoted(each, quote)).collect(Collectors.joining(", "));
    }

    private static String quoted(String name, String quote) {
        return JdbcSettings.quoted(name, quote);
    }

    /** Text as SQL writes it; a backslash, which MySQL would take for an escape, is no part of a status. */
    private static String literal(String text) {
        if (text.indexOf('\\') >= 0) {
            throw SettingValues.wrong("状态值不能含反斜杠 / a status must not hold a backslash: " + text);
        }
        return "'" + text.replace("'", "''") + "'";
    }

    static String quote(Connection connection) throws SQLException {
        String quote = connection.getMetaData().getIdentifierQuoteString();
        return quote == null || quote.isBlank() ? "\"" : quote;
    }

    private int update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                bind(statement, i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** PostgreSQL and its descendants take a text for a number only when its type is left open. */
    private void bind(PreparedStatement statement, int index, String value) throws SQLException {
        if (jdbc.address().dialect().isPostgresFamily()) {
            statement.setObject(index, value, java.sql.Types.OTHER);
        } else {
            statement.setString(index, value);
        }
    }
}
