package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Databases and servers as other departments run them, good and bad: what was published stays, everybody else's runs go on. */
class BadSourcesTest {
    private final RunningHub hub = RunningHub.get();
    private final DatabaseConnection database = hub.context.getBean(DatabaseConnection.class);

    @Test
    void aTableIsPublishedOnceUntilItChanges() throws Exception {
        sql("CREATE SCHEMA IF NOT EXISTS front");
        sql("CREATE TABLE front.toll_gates AS SELECT i AS id, 'gate ' || i AS name FROM generate_series(1, 70000) i");
        JsonNode first = hub.exchange("front-toll-gates", "jdbc", jdbc("front.toll_gates"), Map.of(), Map.of());
        assertThat(first.path("version").asString("")).as(first.toString()).isEqualTo("v1");
        assertThat(first.path("published").asLong()).isEqualTo(70_000);
        assertThat(hub.run("front-toll-gates").path("outcome").asString("")).isEqualTo("Unchanged");
        sql("UPDATE front.toll_gates SET name = 'moved' WHERE id = 35000");
        JsonNode changed = hub.run("front-toll-gates");
        assertThat(changed.path("outcome").asString("")).as(changed.toString()).isEqualTo("Published");
        assertThat(changed.path("version").asString("")).isEqualTo("v2");
        assertThat(hub.run("front-toll-gates").path("outcome").asString("")).isEqualTo("Unchanged");
    }

    @Test
    void aDatabaseThatDiesInTheMiddleLeavesTheVersionBefore() throws Exception {
        sql("CREATE SCHEMA IF NOT EXISTS front");
        sql("CREATE TABLE front.size AS SELECT 100 AS n");
        sql(
                "CREATE VIEW front.events AS SELECT i AS id, repeat('x', 500) AS t FROM generate_series(1, (SELECT n FROM front.size)) i");
        JsonNode first = hub.exchange("front-events", "jdbc", jdbc("front.events"), Map.of(), Map.of());
        assertThat(first.path("published").asLong()).as(first.toString()).isEqualTo(100);
        sql("UPDATE front.size SET n = 50000000");
        HttpResponse<String> accepted = hub.send("POST", "/api/v1/tasks/front-events/runs", "", "", false);
        AtomicInteger killed = new AtomicInteger();
        hub.await("the copy runs and is killed", () -> {
            killed.addAndGet(killCopies());
            return killed.get() > 0;
        });
        JsonNode run = hub.awaitRun(
                RunningHub.JSON.readTree(accepted.body()).path("id").asString(""));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Failed");
        assertThat(run.path("error").path("code").asString("")).isEqualTo("SOURCE_INTERRUPTED");
        assertThat(run.path("error").path("message").asString("")).contains("broke off after");
        assertThat(hub.get("/api/v1/datasets/front-events").path("rows").asLong())
                .isEqualTo(100);
        sql("UPDATE front.size SET n = 200");
        assertThat(hub.run("front-events").path("version").asString("")).isEqualTo("v2");
    }

    @Test
    void aServerThatHangsHoldsNobodyUp() throws Exception {
        AtomicBoolean hangs = new AtomicBoolean();
        try (LocalSite site = new LocalSite()) {
            site.serve("/slow.csv", exchange -> {
                if (hangs.get()) {
                    exchange.sendResponseHeaders(200, 1_000_000);
                    exchange.getResponseBody().write("id,name\n".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    pause();
                } else {
                    LocalSite.answer(exchange, "id,name\n1,a\n2,b\n".getBytes(StandardCharsets.UTF_8));
                }
            });
            Map<String, String> settings =
                    Map.of("url", site.url("/slow.csv"), "read-timeout", "1500ms", "total-timeout", "4s");
            JsonNode first = hub.exchange("slow-site", "http", settings, Map.of(), Map.of());
            assertThat(first.path("published").asLong()).as(first.toString()).isEqualTo(2);
            hangs.set(true);
            long start = System.nanoTime();
            HttpResponse<String> accepted = hub.send("POST", "/api/v1/tasks/slow-site/runs", "", "", false);
            Path other = Files.writeString(hub.home.resolve("meanwhile.csv"), "id\n1\n");
            JsonNode meanwhile =
                    hub.exchange("meanwhile", "file", Map.of("path", other.toString()), Map.of(), Map.of());
            assertThat(meanwhile.path("outcome").asString(""))
                    .as(meanwhile.toString())
                    .isEqualTo("Published");
            JsonNode run = hub.awaitRun(
                    RunningHub.JSON.readTree(accepted.body()).path("id").asString(""));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
            assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Failed");
            assertThat(run.path("error").path("code").asString("")).isEqualTo("SOURCE_TIMED_OUT");
            assertThat(hub.get("/api/v1/datasets/slow-site").path("rows").asLong())
                    .isEqualTo(2);
        }
    }

    private Map<String, String> jdbc(String table) {
        return Map.of(
                "url",
                database.url(),
                "user",
                database.user(),
                "password",
                database.password(),
                "schema",
                table.split("\\.", -1)[0],
                "table",
                table.split("\\.", -1)[1]);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private int killCopies() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet killed = statement.executeQuery(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'COPY%events%' AND state = 'active'")) {
            killed.next();
            return killed.getInt(1);
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10_000);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
