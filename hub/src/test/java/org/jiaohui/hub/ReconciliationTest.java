package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jiaohui.connector.server.MariaDbServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Single differing rows, planted in real databases, are found by their keys and gone after they were transmitted again. */
class ReconciliationTest {
    private static final int ROWS = 5_000;

    private final RunningHub hub = RunningHub.get();

    @Test
    void postgres() throws Exception {
        DatabaseConnection database = hub.context.getBean(DatabaseConnection.class);
        reconcile("PostgreSQL", database.url(), database.user(), database.password());
    }

    @Test
    void mariaDb(@TempDir Path folder) throws Exception {
        assumeTrue(MariaDbServer.isInstalled(), "mariadbd is not installed");
        try (MariaDbServer server = MariaDbServer.start(folder)) {
            reconcile("MariaDB", server.url(), "root", "");
        }
    }

    private void reconcile(String name, String url, String user, String password) throws Exception {
        String task = "reconciled-" + name.toLowerCase(Locale.ROOT);
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement sql = connection.createStatement()) {
            sql.execute(
                    "CREATE TABLE passages (id BIGINT PRIMARY KEY, plate VARCHAR(20), weight DECIMAL(8,2), at TIMESTAMP NULL)");
            load(connection);
            Map<String, Object> schema = Map.of(
                    "columns",
                    List.of(
                            Map.of("name", "id", "type", "integer", "key", true),
                            Map.of("name", "plate", "type", "text"),
                            Map.of("name", "weight", "type", "N(8,2)", "max", 49),
                            Map.of("name", "at", "type", "timestamp")));
            Map<String, String> settings = password.isEmpty()
                    ? Map.of("url", url, "user", user, "table", "passages")
                    : Map.of("url", url, "user", user, "password", password, "table", "passages");
            JsonNode run = hub.exchange(task, "jdbc", settings, Map.of(), Map.of("schema", schema));
            assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");

            JsonNode balanced = hub.reconcile(task);
            assertThat(balanced.path("stateLabel").asString(""))
                    .as(balanced.toString())
                    .isEqualTo("平");
            JsonNode line = balanced.path("lines").get(0);
            assertThat(line.path("basis").asString("")).isEqualTo("reread");
            assertThat(line.at("/source/count").asLong()).isEqualTo(ROWS - 1);
            assertThat(line.path("refused").asLong()).isEqualTo(1);
            assertThat(line.path("sourceRefused").asLong()).isEqualTo(1);
            assertThat(line.at("/source/digest").asString(""))
                    .isEqualTo(line.at("/published/digest").asString("none"));

            sql.execute("UPDATE passages SET plate = '粤B00000' WHERE id = 17");
            sql.execute("DELETE FROM passages WHERE id = 4711");
            sql.execute("INSERT INTO passages VALUES (900001, NULL, 3.50, NULL)");
            JsonNode different = hub.reconcile(task);
            assertThat(different.path("stateLabel").asString("")).isEqualTo("差异");
            assertThat(openAlerts(task)).isEqualTo(1);
            String id = different.path("id").asString("");
            JsonNode found = hub.get("/api/v1/reconciliations/" + id + "/differences");
            assertThat(found.path("total").asInt()).as(found.toString()).isEqualTo(3);
            List<String> kinds = new ArrayList<>();
            found.path("items")
                    .forEach(one -> kinds.add(one.path("kind").asString("") + " "
                            + one.path("key").get(0).asString("")));
            assertThat(kinds).containsExactlyInAnyOrder("different 17", "onlyInTarget 4711", "onlyInSource 900001");
            System.out.println(name + ": 3 of 3 planted differences among " + ROWS + " rows found: " + kinds);
            assertThat(hub.get("/api/v1/reconciliations/" + id + "/differences?size=1&page=3")
                            .path("items")
                            .size())
                    .isEqualTo(1);
            assertThat(text("/api/v1/reconciliations/" + id + "?format=csv"))
                    .contains("差异")
                    .contains(different.at("/lines/0/source/digest").asString("none"));
            assertThat(hub.send("GET", "/api/v1/reconciliations/" + id + "?format=xlsx", "", "", false)
                            .headers()
                            .firstValue("Content-Type")
                            .orElseThrow())
                    .contains("spreadsheetml");

            HttpResponse<String> again =
                    hub.send("POST", "/api/v1/reconciliations/" + id + "/retransmit", "", "", false);
            assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
            hub.awaitRun(RunningHub.JSON.readTree(again.body()).at("/run/id").asString(""));
            assertThat(RunningHub.JSON.readTree(again.body()).path("notes").size())
                    .as(again.body())
                    .isZero();
            JsonNode keyed = hub.get("/api/v1/runs/"
                    + RunningHub.JSON.readTree(again.body()).at("/run/id").asString(""));
            assertThat(keyed.path("outcome").asString("")).as(keyed.toString()).isEqualTo("Published");
            assertThat(keyed.path("read").asInt()).as(keyed.toString()).isEqualTo(3);
            assertThat(hub.get("/api/v1/datasets/" + task + "/versions/v2/lineage")
                            .path("retransmits")
                            .asString(""))
                    .isEqualTo(id);
            JsonNode mended = hub.reconcile(task);
            assertThat(mended.path("stateLabel").asString(""))
                    .as(mended.toString())
                    .isEqualTo("平");
            assertThat(openAlerts(task)).isZero();
            assertThat(hub.send(
                                    "POST",
                                    "/api/v1/reconciliations/"
                                            + mended.path("id").asString("") + "/retransmit",
                                    "",
                                    "",
                                    false)
                            .statusCode())
                    .isEqualTo(409);
            assertThat(hub.get("/api/v1/reconciliations?task=" + task + "&state=different")
                            .path("total")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    /** A row that its source only marks as deleted is none of the source's rows, and nothing that is transmitted again brings it back. */
    @Test
    void rowsThatAreMarkedAsDeletedAreNeitherMissedNorBroughtBack() throws Exception {
        DatabaseConnection database = hub.context.getBean(DatabaseConnection.class);
        String task = "reconciled-marked";
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement sql = connection.createStatement()) {
            sql.execute(
                    "CREATE TABLE marked (id BIGINT PRIMARY KEY, plate VARCHAR(20), op VARCHAR(1), changed TIMESTAMP)");
            sql.execute(
                    "INSERT INTO marked SELECT i, '粤A' || i, 'I', now() - interval '1 hour' FROM generate_series(1, 20) i");
            Map<String, Object> schema = Map.of(
                    "columns",
                    List.of(
                            Map.of("name", "id", "type", "integer", "key", true),
                            Map.of("name", "plate", "type", "text"),
                            Map.of("name", "op", "type", "C(1)"),
                            Map.of("name", "changed", "type", "timestamp")));
            Map<String, Object> merge =
                    Map.of("mode", "upsert", "deletes", Map.of("column", "op", "values", List.of("D")));
            hub.exchange(
                    task,
                    "jdbc",
                    Map.of(
                            "url",
                            database.url(),
                            "user",
                            database.user(),
                            "password",
                            database.password(),
                            "table",
                            "marked",
                            "watermark-column",
                            "changed"),
                    Map.of(),
                    Map.of("schema", schema, "merge", merge));
            sql.execute("UPDATE marked SET op = 'D', changed = now() WHERE id IN (3, 4)");
            assertThat(hub.run(task).path("version").asString("")).isEqualTo("v2");

            JsonNode balanced = hub.reconcile(task);
            assertThat(balanced.path("stateLabel").asString(""))
                    .as(balanced.toString())
                    .isEqualTo("平");
            assertThat(balanced.at("/lines/0/source/count").asLong()).isEqualTo(18);

            sql.execute("UPDATE marked SET plate = '粤B7', changed = now() WHERE id = 7");
            sql.execute("UPDATE marked SET plate = '粤B9', changed = now() WHERE id = 9");
            sql.execute("UPDATE marked SET op = 'D', changed = now() WHERE id = 8");
            JsonNode different = hub.reconcile(task);
            assertThat(different.at("/lines/0/differences/onlyInSource").asInt())
                    .isZero();
            assertThat(different.at("/lines/0/differences/onlyInTarget").asInt())
                    .as(different.toString())
                    .isEqualTo(1);
            assertThat(different.at("/lines/0/differences/different").asInt()).isEqualTo(2);
            // Deleted between statement and retransmission.
            sql.execute("UPDATE marked SET op = 'D', changed = now() WHERE id = 9");
            JsonNode again =
                    hub.post("/api/v1/reconciliations/" + different.path("id").asString("") + "/retransmit", "");
            JsonNode keyed = hub.awaitRun(again.at("/run/id").asString(""));
            assertThat(keyed.path("outcome").asString("")).as(keyed.toString()).isEqualTo("Published");
            JsonNode rows = hub.get("/api/v1/datasets/" + task + "/records?select=id,plate&order=id&limit=100");
            assertThat(rows.path("rows").size()).as(rows.toString()).isEqualTo(16);
            assertThat(rows.path("rows").toString()).contains("粤B7").doesNotContain("粤A3", "粤A4", "粤A8", "粤A9", "粤B9");
            JsonNode mended = hub.reconcile(task);
            assertThat(mended.path("stateLabel").asString(""))
                    .as(mended.toString())
                    .isEqualTo("平");
            sql.execute("DROP TABLE marked");
        }
    }

    /** What a run adds to rows that were there balances by itself, and so do rows that come back mended. */
    @Test
    void addedRowsBalance() throws Exception {
        Path file = hub.home.resolve("uploads/reconciled-added.csv");
        Files.writeString(file, "id,plate\n1,粤A1\n2,粤A2\n");
        Map<String, Object> append = Map.of("merge", Map.of("mode", "append"));
        hub.exchange("reconciled-added", "file", Map.of("path", file.toString()), Map.of(), append);
        Files.writeString(file, "id,plate\n3,粤A3\n");
        assertThat(hub.run("reconciled-added").path("outcome").asString("")).isEqualTo("Published");
        JsonNode statement = hub.reconcile("reconciled-added");
        assertThat(statement.path("state").asString(""))
                .as(statement.toString())
                .isEqualTo("balanced");
        JsonNode line = statement.path("lines").get(0);
        assertThat(line.at("/source/count").asLong()).isEqualTo(1);
        assertThat(line.at("/published/count").asLong()).isEqualTo(1);
        assertThat(openAlerts("reconciled-added")).isZero();
    }

    private int openAlerts(String task) {
        return hub.get("/api/v1/alerts?rule=reconciliation-differs&open=true&task=" + task)
                .path("total")
                .asInt();
    }

    private String text(String path) {
        return hub.send("GET", path, "", "", false).body();
    }

    private static void load(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO passages VALUES (?, ?, ?, '2026-11-27 08:30:00')")) {
            for (int i = 0; i < ROWS; i++) {
                insert.setLong(1, i);
                insert.setString(2, i % 7 == 0 ? null : "粤A" + (10_000 + i));
                insert.setBigDecimal(3, java.math.BigDecimal.valueOf(i == 3 ? 9_900 : i % 4_900, 2));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
