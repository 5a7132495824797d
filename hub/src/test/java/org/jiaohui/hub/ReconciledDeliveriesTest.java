package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jiaohui.connector.server.MariaDbServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What somebody does to rows in a target's table, whatever the way of delivering, is found by their keys, and exactly those are brought again. */
class ReconciledDeliveriesTest {
    private static final int ROWS = 3_000;
    private static final List<String> MODES = List.of("replace", "upsert", "append", "front-end");

    private final RunningHub hub = RunningHub.get();

    @Test
    void postgres() throws Exception {
        String hubUrl = hub.context.getBean(DatabaseConnection.class).url();
        String server = hubUrl.replaceFirst("/[^/]*$", "/");
        try (Connection connection = DriverManager.getConnection(server + "postgres", "postgres", "postgres");
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE DATABASE reconciled");
        }
        reconcile(
                "postgresql",
                server + "reconciled",
                "postgres",
                "postgres",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        server.replaceFirst(".*:(\\d+)/$", "$1"),
                        "database",
                        "reconciled",
                        "user",
                        "postgres",
                        "password",
                        "postgres",
                        "tls",
                        "disable"));
    }

    @Test
    void mariaDb(@TempDir Path folder) throws Exception {
        assumeTrue(MariaDbServer.isInstalled(), "mariadbd is not installed");
        try (MariaDbServer server = MariaDbServer.start(folder)) {
            String place = server.url().replaceFirst("^jdbc:mariadb://", "");
            reconcile(
                    "mysql",
                    server.url(),
                    "root",
                    "",
                    Map.of(
                            "host",
                            place.replaceFirst(":.*", ""),
                            "port",
                            place.replaceFirst("^[^:]*:(\\d+)/.*", "$1"),
                            "database",
                            place.replaceFirst("^[^/]*/", "").replaceFirst("\\?.*", ""),
                            "user",
                            "root",
                            "tls",
                            "disable"));
        }
    }

    private void reconcile(String connector, String url, String user, String password, Map<String, String> target)
            throws Exception {
        String task = "reconciled-to-" + connector;
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement sql = connection.createStatement()) {
            sql.execute(
                    "CREATE TABLE gates (id BIGINT PRIMARY KEY, plate VARCHAR(20), fee DECIMAL(8,2), at TIMESTAMP NULL)");
            StringBuilder rows = new StringBuilder();
            for (int i = 0; i < ROWS; i++) {
                rows.append(i == 0 ? "" : ",")
                        .append("(%d, %s, %d.50, '2026-11-27 08:30:00')"
                                .formatted(i, i % 7 == 0 ? "NULL" : "'粤A" + i + "'", i));
            }
            sql.execute("INSERT INTO gates VALUES " + rows);
            Map<String, Object> schema = Map.of(
                    "columns",
                    List.of(
                            Map.of("name", "id", "type", "integer", "key", true),
                            Map.of("name", "plate", "type", "text"),
                            Map.of("name", "fee", "type", "N(8,2)"),
                            Map.of("name", "at", "type", "timestamp")));
            Map<String, String> source = password.isEmpty()
                    ? Map.of("url", url, "user", user, "table", "gates")
                    : Map.of("url", url, "user", user, "password", password, "table", "gates");
            JsonNode run = hub.exchange(task, "jdbc", source, Map.of(), Map.of("schema", schema));
            assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
            hub.post("/api/v1/targets", Map.of("id", task, "connector", connector, "settings", target));
            for (String mode : MODES) {
                hub.post(
                        "/api/v1/subscriptions",
                        Map.of(
                                "id",
                                task + "-" + mode,
                                "dataset",
                                task,
                                "target",
                                task,
                                "mode",
                                mode,
                                "place",
                                "to_" + mode.replace('-', '_')));
            }
            awaitDelivered(task);

            JsonNode waiting = hub.reconcile(task);
            assertThat(waiting.path("stateLabel").asString(""))
                    .as(waiting.toString())
                    .isEqualTo("未回执");
            sql.execute("UPDATE to_front_end SET ex_status = 1");
            hub.post(
                    "/api/v1/deliveries/"
                            + delivery(waiting, "front-end").path("delivery").asString("") + "/acknowledgement",
                    Map.of("rows", ROWS));
            JsonNode balanced = hub.reconcile(task);
            assertThat(balanced.path("stateLabel").asString(""))
                    .as(balanced.toString())
                    .isEqualTo("平");
            for (String mode : MODES) {
                JsonNode line = delivery(balanced, mode);
                assertThat(line.path("basis").asString("")).as(line.toString()).isEqualTo("reread");
                assertThat(line.path("delivered").asLong()).isEqualTo(ROWS);
                assertThat(line.path("acknowledged").asLong()).isEqualTo(ROWS);
                assertThat(line.path("digest").asString(""))
                        .isEqualTo(balanced.at("/lines/0/published/digest").asString("none"));
            }

            sql.execute("DELETE FROM to_replace WHERE id = 5");
            sql.execute("UPDATE to_replace SET plate = '冒' WHERE id = 6");
            sql.execute("INSERT INTO to_replace VALUES (9001, '外', 1.00, NULL)");
            sql.execute("DELETE FROM to_upsert WHERE id = 7");
            sql.execute("UPDATE to_upsert SET fee = 0 WHERE id = 8");
            sql.execute("INSERT INTO to_upsert VALUES (9002, '别家的行', 1.00, NULL)");
            sql.execute("DELETE FROM to_append WHERE id = 9");
            sql.execute("UPDATE to_append SET fee = 0 WHERE id = 10");
            sql.execute("INSERT INTO to_append VALUES (9003, '别家的行', 1.00, NULL)");
            sql.execute("DELETE FROM to_front_end WHERE id = 11");
            sql.execute("UPDATE to_front_end SET plate = '冒' WHERE id = 12");
            sql.execute(
                    "INSERT INTO to_front_end (ex_op, ex_ts, ex_batch, ex_status, id) SELECT 'I', ex_ts, ex_batch, 1, 9004 FROM to_front_end WHERE id = 13");
            JsonNode different = hub.reconcile(task);
            String id = different.path("id").asString("");
            assertThat(different.path("stateLabel").asString("")).isEqualTo("差异");
            assertThat(openAlerts(task)).isEqualTo(1);
            TreeSet<String> found = new TreeSet<>();
            hub.get("/api/v1/reconciliations/" + id + "/differences")
                    .path("items")
                    .forEach(one ->
                            found.add(one.path("subscription").asString("").replaceFirst(task + "-", "") + " "
                                    + one.path("kind").asString("") + " "
                                    + one.path("key").get(0).asString("")));
            assertThat(found)
                    .containsExactlyInAnyOrder(
                            "replace onlyInSource 5",
                            "replace different 6",
                            "replace onlyInTarget 9001",
                            "upsert onlyInSource 7",
                            "upsert different 8",
                            "append onlyInSource 9",
                            "append different 10",
                            "front-end onlyInSource 11",
                            "front-end different 12",
                            "front-end onlyInTarget 9004");
            System.out.println(connector + ": " + found.size() + " of 10 changes to target tables found: " + found);
            assertThat(hub.send("GET", "/api/v1/reconciliations/" + id + "?format=csv", "", "", false)
                            .body())
                    .contains(task + "-replace", "差异");

            JsonNode ordered = hub.post("/api/v1/reconciliations/" + id + "/retransmit", Map.of());
            assertThat(ordered.path("deliveries").size()).as(ordered.toString()).isEqualTo(MODES.size());
            assertThat(ordered.path("notes").size()).as(ordered.toString()).isZero();
            assertThat(ordered.path("run").isNull() || ordered.path("run").isMissingNode())
                    .isTrue();
            JsonNode again = hub.post("/api/v1/reconciliations/" + id + "/retransmit", Map.of());
            for (int i = 0; i < MODES.size(); i++) {
                String of = ordered.path("deliveries").get(i).path("id").asString("");
                assertThat(again.path("deliveries").get(i).path("id").asString(""))
                        .isEqualTo(of);
                JsonNode done = awaitDelivery(of);
                String subscription = done.path("subscription").asString("");
                assertThat(done.path("rows").asLong())
                        .as(subscription)
                        .isEqualTo(subscription.endsWith("upsert") || subscription.endsWith("append") ? 2 : 3);
                assertThat(hub.send("GET", "/api/v1/deliveries/" + of + "/receipt", "", "", false)
                                .body())
                        .contains("\"reconciliation\":\"" + id + "\"");
            }
            for (String mode : List.of("replace", "upsert", "append")) {
                assertThat(
                                ask(
                                        sql,
                                        "SELECT count(*) FROM gates g JOIN to_" + mode
                                                + " t ON t.id = g.id AND t.fee = g.fee AND coalesce(t.plate, '') = coalesce(g.plate, '')"))
                        .isEqualTo(ROWS);
            }
            assertThat(ask(sql, "SELECT count(*) FROM to_replace")).isEqualTo(ROWS);
            assertThat(ask(sql, "SELECT count(*) FROM to_upsert")).isEqualTo(ROWS + 1);
            assertThat(ask(sql, "SELECT count(*) FROM to_append")).isEqualTo(ROWS - 1 + 1 + 2);
            assertThat(
                            ask(
                                    sql,
                                    "SELECT count(*) FROM to_front_end WHERE ex_batch LIKE '%-r%' AND ex_status = 0 AND (ex_op = 'U' AND id IN (11, 12) OR ex_op = 'D' AND id = 9004)"))
                    .isEqualTo(3);
            JsonNode mended = hub.reconcile(task);
            assertThat(mended.path("stateLabel").asString(""))
                    .as(mended.toString())
                    .isEqualTo("平");
            assertThat(openAlerts(task)).isZero();
            assertThat(hub.answer("/api/v1/reconciliations/" + mended.path("id").asString("") + "/retransmit", Map.of())
                            .statusCode())
                    .isEqualTo(409);

            String replaced = delivery(mended, "replace").path("delivery").asString("");
            hub.post("/api/v1/deliveries/" + replaced + "/acknowledgement", Map.of("rows", ROWS - 1));
            assertThat(hub.reconcile(task).path("state").asString("")).isEqualTo("different");
            hub.post("/api/v1/deliveries/" + replaced + "/acknowledgement", Map.of("rows", ROWS));
            assertThat(hub.reconcile(task).path("state").asString("")).isEqualTo("balanced");

            earlierBatches(task, sql);

            // A consumer that has taken a batch may clear it away.
            sql.execute("DELETE FROM to_front_end");
            JsonNode cleared = delivery(hub.reconcile(task), "front-end");
            assertThat(cleared.path("stateLabel").asString(""))
                    .as(cleared.toString())
                    .isEqualTo("平");
            assertThat(cleared.path("basis").asString("")).isEqualTo("receipt");
        }
    }

    /** The second version changes two rows; what somebody does to rows that the first one brought is found as well. */
    private void earlierBatches(String task, Statement sql) throws Exception {
        sql.execute("UPDATE gates SET fee = fee + 1 WHERE id IN (1, 2)");
        assertThat(hub.run(task).path("outcome").asString("")).isEqualTo("Published");
        hub.await(
                "the second version is delivered",
                () -> MODES.stream()
                        .map(mode -> hub.get("/api/v1/subscriptions/" + task + "-" + mode)
                                .path("lastDelivery"))
                        .allMatch(last -> last.path("status").asString("").equals("delivered")
                                && last.path("version").asString("").equals("v2")));
        sql.execute("UPDATE to_front_end SET ex_status = 1");
        hub.post(
                "/api/v1/deliveries/"
                        + delivery(hub.reconcile(task), "front-end")
                                .path("delivery")
                                .asString("") + "/acknowledgement",
                Map.of("rows", 2));
        JsonNode both = hub.reconcile(task);
        assertThat(both.path("stateLabel").asString("")).as(both.toString()).isEqualTo("平");
        assertThat(both.at("/lines/0/deliveries").size()).as(both.toString()).isEqualTo(MODES.size() + 2);

        // 1 was brought again since and 13 was not; what was added of 2 at first only the history has.
        sql.execute("DELETE FROM to_front_end WHERE id IN (1, 13) AND ex_op = 'I'");
        sql.execute("DELETE FROM to_append WHERE id = 2 AND fee = 2.50");
        JsonNode different = hub.reconcile(task);
        String id = different.path("id").asString("");
        assertThat(hub.get("/api/v1/reconciliations/" + id + "/differences")
                        .path("items")
                        .valueStream()
                        .map(one -> one.path("subscription").asString("").replace(task + "-", "") + " "
                                + one.path("version").asString("") + " "
                                + one.path("kind").asString("") + " "
                                + one.path("key").get(0).asString("")))
                .containsExactlyInAnyOrder("front-end v1 onlyInSource 13", "append v1 different 2");
        JsonNode ordered = hub.post("/api/v1/reconciliations/" + id + "/retransmit", Map.of());
        assertThat(ordered.path("deliveries").size()).as(ordered.toString()).isEqualTo(2);
        for (JsonNode one : ordered.path("deliveries")) {
            assertThat(awaitDelivery(one.path("id").asString("")).path("rows").asLong())
                    .isEqualTo(1);
        }
        assertThat(ask(sql, "SELECT count(*) FROM to_append WHERE id = 2 AND fee = 2.50"))
                .isEqualTo(1);
        JsonNode mended = hub.reconcile(task);
        assertThat(mended.path("stateLabel").asString("")).as(mended.toString()).isEqualTo("平");
    }

    private static JsonNode delivery(JsonNode statement, String mode) {
        return statement
                .at("/lines/0/deliveries")
                .valueStream()
                .filter(one -> one.path("subscription").asString("").endsWith("-" + mode))
                .findFirst()
                .orElseThrow();
    }

    private static long ask(Statement sql, String query) throws Exception {
        try (ResultSet answer = sql.executeQuery(query)) {
            answer.next();
            return answer.getLong(1);
        }
    }

    private int openAlerts(String task) {
        return hub.get("/api/v1/alerts?rule=reconciliation-differs&open=true&task=" + task)
                .path("total")
                .asInt();
    }

    private void awaitDelivered(String task) {
        hub.await(
                "everything is delivered",
                () -> MODES.stream()
                        .map(mode -> hub.get("/api/v1/subscriptions/" + task + "-" + mode)
                                .path("lastDelivery"))
                        .allMatch(last -> last.path("status").asString("").equals("delivered")));
    }

    private JsonNode awaitDelivery(String id) {
        hub.await("delivery " + id, () -> {
            JsonNode delivery = hub.get("/api/v1/deliveries/" + id);
            assertThat(delivery.path("status").asString(""))
                    .as(delivery.toString())
                    .isNotEqualTo("failed");
            return delivery.path("status").asString("").equals("delivered");
        });
        return hub.get("/api/v1/deliveries/" + id);
    }
}
