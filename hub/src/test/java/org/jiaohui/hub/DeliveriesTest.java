package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From a published file to another department's database, as people order it over the interfaces. */
class DeliveriesTest {
    private static final Map<String, Object> SCHEMA = Map.of(
            "columns",
            List.of(
                    Map.of("name", "id", "title", "编号", "type", "integer"),
                    Map.of("name", "plate", "title", "车牌", "type", "text"),
                    Map.of("name", "fee", "type", "decimal(10,2)"),
                    Map.of("name", "day", "type", "date"),
                    Map.of("name", "at", "type", "timestamp"),
                    Map.of("name", "clock", "type", "time"),
                    Map.of("name", "open", "type", "boolean"),
                    Map.of("name", "load", "type", "double")),
            "key",
            List.of("id"));

    private final RunningHub hub = RunningHub.get();
    private final String server =
            hub.context.getBean(DatabaseConnection.class).url().replaceFirst("/[^/]*$", "/");
    private final int port = Integer.parseInt(server.replaceFirst(".*:(\\d+)/$", "$1"));

    @Test
    void everyVersionReachesItsTargets() throws Exception {
        sql("postgres", "CREATE DATABASE bureau");
        Path file = hub.home.resolve("deliveries.csv");
        write(file, 1, 2_000);
        hub.exchange("deliveries", "file", Map.of("path", file.toString()), Map.of(), Map.of("schema", SCHEMA));
        hub.post(
                "/api/v1/targets",
                Map.of(
                        "id",
                        "bureau",
                        "connector",
                        "postgresql",
                        "title",
                        "省厅库",
                        "settings",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                Integer.toString(port),
                                "database",
                                "bureau",
                                "user",
                                "postgres",
                                "password",
                                "postgres",
                                "tls",
                                "disable")));
        assertThat(hub.post("/api/v1/targets/bureau/test", "").path("passed").asBoolean())
                .isTrue();
        assertThat(hub.get("/api/v1/targets").toString()).contains("••••").doesNotContain("\"password\":\"postgres\"");
        assertThat(hub.send("GET", "/api/v1/targets", "", "", true).statusCode())
                .isEqualTo(401);
        for (String mode : List.of("replace", "upsert", "append", "front-end")) {
            hub.post(
                    "/api/v1/subscriptions",
                    Map.of(
                            "id",
                            "to-" + mode,
                            "dataset",
                            "deliveries",
                            "target",
                            "bureau",
                            "mode",
                            mode,
                            "place",
                            mode.replace('-', '_')));
        }
        awaitDelivered("v1");
        assertThat(ask("SELECT count(*), sum(fee), min(day), max(at), min(clock) FROM replace"))
                .isEqualTo("2000|3000.00|2024-02-29|2024-02-29 23:59:58.12|08:15:30");

        write(file, 2, 1_990);
        hub.run("deliveries");
        awaitDelivered("v2");
        assertThat(ask("SELECT count(*), sum(fee) FROM replace")).isEqualTo("1990|2989.50");
        assertThat(ask("SELECT count(*) FROM ((TABLE replace EXCEPT TABLE upsert) UNION ALL (TABLE upsert"
                        + " EXCEPT TABLE replace)) d"))
                .isEqualTo("0");
        assertThat(ask("SELECT count(*), count(*) FILTER (WHERE fee = 6) FROM append"))
                .isEqualTo("2001|1");
        assertThat(ask("SELECT string_agg(n || op, ',' ORDER BY op) FROM (SELECT count(*) AS n, ex_op AS op FROM"
                        + " front_end WHERE ex_batch LIKE '%-v2' GROUP BY ex_op) x"))
                .isEqualTo("10D,1U");
        assertThat(ask("SELECT at, clock, day, open, load FROM append WHERE fee = 6"))
                .isEqualTo("2024-02-29 23:59:58.12|08:15:30|2024-02-29|t|0.5");

