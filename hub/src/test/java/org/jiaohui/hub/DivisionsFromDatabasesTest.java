package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jiaohui.connector.server.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The real administrative divisions: from the CSV into a database, by the hub out of it, and as a CSV again. Skipped where JIAOHUI_REAL_DATA is unset. */
class DivisionsFromDatabasesTest {
    private static final RealInputReport REPORT = new RealInputReport("databases");

    private final RunningHub hub = RunningHub.get();

    @AfterAll
    static void finishTheTable() throws IOException {
        REPORT.finish();
    }

    @Test
    void postgresGivesWhatTheCsvHolds() throws Exception {
        DatabaseConnection database = hub.context.getBean(DatabaseConnection.class);
        roundTrip("PostgreSQL", database.url(), database.user(), database.password());
    }

    @Test
    void mariaDbGivesWhatTheCsvHolds(@TempDir Path folder) throws Exception {
        assumeTrue(MariaDbServer.isInstalled(), "mariadbd is not installed");
        try (MariaDbServer server = MariaDbServer.start(folder)) {
            roundTrip("MariaDB", server.url(), "root", "");
        }
    }

    private void roundTrip(String server, String url, String user, String password) throws Exception {
        String id = "divisions-" + server.toLowerCase(Locale.ROOT);
        List<String> lines = lines();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement create = connection.createStatement()) {
            create.execute(
                    "CREATE TABLE streets (code BIGINT PRIMARY KEY, name VARCHAR(60), area INT, province INT, city INT)");
            load(connection, lines);
        }
        Map<String, String> settings = password.isEmpty()
                ? Map.of("url", url, "user", user, "table", "streets")
                : Map.of("url", url, "user", user, "password", password, "table", "streets");
        JsonNode run = hub.exchange(id, "jdbc", settings, Map.of(), Map.of());
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("published").asLong()).isEqualTo(lines.size()).isEqualTo(41_352);
        HttpResponse<String> csv = hub.send("GET", "/api/v1/datasets/" + id + "/download/csv", "", "", true);
        assertThat(csv.body().lines().skip(1).sorted().toList()).isEqualTo(lines);
        assertThat(hub.run(id).path("outcome").asString("")).isEqualTo("Unchanged");
        String rows = Integer.toString(lines.size());
        REPORT.add(
                "cn-admin-divisions/streets.csv through " + server,
                "the CSV itself",
                rows,
                rows,
                "all rows",
                "equal",
                "Published, then Unchanged");
    }

    private static void load(Connection connection, List<String> lines) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO streets VALUES (?, ?, ?, ?, ?)")) {
            for (String line : lines) {
                String[] fields = line.split(",", -1);
                insert.setLong(1, Long.parseLong(fields[0]));
                insert.setString(2, fields[1]);
                for (int i = 2; i < 5; i++) {
                    insert.setInt(i + 1, Integer.parseInt(fields[i]));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
    }

    private static List<String> lines() throws IOException {
        String real = System.getenv("JIAOHUI_REAL_DATA");
        assumeTrue(real != null && !real.isEmpty(), "JIAOHUI_REAL_DATA is not set");
        return Files.readAllLines(Path.of(String.valueOf(real), "cn-admin-divisions", "streets.csv")).stream()
                .skip(1)
                .map(line -> line.replace("\"", ""))
                .sorted()
                .toList();
    }
}
