package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jiaohui.connector.server.FtpTestServer;
import org.jiaohui.exchange.schedule.CronTimes;
import org.jiaohui.exchange.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tools.jackson.databind.JsonNode;

/** Schedules, limits, retries, breakers, alerts and live progress of a whole hub. */
class OperationTest {
    private final RunningHub hub = RunningHub.get();

    private JsonNode post(String path, Object body, int status) {
        HttpResponse<String> answer = hub.send(
                "POST",
                path,
                "".equals(body) ? "" : "application/json",
                "".equals(body) ? "" : RunningHub.JSON.writeValueAsString(body),
                false);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return RunningHub.JSON.readTree(answer.body());
    }

    private void source(String id, String connector, Map<String, String> settings) {
        post("/api/v1/sources", Map.of("id", id, "connector", connector, "settings", settings), 201);
    }

    private JsonNode task(String id, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.putIfAbsent("source", id);
        body.put("id", id);
        return post("/api/v1/tasks", body, 201);
    }

    private JsonNode task(String id) {
        for (JsonNode task : hub.get("/api/v1/tasks").path("tasks")) {
            if (task.path("id").asString("").equals(id)) {
                return task;
            }
        }
        throw new AssertionError("no task " + id);
    }

    private JsonNode runs(String task) {
        return hub.get("/api/v1/runs?task=" + task);
    }

    @Test
    void aFileThatArrivesIsRunAndTheTaskAfterItFollows() throws Exception {
        Path inbox = Files.createDirectories(hub.home.resolve("arrivals"));
        source("arriving", "file", Map.of("path", inbox.resolve("*.csv").toString()));
        task("arriving", Map.of("schedule", Map.of("kind", "arrival", "lookSeconds", 1)));
        Path other = Files.writeString(inbox.resolveSibling("following.txt"), "n\n1\n");
        source("following", "file", Map.of("path", other.toString()));
        task("following", Map.of("schedule", Map.of("kind", "after", "task", "arriving")));
        Thread.sleep(2_500);
        assertThat(runs("arriving").path("total").asLong()).isZero();
        Files.writeString(inbox.resolve("one.csv"), "n\n1\n");
        hub.await("the arrival is run", () -> runs("arriving").path("total").asLong() == 1);
        hub.await("the other follows", () -> runs("following").path("total").asLong() == 1);
        assertThat(runs("arriving").path("items").path(0).path("trigger").asString(""))
                .isEqualTo("arrival");
        assertThat(runs("following").path("items").path(0).path("trigger").asString(""))
                .isEqualTo("after");
        Thread.sleep(2_500);
        assertThat(runs("arriving").path("total").asLong()).isEqualTo(1);
    }

    @Test
    void aFileThatArrivesAtAServerIsRun() throws Exception {
        Path folder = Files.createDirectories(hub.home.resolve("ftp-arrivals"));
        try (FtpTestServer server = FtpTestServer.plain(folder)) {
            Map<String, String> login =
                    Map.of("host", "127.0.0.1", "port", "" + server.port(), "user", "gd", "password", "secret");
            source("arriving-ftp", "ftp", login);
            task("arriving-ftp", Map.of("schedule", Map.of("kind", "arrival", "lookSeconds", 1)));
            Files.writeString(folder.resolve("one.csv"), "n\n1\n");
            hub.await(
                    "the arrival is published",
                    () -> runs("arriving-ftp")
                            .path("items")
                            .path(0)
                            .path("outcome")
                            .asString("")
                            .equals("Published"));
            post("/api/v1/tasks/arriving-ftp/pause", "", 200);
        }
    }

    @Test
    void refusesSchedulesThatNeverOrAlwaysComeTrue() throws Exception {
        Path file = Files.writeString(hub.home.resolve("circle.csv"), "n\n1\n");
        source("circle", "file", Map.of("path", file.toString()));
        source("unlisted", "http", Map.of("url", "http://127.0.0.1:1/x.csv"));
        for (Map<String, Object> schedule : List.<Map<String, Object>>of(
                Map.of("kind", "cron", "cron", "0 0 30 2 *"),
                Map.of("kind", "cron", "cron", "every day"),
                Map.of("kind", "cron", "cron", "0 3 * * *", "zone", "Mars/Base"),
                Map.of("kind", "working-days", "times", List.of("25:00")),
                Map.of("kind", "after", "task", "circle"),
                Map.of("kind", "interval", "everySeconds", 0),
                Map.of("kind", "sometimes"))) {
            HttpResponse<String> answer = hub.send(
                    "POST",
                    "/api/v1/tasks",
                    "application/json",
                    RunningHub.JSON.writeValueAsString(
                            Map.of("id", "circle", "source", "circle", "schedule", schedule)),
                    false);
            assertThat(answer.statusCode()).as(schedule + ": " + answer.body()).isEqualTo(400);
        }
        assertThat(post(
                                "/api/v1/tasks",
                                Map.of("id", "unlisted", "source", "unlisted", "schedule", Map.of("kind", "arrival")),
                                400)
                        .path("detail")
                        .asString(""))
                .contains("sftp");
    }

