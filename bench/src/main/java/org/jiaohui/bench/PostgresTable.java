package org.jiaohui.bench;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jiaohui.exchange.table.ColumnType;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The table of toll-gate events in a PostgreSQL server; the least that reading costs is {@code COPY … TO STDOUT (FORMAT binary)}.
 *
 * @param url of the hub's own embedded server
 */
record PostgresTable(String url) implements DatabaseToHub.Database {
    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "postgres");
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("url", url, "user", "postgres", "password", "postgres", "table", "gate_events");
    }

    @Override
    public void fill(Connection connection, Path csv) throws Exception {
        create(connection, "gate_events");
        copyIn(connection, "gate_events", csv);
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM (ANALYZE) gate_events");
        }
    }

    static void create(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(GateTable.schema(List.of("id")).columns().stream()
                    .map(column -> column.name() + " " + type(column.type()))
                    .collect(Collectors.joining(", ", "CREATE TABLE " + table + " (", ")")));
        }
    }

    static void copyIn(Connection connection, String table, Path csv) throws Exception {
        try (InputStream rows = Files.newInputStream(csv)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " FROM STDIN (FORMAT csv, HEADER)", rows, 1 << 16);
        }
    }

    private static String type(ColumnType type) {
        return switch (type.kind()) {
            case INTEGER -> "bigint";
            case DECIMAL -> "numeric(" + type.precision() + "," + type.scale() + ")";
            case TIMESTAMP -> "timestamp";
            case TEXT, JSON, GEOMETRY, DOUBLE, BOOLEAN, DATE, TIME -> "text";
        };
    }

    @Override
    public String bareName() {
        return "bare COPY";
    }

    @Override
    public void readBare(Connection connection) throws SQLException {
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY gate_events TO STDOUT (FORMAT binary)");
        while (copy.readFromCopy() != null) {
            // Thrown away.
        }
    }
}