        hub.post("/api/v1/subscriptions/to-replace/pause", "");
        write(file, 3, 1_980);
        hub.run("deliveries");
        hub.await(
                "the others are delivered",
                () -> last("to-upsert").path("version").asString("").equals("v3"));
        assertThat(last("to-replace").path("version").asString("")).isEqualTo("v2");
        hub.post("/api/v1/subscriptions/to-replace/resume", "");
        awaitDelivered("v3");
        assertThat(ask("SELECT count(*) FROM replace")).isEqualTo("1980");

        JsonNode delivered = last("to-append");
        String id = delivered.path("id").asString("");
        assertThat(delivered.path("sha256").asString("")).hasSize(64);
        hub.post("/api/v1/deliveries/" + id + "/acknowledgement", Map.of("rows", 1, "note", "收到"));
        assertThat(hub.get("/api/v1/deliveries/" + id)
                        .path("acknowledgement")
                        .path("note")
                        .asString(""))
                .isEqualTo("收到");
        assertThat(hub.get("/api/v1/deliveries?subscription=to-replace&status=delivered")
                        .path("total")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void whatCannotBeIsToldBeforeItIsTried() {
        hub.post(
                "/api/v1/targets",
                Map.of(
                        "id",
                        "nowhere",
                        "connector",
                        "postgresql",
                        "settings",
                        Map.of("host", "127.0.0.1", "port", "1", "database", "x", "user", "x")));
        assertThat(hub.post("/api/v1/targets/nowhere/test", "").path("code").asString(""))
                .isEqualTo("TARGET_UNREACHABLE");
        assertThat(code("/api/v1/targets", Map.of("id", "wrong", "connector", "fax")))
                .isEqualTo("SETTINGS_WRONG");
        assertThat(code("/api/v1/subscriptions", Map.of("id", "s", "dataset", "d", "target", "none", "place", "t")))
                .isEqualTo("UNKNOWN_TARGET");
        assertThat(code(
                        "/api/v1/subscriptions",
                        Map.of("id", "s", "dataset", "d", "target", "nowhere", "place", "t", "mode", "fax")))
                .isEqualTo("BAD_REQUEST");
        JsonNode nope = refusal(
                "/api/v1/subscriptions", Map.of("id", "s", "dataset", "nope", "target", "nowhere", "place", "t"));
        assertThat(nope.path("code").asString("")).isEqualTo("UNKNOWN_DATASET");
        assertThat(nope.path("field").asString("")).isEqualTo("dataset");
        assertThat(nope.path("detail").asString("")).contains("nope").contains("没有任务");
        JsonNode port = refusal(
                "/api/v1/targets",
                Map.of(
                        "id",
                        "far",
                        "connector",
                        "postgresql",
                        "settings",
                        Map.of("host", "127.0.0.1", "port", "70000", "database", "x", "user", "x")));
        assertThat(port.path("code").asString("")).isEqualTo("SETTINGS_WRONG");
        assertThat(port.path("field").asString("")).isEqualTo("settings.port");
        assertThat(code("/api/v1/subscriptions/none/pause", "")).isEqualTo("UNKNOWN_SUBSCRIPTION");
        assertThat(code("/api/v1/deliveries/none/stop", "")).isEqualTo("UNKNOWN_DELIVERY");
    }

    /** Subscribed to before the first run, it fails, is told, is mended, arrives, and ends. */
    @Test
    void aFailedDeliveryIsToldUntilItHasArrived() throws Exception {
        sql("postgres", "CREATE DATABASE bureau_that_refuses");
        sql("bureau_that_refuses", "CREATE TABLE gates (id bigint, plate text, CONSTRAINT few CHECK (id < 0))");
        Path file = hub.home.resolve("failing.csv");
        Files.writeString(file, "id,plate\n1,粤A1\n");
        hub.post(
                "/api/v1/sources",
                Map.of("id", "failing", "connector", "file", "settings", Map.of("path", file.toString())));
        hub.post("/api/v1/tasks", Map.of("id", "failing", "source", "failing"));
        hub.post(
                "/api/v1/targets",
                Map.of(
                        "id",
                        "refusing",
                        "connector",
                        "postgresql",
                        "settings",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                Integer.toString(port),
                                "database",
                                "bureau_that_refuses",
                                "user",
                                "postgres",
                                "password",
                                "postgres",
                                "tls",
                                "disable")));
        Map<String, Object> order = Map.of(
                "id", "to-refusing", "dataset", "failing", "target", "refusing", "mode", "append", "place", "gates");
        hub.post("/api/v1/subscriptions", order);
        hub.run("failing");
        hub.await("the alert opens", () -> open("failing").size() == 1);
        assertThat(last("to-refusing").path("status").asString("")).isEqualTo("failed");
        JsonNode alert = open("failing").get(0);
        assertThat(alert.path("title").asString("")).isEqualTo("交付失败");
        assertThat(alert.path("message").asString("")).contains("to-refusing", "refusing", "v1", "TARGET_REFUSED_ROWS");

        sql("bureau_that_refuses", "ALTER TABLE gates DROP CONSTRAINT few");
        hub.post("/api/v1/subscriptions/to-refusing/deliver-now", "");
        hub.await("the alert ends", () -> open("failing").isEmpty());
        assertThat(last("to-refusing").path("status").asString("")).isEqualTo("delivered");

        String receipts = "/api/v1/subscriptions/to-refusing/receipts";
        String before = hub.send("GET", receipts, "", "", false).body();
        assertThat(hub.send("DELETE", "/api/v1/subscriptions/to-refusing", "", "", true)
                        .statusCode())
                .isEqualTo(401);
        assertThat(hub.send("DELETE", "/api/v1/subscriptions/to-refusing", "", "", false)
                        .statusCode())
                .isEqualTo(204);
        assertThat(hub.send("DELETE", "/api/v1/subscriptions/to-refusing", "", "", false)
                        .statusCode())
                .isEqualTo(404);
        assertThat(hub.get("/api/v1/subscriptions").toString()).doesNotContain("to-refusing");
        assertThat(hub.get("/api/v1/deliveries?subscription=to-refusing")
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(before).contains("to-refusing");
        assertThat(hub.send("GET", receipts, "", "", false).body()).isEqualTo(before);
    }

    private JsonNode open(String task) {
        return hub.get("/api/v1/alerts?rule=delivery-failed&open=true&task=" + task)
                .path("items");
    }

    private JsonNode refusal(String path, Object body) {
        return RunningHub.JSON.readTree(hub.answer(path, body).body());
    }

    /** Delivery d has the first so many rows; those numbered d - 1 and less are 1.50, row 7 becomes another at the second. */
    private static void write(Path file, int delivery, int rows) throws Exception {
        StringBuilder csv = new StringBuilder("id,plate,fee,day,at,clock,open,load\n");
        for (int i = 0; i < rows; i++) {
            csv.append(i)
                    .append(",粤A")
                    .append(10_000 + i)
                    .append(i == 7 && delivery > 1 ? ",6.00" : ",1.50")
                    .append(",2024-02-29,2024-02-29T23:59:58.120,08:15:30,true,0.5\n");
        }
        Files.writeString(file, csv.toString());
    }

    private void awaitDelivered(String version) {
        hub.await("every subscription has " + version, () -> {
            for (String mode : List.of("replace", "upsert", "append", "front-end")) {
                JsonNode last = last("to-" + mode);
                assertThat(last.path("status").asString("")).as(last.toString()).isNotEqualTo("failed");
                if (!last.path("version").asString("").equals(version)
                        || !last.path("status").asString("").equals("delivered")) {
                    return false;
                }
            }
            return true;
        });
    }

    private JsonNode last(String subscription) {
        return hub.get("/api/v1/subscriptions/" + subscription).path("lastDelivery");
    }

    private String code(String path, Object body) {
        return refusal(path, body).path("code").asString("");
    }

    private void sql(String database, String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server + database, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server + "bureau", "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                row.add(answer.getString(i));
            }
            return String.join("|", row);
        }
    }
}
