package org.jiaohui.connector.jdbc;

import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;

/** What differs between databases before the first row: how their drivers are told time limits and to stream. */
enum Dialect {
    POSTGRES("jdbc:postgresql:"),
    OPENGAUSS("jdbc:opengauss:"),
    KINGBASE("jdbc:kingbase8:"),
    MARIADB("jdbc:mariadb:"),
    MYSQL("jdbc:mysql:"),
    ORACLE("jdbc:oracle:"),
    SQL_SERVER("jdbc:sqlserver:"),
    DM("jdbc:dm:"),
    OTHER("jdbc:");

    private final String scheme;

    Dialect(String scheme) {
        this.scheme = scheme;
    }

    static Dialect of(String url) {
        return Arrays.stream(values())
                .filter(each -> url.startsWith(each.scheme))
                .findFirst()
                .orElse(OTHER);
    }

    /** PostgreSQL and what descends from it. */
    boolean isPostgresFamily() {
        return this == POSTGRES || this == OPENGAUSS || this == KINGBASE;
    }

    boolean isMySqlFamily() {
        return this == MARIADB || this == MYSQL;
    }

    /** MySQL's own driver streams only when it is told this value; the others stream with any fetch size. */
    int fetchSize(int wanted) {
        return this == MYSQL ? Integer.MIN_VALUE : wanted;
    }

    void configure(Properties properties, Duration connect, Duration read) {
        switch (this) {
            case POSTGRES, OPENGAUSS, KINGBASE -> {
                properties.setProperty("connectTimeout", seconds(connect));
                properties.setProperty("loginTimeout", seconds(connect));
                properties.setProperty("socketTimeout", seconds(read));
                properties.setProperty("ApplicationName", "jiaohui");
            }
            case MARIADB, MYSQL -> {
                properties.setProperty("connectTimeout", millis(connect));
                properties.setProperty("socketTimeout", millis(read));
                properties.setProperty("tinyInt1isBit", "false");
                properties.setProperty("yearIsDateType", "false");
                properties.setProperty(this == MYSQL ? "allowLoadLocalInfile" : "allowLocalInfile", "false");
            }
            case ORACLE -> {
                properties.setProperty("oracle.net.CONNECT_TIMEOUT", millis(connect));
                properties.setProperty("oracle.jdbc.ReadTimeout", millis(read));
            }
            case SQL_SERVER -> {
                properties.setProperty("loginTimeout", seconds(connect));
                properties.setProperty("socketTimeout", millis(read));
            }
            case DM -> {
                properties.setProperty("connectTimeout", millis(connect));
                properties.setProperty("socketTimeout", millis(read));
            }
            case OTHER -> {}
        }
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }

    private static String millis(Duration duration) {
        return Long.toString(Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }
}
