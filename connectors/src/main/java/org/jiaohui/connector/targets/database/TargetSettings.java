package org.jiaohui.connector.targets.database;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.trial.Trial;

/**
 * How a database is reached. The address is built here from its parts, so that no option of a driver can be smuggled in.
 *
 * @param createTable whether a table that is missing is created
 */
record TargetSettings(
        String host,
        int port,
        String database,
        String user,
        String password,
        Optional<String> schema,
        String tls,
        boolean createTable,
        Duration connectTimeout,
        Duration readTimeout) {
    /** What MariaDB's driver says of a server that does not encrypt. */
    private static final String NO_TLS = "ssl not enabled in the server";

    static List<Setting> settings(int port, boolean withSchema) {
        List<Setting> all = new ArrayList<>(List.of(
                Setting.required("host", "主机", "Host", SettingType.TEXT),
                Setting.optional("port", "端口", "Port", SettingType.PORT, Integer.toString(port)),
                Setting.required("database", "数据库", "Database", SettingType.TEXT),
                Setting.required("user", "用户名", "User name", SettingType.TEXT),
                Setting.secret("password", "密码", "Password")));
        if (withSchema) {
            all.add(Setting.optional("schema", "模式", "Schema of the tables", SettingType.TEXT, "public"));
        }
        all.add(new Setting(
                "tls",
                "加密连接",
                "Encrypted connection",
                SettingType.CHOICE,
                false,
                false,
                Optional.of("prefer"),
                List.of("disable", "prefer", "require")));
        all.add(Setting.optional(
                "create-table", "缺表时自动建表", "Create a table that is missing", SettingType.BOOLEAN, "true"));
        all.add(Setting.optional("connect-timeout", "连接时限", "Connect time-out", SettingType.DURATION, "10s"));
        all.add(Setting.optional("read-timeout", "应答时限", "Longest wait for an answer", SettingType.DURATION, "5m"));
        return List.copyOf(all);
    }

    static TargetSettings of(SettingValues values) {
        return new TargetSettings(
                values.text("host"),
                values.integer("port"),
                values.text("database"),
                values.text("user"),
                values.find("password").orElse(""),
                values.find("schema"),
                values.text("tls"),
                values.flag("create-table"),
                values.duration("connect-timeout"),
                values.duration("read-timeout"));
    }

    String shown() {
        return host + ":" + port + "/" + database;
    }

    /** The first steps of a trial: the host's name, and a connection to its port. */
    void reach(Trial trial, AllowedHosts hosts) {
        Reach.targetSteps(trial, hosts, host, port, connectTimeout);
    }

    Connection postgres(AllowedHosts hosts) {
        Properties properties = login();
        properties.setProperty("connectTimeout", seconds(connectTimeout));
        properties.setProperty("loginTimeout", seconds(connectTimeout));
        properties.setProperty("socketTimeout", seconds(readTimeout));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "jiaohui");
        properties.setProperty("sslmode", tls);
        return connect("jdbc:postgresql://", hosts, properties);
    }

    Connection mysql(AllowedHosts hosts) {
        Properties properties = login();
        properties.setProperty("connectTimeout", Long.toString(connectTimeout.toMillis()));
        properties.setProperty("socketTimeout", Long.toString(readTimeout.toMillis()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("useBulkStmts", "true");
        properties.setProperty(
                "sessionVariables",
                "sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_BACKSLASH_ESCAPES',time_zone='+08:00'");
        if (tls.equals("disable")) {
            return connect("jdbc:mariadb://", hosts, plain(properties));
        }
        properties.setProperty("sslMode", "trust");
        try {
            return connect("jdbc:mariadb://", hosts, properties);
        } catch (ExchangeException refused) {
            if (tls.equals("prefer") && isForLackOfTls(refused)) {
                return connect("jdbc:mariadb://", hosts, plain(properties));
            }
            throw refused;
        }
    }

    /** The server does not encrypt, or only in ways that are no longer safe, as old ones of MySQL 5.7 do. */
    private static boolean isForLackOfTls(ExchangeException refused) {
        if (String.valueOf(refused.getMessage()).contains(NO_TLS)) {
            return true;
        }
        for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    private static Properties plain(Properties properties) {
        properties.setProperty("sslMode", "disable");
        return properties;
    }

    /** How the driver of MySQL and MariaDB is told to connect as {@link #mysql} does. */
    String mysqlSslMode(AllowedHosts hosts) throws SQLException {
        if (!tls.equals("prefer")) {
            return tls.equals("require") ? "trust" : "disable";
        }
        try (Connection connection = mysql(hosts);
                Statement statement = connection.createStatement();
                ResultSet cipher = statement.executeQuery("SHOW SESSION STATUS LIKE 'Ssl_cipher'")) {
            return cipher.next() && !cipher.getString(2).isEmpty() ? "trust" : "disable";
        }
    }

    private Properties login() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return properties;
    }

    private Connection connect(String scheme, AllowedHosts hosts, Properties properties) {
        String address = hosts.resolveTarget(host)[0].getHostAddress();
        String literal = address.contains(":") ? "[" + address + "]" : address;
        try {
            return DriverManager.getConnection(scheme + literal + ":" + port + "/" + encodedDatabase(), properties);
        } catch (SQLException refused) {
            throw TargetTrouble.connecting(this, refused);
        }
    }

    String hostAndPort() {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port + "/";
    }

    String encodedDatabase() {
        return URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A question to an order's database, asked as to that of any source. */
    Source asSource(DeliveryOrder order, String url, String query) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "url",
                url,
                "user",
                user,
                "query",
                query,
                "connect-timeout",
                connectTimeout.toMillis() + "ms",
                "read-timeout",
                readTimeout.toMillis() + "ms"));
        if (!password.isEmpty()) {
            settings.put("password", password);
        }
        return new Source(
                new SourceId(order.target().id().value()),
                order.target().title(),
                "jdbc",
                settings,
                FormatOptions.DETECT);
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
