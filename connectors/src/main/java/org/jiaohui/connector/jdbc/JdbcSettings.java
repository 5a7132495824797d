package org.jiaohui.connector.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.KeyedSource;

/**
 * How a database is reached and what is read of it: a table or a query.
 *
 * @param fetchSize rows that a cursor brings at once
 */
record JdbcSettings(
        DriverFolder drivers,
        JdbcAddress address,
        Optional<String> user,
        Optional<String> password,
        Optional<String> schema,
        Optional<String> table,
        Optional<String> query,
        int fetchSize,
        Duration connectTimeout,
        Duration readTimeout,
        Optional<Increment> increment,
        Optional<OnlyKeys> onlyKeys) {
    static final List<Setting> SETTINGS = with(
            Setting.required("url", "JDBC 地址", "JDBC address", SettingType.ADDRESS),
            Setting.optional("user", "用户名", "User name", SettingType.TEXT, ""),
            Setting.secret("password", "密码", "Password"),
            Setting.optional("schema", "模式", "Schema of the table", SettingType.TEXT, ""),
            Setting.optional("table", "表或视图", "Table or view", SettingType.TEXT, ""),
            Setting.optional("query", "查询（SELECT，与表二选一）", "Query (SELECT; instead of a table)", SettingType.TEXT, ""),
            Setting.optional(
                    "watermark-column", "水位列（时间或数字）", "Watermark column (time or number)", SettingType.TEXT, ""),
            Setting.optional(
                    "safety-window",
                    "水位回看时长",
                    "How far behind the watermark rows are read again",
                    SettingType.DURATION,
                    "10m"),
            Setting.optional("increasing-id", "递增编号列", "Column of an increasing id", SettingType.TEXT, ""),
            Setting.optional(
                    "id-window",
                    "编号回看数量",
                    "How many ids behind the last rows are read again",
                    SettingType.INTEGER,
                    "10000"),
            Setting.optional("window-from", "仅读此时刻（含）起", "Only rows from here on (back-fill)", SettingType.TEXT, ""),
            Setting.optional("window-to", "仅读此时刻（不含）前", "Only rows before this (back-fill)", SettingType.TEXT, ""),
            Setting.optional(
                    KeyedSource.SETTING,
                    "仅读这些主键（由重传填写）",
                    "Only rows with these keys (filled in by retransmission)",
                    SettingType.TEXT,
                    ""));

    /** A connector's own settings, followed by how its tables are read. */
    static List<Setting> with(Setting... own) {
        List<Setting> all = new ArrayList<>(List.of(own));
        all.add(Setting.optional(
                "fetch-size", "游标每次行数", "Rows that a cursor brings at once", SettingType.INTEGER, "5000"));
        all.add(Setting.optional("connect-timeout", "连接时限", "Connect time-out", SettingType.DURATION, "10s"));
        all.add(Setting.optional("read-timeout", "读取时限", "Read time-out", SettingType.DURATION, "5m"));
        all.add(Setting.optional(
                "total-timeout", "总时限", "Time limit of the whole reading", SettingType.DURATION, "12h"));
        return List.copyOf(all);
    }

    static JdbcSettings of(SettingValues values, DriverFolder drivers) {
        JdbcSettings settings = read(values, drivers, Increment.of(values));
        if (settings.table.isPresent() == settings.query.isPresent()) {
            throw SettingValues.wrong(
                    "设置项 \"table\" 和 \"query\" 必须且只能填一个 / exactly one of the settings \"table\" and \"query\" is"
                            + " needed");
        }
        return settings;
    }

    /** Of a connector that takes a table and no query. */
    static JdbcSettings ofTable(SettingValues values, DriverFolder drivers) {
        return read(values, drivers, Optional.empty());
    }

    private static JdbcSettings read(SettingValues values, DriverFolder drivers, Optional<Increment> increment) {
        return new JdbcSettings(
                drivers,
                new JdbcAddress(values.text("url")),
                values.find("user"),
                values.find("password"),
                values.find("schema"),
                values.find("table"),
                values.find("query").map(each -> each.strip().replaceAll(";\\s*$", "")),
                Math.max(1, values.integer("fetch-size")),
                values.duration("connect-timeout"),
                values.duration("read-timeout"),
                increment,
                values.find(KeyedSource.SETTING).map(OnlyKeys::parse));
    }

    /** The same connection for a query instead of a table. */
    JdbcSettings reading(String sql) {
        return new JdbcSettings(
                drivers,
                address,
                user,
                password,
                Optional.empty(),
                Optional.empty(),
                Optional.of(sql),
                fetchSize,
                connectTimeout,
                readTimeout,
                Optional.empty(),
                Optional.empty());
    }

    String name() {
        return table.orElse("query");
    }

    /** What stands after FROM. */
    String from(String quote) {
        return query.map(each -> "(" + each + "\n) q")
                .orElseGet(() ->
                        schema.map(each -> quoted(each, quote) + ".").orElse("") + quoted(table.orElseThrow(), quote));
    }

    static String quoted(String name, String quote) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    /** A read-only connection that is not in auto-commit, as cursors need. */
    Connection connect() {
        return connect(true);
    }

    /** A connection that is not in auto-commit. */
    Connection connect(boolean readOnly) {
        Connection connection = connect(Map.of());
        try {
            return prepared(connection, readOnly);
        } catch (SQLException refused) {
            throw DatabaseTrouble.connecting(address, refused);
        }
    }

    /** A connection that is told more than others, and nothing by us once it is open. */
    Connection connect(Map<String, String> more) {
        Properties properties = new Properties();
        user.ifPresent(each -> properties.setProperty("user", each));
        password.ifPresent(each -> properties.setProperty("password", each));
        address.dialect().configure(properties, connectTimeout, readTimeout);
        more.forEach(properties::setProperty);
        try {
            return drivers.connect(address.url(), properties);
        } catch (SQLException refused) {
            throw DatabaseTrouble.connecting(address, refused);
        }
    }

    private Connection prepared(Connection connection, boolean readOnly) throws SQLException {
        try {
            connection.setReadOnly(readOnly);
            connection.setAutoCommit(false);
            if (address.isMySqlFamily()) {
                try (Statement zone = connection.createStatement()) {
                    zone.execute("SET time_zone = '+08:00'");
                }
            }
            return connection;
        } catch (SQLException broken) {
            connection.close();
            throw broken;
        }
    }
}
