package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jiaohui.connector.server.MariaDbServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tables that grow and change while they are read in increments: in the end the dataset holds what the table holds. */
class IncrementalTest {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final Map<String, Object> SCHEMA = Map.of(
            "columns",
            List.of(
                    Map.of("name", "id", "type", "integer"),
                    Map.of("name", "at", "type", "timestamp"),
                    Map.of("name", "note", "type", "text")),
            "key",
            List.of("id"));

    private final RunningHub hub = RunningHub.get();

    @Test
    void aPostgresTableLosesNothing() throws Exception {
        DatabaseConnection database = hub.context.getBean(DatabaseConnection.class);
        losesNothing("grow-postgres", database.url(), database.user(), database.password(), "timestamp(6)");
    }

    @Test
    void aMariaDbTableLosesNothing(@TempDir Path folder) throws Exception {
        assumeTrue(MariaDbServer.isInstalled(), "mariadbd is not installed");
        try (MariaDbServer server = MariaDbServer.start(folder)) {
            losesNothing("grow-mariadb", server.url(), "root", "", "datetime(6)");
        }
    }

    /** A table of a database, and the hub's task on it. */
    private record Growing(String id, Connection connection) {
        void insert(long first, int count, LocalDateTime at, String note) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO growing VALUES (?, ?, ?)")) {
                for (int i = 0; i < count; i++) {
                    insert.setLong(1, first + i);
                    insert.setObject(2, at);
                    insert.setString(3, note);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }

        void sql(String text) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(text);
            }
        }

        List<String> rows() throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT id, note FROM growing ORDER BY id")) {
                List<String> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(rows.getLong(1) + "," + rows.getString(2));
                }
                return all;
            }
        }
    }

    private void losesNothing(String id, String url, String user, String password, String type) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Connection other = DriverManager.getConnection(url, user, password)) {
            Growing table = new Growing(id, connection);
            table.sql("CREATE TABLE growing (id BIGINT PRIMARY KEY, at " + type + ", note VARCHAR(40))");
            LocalDateTime now = LocalDateTime.now(BEIJING).truncatedTo(ChronoUnit.MICROS);
            LocalDateTime border = now.minusMinutes(30);
            table.insert(0, 1_000, border, "border");
            table.insert(5_000, 500, border.minusDays(300), "old");

            Map<String, String> settings = new HashMap<>(Map.of(
                    "url", url, "user", user, "table", "growing", "watermark-column", "at", "safety-window", "10m"));
            if (!password.isEmpty()) {
                settings.put("password", password);
            }
            JsonNode refused = hub.exchange(id, "jdbc", settings, Map.of(), Map.of("schema", SCHEMA));
            assertThat(refused.path("error").path("code").asString("")).isEqualTo("SETTINGS_WRONG");
            JsonNode first = hub.exchange(
                    id, "jdbc", settings, Map.of(), Map.of("schema", SCHEMA, "merge", Map.of("mode", "upsert")));
            assertThat(first.path("outcome").asString("")).as(first.toString()).isEqualTo("Published");
            same(table);

            // Late, of the same instant, from the future, without a time, and changed.
            table.insert(1_000, 200, border, "border too");
            table.insert(1_200, 10, border.minusMinutes(9), "late");
            table.insert(1_210, 1, now.plusDays(1), "future");
            table.sql("INSERT INTO growing VALUES (1211, NULL, 'no time')");
            table.sql("UPDATE growing SET note = 'changed' WHERE id = 7");
            JsonNode second = hub.run(id);
            assertThat(second.path("outcome").asString(""))
                    .as(second.toString())
                    .isEqualTo("Published");
            assertThat(second.path("read").asLong()).isEqualTo(1_212);
            same(table);

            // The clock of the future row does not hide what comes now; nor does a transaction that commits late.
            other.setAutoCommit(false);
            new Growing(id, other).insert(2_000, 5, LocalDateTime.now(BEIJING), "committed late");
            table.insert(2_100, 5, LocalDateTime.now(BEIJING).plusSeconds(1), "committed before");
            hub.run(id);
            same(table);
            other.commit();
            hub.run(id);
            same(table);
            assertThat(hub.run(id).path("outcome").asString("")).isEqualTo("Unchanged");

            whileRunsGoOn(id, table, url, user, password);
            readsAWindowOnceMore(id, table, border);
        }
    }

    private void whileRunsGoOn(String id, Growing table, String url, String user, String password) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        AtomicReference<Exception> broken = new AtomicReference<>();
        Thread writer = Thread.ofPlatform().start(() -> {
            try (Connection own = DriverManager.getConnection(url, user, password)) {
                Random random = new Random(3);
                for (long next = 10_000; !enough.get(); next += 10) {
                    LocalDateTime at = LocalDateTime.now(BEIJING).minusSeconds(random.nextInt(300));
                    new Growing(id, own).insert(next, 10, at.truncatedTo(ChronoUnit.SECONDS), "meanwhile");
                    written.set(next);
                }
            } catch (SQLException e) {
                broken.set(e);
            }
        });
        hub.await("rows are being written", () -> written.get() > 0);
        for (int i = 0; i < 3; i++) {
            assertThat(hub.run(id).path("outcome").asString("")).isEqualTo("Published");
        }
        enough.set(true);
        writer.join();
        assertThat(broken.get()).isNull();
        hub.run(id);
        same(table);
    }

    private void readsAWindowOnceMore(String id, Growing table, LocalDateTime border) throws Exception {
        table.sql("UPDATE growing SET note = 'corrected' WHERE id BETWEEN 5000 AND 5009");
        assertThat(hub.run(id).path("outcome").asString("")).isEqualTo("Unchanged");
        String window = "{\"from\":\"" + border.minusDays(301) + "\",\"to\":\"" + border.minusDays(299) + "\"}";
        HttpResponse<String> accepted =
                hub.send("POST", "/api/v1/tasks/" + id + "/runs", "application/json", window, false);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        JsonNode run = hub.awaitRun(
                RunningHub.JSON.readTree(accepted.body()).path("id").asString(""));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("read").asLong()).isEqualTo(500);
        assertThat(run.path("backFill").path("from").asString("")).isNotEmpty();
        JsonNode version =
                hub.get("/api/v1/datasets/" + id + "/versions").path("versions").get(0);
        assertThat(version.path("merge").path("updated").asLong()).isEqualTo(10);
        assertThat(version.path("merge").path("unchanged").asLong()).isEqualTo(490);
        same(table);
        JsonNode next = hub.run(id);
        assertThat(next.path("outcome").asString("")).isEqualTo("Unchanged");
        assertThat(next.path("read").asLong())
                .as("the mark stayed")
                .isLessThan(table.rows().size() - 500);
        for (String wrong : List.of(
                "{\"from\":\"\"}", "{\"to\":\"" + "9".repeat(50) + "\"}", "{\"from\":\"2026'; DROP TABLE growing\"}")) {
            assertThat(hub.send("POST", "/api/v1/tasks/" + id + "/runs", "application/json", wrong, false)
                            .statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        same(table);
    }

    private void same(Growing table) throws SQLException {
        HttpResponse<String> csv = hub.send(
                "GET", "/api/v1/datasets/" + table.id() + "/records?format=csv&select=id,note&order=id", "", "", true);
        assertThat(csv.body().lines().skip(1).toList()).isEqualTo(table.rows());
    }

    @Test
    void anIncreasingIdIsReadOnceAndAppended() throws Exception {
        DatabaseConnection database = hub.context.getBean(DatabaseConnection.class);
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.user(), database.password())) {
            Growing table = new Growing("ids", connection);
            table.sql("CREATE SCHEMA ids");
            table.sql("SET search_path = ids");
            table.sql("CREATE TABLE growing (id BIGINT, at timestamp, note VARCHAR(40))");
            table.insert(1, 100, LocalDateTime.now(BEIJING), "first");
            Map<String, String> settings = Map.of(
                    "url",
                    database.url(),
                    "user",
                    database.user(),
                    "password",
                    database.password(),
                    "schema",
                    "ids",
                    "table",
                    "growing",
                    "increasing-id",
                    "id",
                    "id-window",
                    "0");
            Map<String, Object> append = Map.of("merge", Map.of("mode", "append"));
            assertThat(hub.exchange("ids", "jdbc", settings, Map.of(), append)
                            .path("published")
                            .asLong())
                    .isEqualTo(100);
            assertThat(hub.run("ids").path("outcome").asString("")).isEqualTo("Unchanged");
            table.insert(101, 50, LocalDateTime.now(BEIJING), "second");
            JsonNode second = hub.run("ids");
            assertThat(second.path("read").asLong()).as(second.toString()).isEqualTo(50);
            same(table);
            Map<String, String> again = new HashMap<>(settings);
            again.put("id-window", "20");
            JsonNode refused = hub.exchange("ids", "jdbc", again, Map.of(), append);
            assertThat(refused.path("error").path("message").asString(""))
                    .contains("key")
                    .contains("主键");
        }
    }

    @Test
    void eachNewFileOfAFolderIsAppendedOnce() throws Exception {
        Path folder = Files.createDirectories(hub.home.resolve("days"));
        Files.writeString(folder.resolve("day1.csv"), "id,note\n1,a\n2,b\n");
        Files.writeString(folder.resolve("day2.csv"), "id,note\n3,c\n");
        Map<String, String> settings = Map.of("path", folder.toString(), "only-new", "true");
        assertThat(hub.exchange("days", "file", settings, Map.of(), Map.of())
                        .path("error")
                        .path("code")
                        .asString(""))
                .as("news must not replace what is there")
                .isEqualTo("SETTINGS_WRONG");
        Map<String, Object> append = Map.of("merge", Map.of("mode", "append"));
        JsonNode first = hub.exchange("days", "file", settings, Map.of(), append);
        assertThat(first.path("published").asLong()).as(first.toString()).isEqualTo(3);
        assertThat(hub.run("days").path("outcome").asString("")).isEqualTo("Unchanged");
        Files.writeString(folder.resolve("day3.csv"), "id,note\n4,d\n");
        JsonNode next = hub.run("days");
        assertThat(next.path("read").asLong()).as(next.toString()).isEqualTo(1);
        assertThat(hub.run("days").path("outcome").asString("")).isEqualTo("Unchanged");
        assertThat(hub.send("GET", "/api/v1/datasets/days/records?format=csv&order=id", "", "", true)
                        .body()
                        .lines()
                        .toList())
                .containsExactly("id,note", "1,a", "2,b", "3,c", "4,d");
    }

    @Test
    void filesWithMarkedRowsUpdateAndDelete() throws Exception {
        Path file = hub.home.resolve("vehicles.csv");
        Map<String, Object> schema = Map.of(
                "columns",
                List.of(
                        Map.of("name", "id", "type", "integer"),
                        Map.of("name", "note", "type", "text"),
                        Map.of("name", "op", "type", "text")),
                "key",
                List.of("id"));
        Map<String, Object> task = Map.of(
                "schema",
                schema,
                "merge",
                Map.of("mode", "upsert", "deletes", Map.of("column", "op", "values", List.of("D"))));
        Files.writeString(file, "id,note,op\n1,a,I\n2,b,I\n3,c,I\n");
        hub.exchange("vehicles", "file", Map.of("path", file.toString()), Map.of(), task);
        Files.writeString(file, "id,note,op\n2,b2,U\n3,,D\n4,d,I\n9,,D\n");
        JsonNode run = hub.run("vehicles");
        assertThat(run.path("read").asLong()).isEqualTo(4);
        assertThat(hub.send("GET", "/api/v1/datasets/vehicles/records?format=csv&order=id", "", "", true)
                        .body())
                .isEqualTo("id,note\n1,a\n2,b2\n4,d\n");
        JsonNode changes = hub.get("/api/v1/datasets/vehicles/changes?since=v1");
        assertThat(List.of(
                        changes.path("inserted").asLong(),
                        changes.path("updated").asLong(),
                        changes.path("deleted").asLong()))
                .containsExactly(1L, 1L, 1L);
        Files.writeString(file, "id,note,op\n4,d,U\n9,,D\n");
        assertThat(hub.run("vehicles").path("outcome").asString("")).isEqualTo("Unchanged");
        Files.writeString(file, "id,note,op\n");
        assertThat(hub.run("vehicles").path("outcome").asString("")).isEqualTo("Unchanged");
        assertThat(hub.get("/api/v1/datasets/vehicles").path("version").asString(""))
                .isEqualTo("v2");

        for (String merge : List.of(
                "{\"mode\":\"replce\"}",
                "{\"mode\":\"append\",\"order\":\"id\"}",
                "{\"mode\":\"upsert\",\"order\":\"nothing\"}",
                "{\"mode\":\"upsert\",\"deletes\":{\"column\":\"id\"}}",
                "{}")) {
            String body = "{\"id\":\"vehicles\",\"source\":\"vehicles\",\"schema\":"
                    + RunningHub.JSON.writeValueAsString(schema) + ",\"merge\":" + merge + "}";
            assertThat(hub.send("POST", "/api/v1/tasks", "application/json", body, false)
                            .statusCode())
                    .as(merge)
                    .isBetween(400, 422);
        }
    }
}
