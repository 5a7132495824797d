package org.jiaohui.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jiaohui.exchange.table.ColumnType;

/**
 * The table of toll-gate events in a MariaDB server that the user names; the least that reading costs is a forward-only cursor whose rows are stepped over.
 *
 * @param url {@code jdbc:mariadb://HOST:PORT/DATABASE?user=USER&password=PASSWORD&allowLocalInfile=true}; the table {@code gate_events} is made anew
 */
record MariaDbTable(String url) implements DatabaseToHub.Database {
    private static final int FETCH = 10_000;

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "url",
                url.replaceFirst("\\?.*", ""),
                "user",
                parameter("user"),
                "password",
                parameter("password"),
                "table",
                "gate_events");
    }

    private String parameter(String name) {
        for (String each : url.replaceFirst("[^?]*\\??", "").split("&", -1)) {
            if (each.startsWith(name + "=")) {
                return each.substring(name.length() + 1);
            }
        }
        return "";
    }

    @Override
    public void fill(Connection connection, Path csv) throws Exception {
        String columns = GateTable.schema(List.of("id")).columns().stream()
                .map(column -> column.name() + " " + type(column.type()))
                .collect(Collectors.joining(", "));
        String read = GateTable.NAMES.stream().map(name -> "@" + name).collect(Collectors.joining(", "));
        String set = GateTable.NAMES.stream()
                .map(name -> name + " = nullif(@" + name + ", '')")
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS gate_events");
            statement.execute("CREATE TABLE gate_events (" + columns + ") CHARACTER SET utf8mb4");
            int rows = statement.executeUpdate("LOAD DATA LOCAL INFILE '" + csv
                    + "' INTO TABLE gate_events CHARACTER SET utf8mb4 FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY ''"
                    + " IGNORE 1 LINES (" + read + ") SET " + set);
            if (rows == 0) {
                throw new IOException("nothing was loaded; does the server allow LOAD DATA LOCAL INFILE?");
            }
        }
    }

    private static String type(ColumnType type) {
        return switch (type.kind()) {
            case INTEGER -> "bigint";
            case DECIMAL -> "decimal(" + type.precision() + "," + type.scale() + ")";
            case TIMESTAMP -> "datetime";
            case TEXT, JSON, GEOMETRY, DOUBLE, BOOLEAN, DATE, TIME -> "varchar(200)";
        };
    }

    @Override
    public String bareName() {
        return "bare cursor";
    }

    @Override
    public void readBare(Connection connection) throws SQLException {
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery("SELECT * FROM gate_events")) {
                while (rows.next()) {
                    // Stepped over.
                }
            }
        }
    }
}
