package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiaohui.ledger.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two hubs, processes of their own, share planned runs on one PostgreSQL; then one of them is killed in the middle of a run. */
class SharedSchedulesTest {
    private static final int TASKS = 6;
    private static final int EVERY_SECONDS = 2;

    @TempDir
    Path folder;

    @Test
    void eachPlannedTimeIsRunOnceAndAKilledHubsRunGoesToTheOther(TestReporter reporter) throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Path objects = Files.createDirectories(folder.resolve("objects"));
        for (Path home : List.of(folder.resolve("one"), folder.resolve("two"))) {
            Files.createDirectories(home);
            Files.createSymbolicLink(home.resolve("objects"), objects);
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                HikariDataSource database =
                        Ledger.pool(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres")) {
            Map<String, String> settings = Map.of(
                    "jiaohui.database.url", postgres.getJdbcUrl("postgres", "postgres"),
                    // Nobody answers there: planned runs do not wait for the search.
                    "jiaohui.search.address", "http://127.0.0.1:" + HubProcess.freePort(),
                    "jiaohui.secret-key-file", folder.resolve("secret.key").toString(),
                    "jiaohui.uploads", folder.resolve("uploads").toString(),
                    "jiaohui.file-roots", inbox.toString());
            // The first makes the key that both share.
            HubProcess one = HubProcess.start(folder.resolve("one"), settings);
            try (HubProcess two = HubProcess.start(folder.resolve("two"), settings)) {
                plannedRunsAreSharedAndNotDoubled(one, two, inbox, reporter);
                theRunOfAKilledHubIsTakenOver(one, two, database, reporter);
            } finally {
                one.close();
            }
        }
    }

    private static void plannedRunsAreSharedAndNotDoubled(
            HubProcess one, HubProcess two, Path inbox, TestReporter reporter) throws IOException {
        List<Instant> asked = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            String id = "planned-" + i;
            Path file = Files.writeString(inbox.resolve(id + ".csv"), "n\n" + i + "\n");
            one.post(
                    "/api/v1/sources",
                    Map.of("id", id, "connector", "file", "settings", Map.of("path", file.toString())));
            asked.add(Instant.now());
            one.post(
                    "/api/v1/tasks",
                    Map.of(
                            "id",
                            id,
                            "source",
                            id,
                            "schedule",
                            Map.of("kind", "interval", "everySeconds", EVERY_SECONDS)));
        }
        HubProcess.await(
                "thirty planned runs have ended",
                () -> two.get("/api/v1/runs?status=finished&size=1")
                                .path("total")
                                .asLong()
                        >= 30);
        for (int i = 0; i < TASKS; i++) {
            two.post("/api/v1/tasks/planned-" + i + "/pause", "");
        }
        HubProcess.await(
                "no planned run goes on",
                () -> two.get("/api/v1/runs?status=running&size=1")
                                .path("total")
                                .asLong()
                        == 0);
        int all = 0;
        for (int i = 0; i < TASKS; i++) {
            JsonNode runs = two.get("/api/v1/runs?size=200&task=planned-" + i).path("items");
            List<Instant> queued = new ArrayList<>();
            int published = 0;
            for (JsonNode run : runs) {
                if (!run.path("status").asString("").equals("finished")) {
                    continue;
                }
                all++;
                assertThat(run.path("trigger").asString("")).isEqualTo("schedule");
                published += run.path("outcome").asString("").equals("Published") ? 1 : 0;
                queued.add(
                        OffsetDateTime.parse(run.path("queuedAt").asString("")).toInstant());
            }
            // The first planned time is not before the task; a run more than there were times would come too early for
            // its number, however late a busy machine is with the others.
            List<Instant> oldestFirst = queued.stream().sorted().toList();
            for (int k = 0; k < oldestFirst.size(); k++) {
                assertThat(oldestFirst.get(k))
                        .as("run %s of %s", k + 1, runs)
                        .isAfterOrEqualTo(asked.get(i).plusSeconds((long) k * EVERY_SECONDS));
            }
            assertThat(published).as("versions of planned-" + i).isEqualTo(1);
        }
        long byOne = lines(one.home, "task=planned-");
        long byTwo = lines(two.home, "task=planned-");
        reporter.publishEntry("planned runs", all + " ended: " + byOne + " in one hub, " + byTwo + " in the other");
        assertThat(byOne + byTwo).isEqualTo(all);
        assertThat(byOne).isPositive();
        assertThat(byTwo).isPositive();
    }

    /** A slow server holds the run of the hub that is killed; the other one tells it again within the lease. */
    private static void theRunOfAKilledHubIsTakenOver(
            HubProcess one, HubProcess two, HikariDataSource database, TestReporter reporter) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        com.sun.net.httpserver.HttpServer server =
                com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            byte[] rows = "n\n1\n2\n3\n".getBytes(StandardCharsets.UTF_8);
            int request = asked.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "text/csv");
            exchange.sendResponseHeaders(200, rows.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(rows, 0, 2);
                body.flush();
                if (request == 1) {
                    over.await(2, TimeUnit.MINUTES);
                }
                body.write(rows, 2, rows.length - 2);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        try {
            one.post(
                    "/api/v1/sources",
                    Map.of(
                            "id",
                            "slow",
                            "connector",
                            "http",
                            "settings",
                            Map.of(
                                    "url",
                                    "http://127.0.0.1:" + server.getAddress().getPort() + "/slow.csv")));
            one.post(
                    "/api/v1/tasks",
                    Map.of(
                            "id",
                            "slow",
                            "source",
                            "slow",
                            "schedule",
                            Map.of("kind", "interval", "everySeconds", 3_600)));
            HubProcess.await("the source is asked", () -> asked.get() == 1);
            String run = one.get("/api/v1/runs?task=slow")
                    .path("items")
                    .path(0)
                    .path("id")
                    .asString("");
            boolean oneHasIt = owner(database, run)
                    .equals(Files.readString(one.home.resolve("node-id")).strip());
            HubProcess killed = oneHasIt ? one : two;
            HubProcess alive = oneHasIt ? two : one;
            killed.kill();
            long died = System.nanoTime();
            HubProcess.await("the source is asked again", () -> asked.get() == 2);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - died);
            JsonNode end = alive.awaitRun(run);
            assertThat(end.path("outcome").asString("")).isEqualTo("Published");
            assertThat(end.path("attempt").asInt()).isEqualTo(2);
            assertThat(end.path("published").asLong()).isEqualTo(3);
            assertThat(alive.get("/api/v1/runs?task=slow").path("total").asLong())
                    .isEqualTo(1);
            assertThat(alive.get("/api/v1/datasets/slow/versions")
                            .path("versions")
                            .size())
                    .isEqualTo(1);
            assertThat(seconds).isLessThanOrEqualTo(30);
            reporter.publishEntry("taken over", "after " + seconds + " s, once");
        } finally {
            over.countDown();
            server.stop(0);
        }
    }

    private static String owner(HikariDataSource database, String run) throws Exception {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("select owner from ledger.run where id = ?")) {
            statement.setString(1, run);
            try (var row = statement.executeQuery()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        }
    }

    private static long lines(Path home, String part) {
        return HubProcess.output(home)
                .lines()
                .filter(line -> line.contains(part) && line.contains("outcome="))
                .count();
    }
}