    @Test
    void plansPausesAndResumes() throws Exception {
        Path file = Files.writeString(hub.home.resolve("nightly.csv"), "n\n1\n");
        source("nightly", "file", Map.of("path", file.toString()));
        task("nightly", Map.of("schedule", Map.of("kind", "cron", "cron", "30 3 * * *"), "priority", 5));
        hub.await(
                "it is planned",
                () -> task("nightly").path("operation").path("next").size() == 3);
        assertThat(task("nightly").path("operation").path("next").path(0).asString(""))
                .contains("T03:30:00+08:00");
        assertThat(post("/api/v1/tasks/nightly/pause", "", 200)
                        .path("operation")
                        .path("paused")
                        .asBoolean())
                .isTrue();
        assertThat(task("nightly").path("operation").path("next").size()).isZero();
        assertThat(hub.run("nightly").path("outcome").asString("")).isEqualTo("Published");
        post("/api/v1/tasks/nightly/resume", "", 200);
        hub.await(
                "it is planned again",
                () -> task("nightly").path("operation").path("next").size() == 3);
        CronTimes cron = new SpringCron();
        java.time.Instant friday = java.time.Instant.parse("2026-11-27T10:00:00Z");
        assertThat(cron.nextAfter("0 9 * * MON", Schedule.BEIJING, friday))
                .contains(java.time.Instant.parse("2026-11-30T01:00:00Z"));
        assertThat(cron.nextAfter("*/10 * * * * *", Schedule.BEIJING, friday)).contains(friday.plusSeconds(10));
    }

    @Test
    void theCalendarIsReadAndLoaded() {
        assertThat(hub.get("/api/v1/calendar/2026").path("known").asBoolean()).isTrue();
        assertThat(hub.get("/api/v1/calendar/2031").path("known").asBoolean()).isFalse();
        HttpResponse<String> wrong = hub.send(
                "PUT", "/api/v1/calendar/2031", "application/json", "{\"makeUpDays\":[\"2031-01-01\"]}", false);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(hub.send(
                                "PUT",
                                "/api/v1/calendar/2031",
                                "application/json",
                                "{\"holidays\":[\"2031-01-01\"],\"makeUpDays\":[\"2031-01-04\"]}",
                                false)
                        .statusCode())
                .isEqualTo(200);
        assertThat(hub.get("/api/v1/calendar/2031").path("holidays").path(0).asString(""))
                .isEqualTo("2031-01-01");
        assertThat(hub.send("PUT", "/api/v1/calendar/2031", "application/json", "{}", true)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void limitsEndARunByNameAndKeepTheVersionBefore() throws Exception {
        Path file = hub.home.resolve("limited.csv");
        Files.writeString(file, "n\n1\n");
        source("limited", "file", Map.of("path", file.toString()));
        task("limited", Map.of());
        assertThat(hub.run("limited").path("outcome").asString("")).isEqualTo("Published");
        StringBuilder rows = new StringBuilder("n\n");
        for (int i = 0; i < 5_000; i++) {
            rows.append(i).append('\n');
        }
        Files.writeString(file, rows);
        task("limited", Map.of("limits", Map.of("rows", 1_000)));
        JsonNode error = hub.run("limited").path("error");
        assertThat(error.path("code").asString("")).isEqualTo("LIMIT_EXCEEDED");
        assertThat(error.path("message").asString("")).contains("limits.rows").contains("1000");
        task("limited", Map.of("limits", Map.of("bytes", 2_000)));
        error = hub.run("limited").path("error");
        assertThat(error.path("message").asString("")).contains("limits.bytes").contains("2000");
        assertThat(hub.get("/api/v1/datasets/limited/versions").path("versions").size())
                .isEqualTo(1);
        task("limited", Map.of("limits", Map.of("rowsPerSecond", 2_500)));
        JsonNode slow = hub.run("limited");
        assertThat(slow.path("outcome").asString("")).isEqualTo("Published");
        assertThat(slow.path("durationMillis").asLong()).isGreaterThanOrEqualTo(1_900);
    }

    @Test
    void theTimeLimitAndStopEndRunsOfSilentSources(TestReporter reporter) throws Exception {
        List<String> seen = new ArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(silent.getLocalPort());
            source("silent-http", "http", Map.of("url", "http://127.0.0.1:" + port + "/x.csv"));
            source(
                    "silent-jdbc",
                    "jdbc",
                    Map.of(
                            "url",
                            "jdbc:postgresql://127.0.0.1:" + port + "/x",
                            "user",
                            "u",
                            "password",
                            "p",
                            "table",
                            "t"));
            source("silent-sftp", "sftp", Map.of("host", "127.0.0.1", "port", port, "user", "u", "password", "p"));
            for (String id : List.of("silent-http", "silent-jdbc", "silent-sftp")) {
                task(id, Map.of("limits", Map.of("seconds", 2)));
                long began = System.nanoTime();
                JsonNode error = hub.run(id).path("error");
                long millis = (System.nanoTime() - began) / 1_000_000;
                assertThat(error.path("code").asString("")).as(error.toString()).isEqualTo("SOURCE_TIMED_OUT");
                assertThat(error.path("message").asString("")).as(id).contains("limits.seconds");
                assertThat(millis).as(id).isLessThan(7_000);
                seen.add(id + " limit of 2 s: " + millis + " ms");
                task(id, Map.of());
                String run = post("/api/v1/tasks/" + id + "/runs", "", 202)
                        .path("id")
                        .asString("");
                hub.await(
                        id + " runs",
                        () -> hub.get("/api/v1/runs/" + run)
                                .path("status")
                                .asString("")
                                .equals("running"));
                Thread.sleep(500);
                long stopped = System.nanoTime();
                post("/api/v1/runs/" + run + "/stop", "", 202);
                assertThat(hub.awaitRun(run).path("error").path("code").asString(""))
                        .as(id)
                        .isEqualTo("STOPPED");
                long stopMillis = (System.nanoTime() - stopped) / 1_000_000;
                assertThat(stopMillis).as(id).isLessThan(5_000);
                seen.add("stopped: " + stopMillis + " ms");
            }
        }
        reporter.publishEntry("silent sources", String.join(", ", seen));
    }

    @Test
    void retriesGiveUpAreTriedAgainByHandAndTellTheirProgress() throws Exception {
        AtomicBoolean well = new AtomicBoolean();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            byte[] rows = "n\n1\n2\n".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/csv");
            exchange.sendResponseHeaders(well.get() ? 200 : 404, rows.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(rows, 0, 2);
                body.flush();
                if (well.get()) {
                    TimeUnit.MILLISECONDS.sleep(2_000);
                }
                body.write(rows, 2, rows.length - 2);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        try {
            source(
                    "flaky",
                    "http",
                    Map.of("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/x.csv"));
            task("flaky", Map.of("retry", Map.of("attempts", 2, "firstSeconds", 0.2, "longestSeconds", 0.2)));
            post("/api/v1/tasks/flaky/runs", "", 202);
            hub.await("it gave up", () -> task("flaky").path("operation").has("deadLetter"));
            assertThat(runs("flaky").path("total").asLong()).isEqualTo(3);
            assertThat(runs("flaky").path("items").path(0).path("retry").asInt())
                    .isEqualTo(2);
            assertThat(hub.get("/api/v1/dead-letters").toString()).contains("flaky");
            assertThat(hub.get("/api/v1/alerts?task=flaky&open=true")
                            .path("items")
                            .size())
                    .isEqualTo(1);
            assertThat(hub.get("/api/v1/breakers").toString()).contains("flaky");
            well.set(true);
            String run =
                    post("/api/v1/dead-letters/flaky/retry", "", 202).path("id").asString("");
            List<String> events = events(run);
            assertThat(events).contains("event:progress").last().isEqualTo("event:done");
            assertThat(hub.awaitRun(run).path("outcome").asString("")).isEqualTo("Published");
            hub.await("it recovered", () -> !task("flaky").path("operation").has("deadLetter"));
            JsonNode alert = hub.get("/api/v1/alerts?task=flaky").path("items").path(0);
            assertThat(alert.path("open").asBoolean()).isFalse();
            assertThat(post("/api/v1/alerts/" + alert.path("id").asString("") + "/acknowledge", "", 200)
                            .has("acknowledgedAt"))
                    .isTrue();
            assertThat(hub.get("/api/v1/breakers").toString()).doesNotContain("flaky");
            hub.await(
                    "metrics tell of it",
                    () -> hub.send("GET", "/actuator/prometheus", "", "", true)
                            .body()
                            .contains("jiaohui_task_runs{task=\"flaky\"} 4.0"));
        } finally {
            server.stop(0);
        }
    }

    private List<String> events(String run) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(hub.address + "/api/v1/runs/" + run + "/events"))
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (Stream<String> lines = answer.body()) {
            return lines.filter(line -> line.startsWith("event:")).toList();
        }
    }
}
