package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.cli.ReceiptCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The hub's PostgreSQL and its object store are stopped and started while runs go on, one after the other. {@code -Djiaohui.fault.rounds=4} stops them
 * more often, {@code -Djiaohui.fault.seed=…} at other moments. Each row carries the number of its delivery.
 */
class StoppedServersTest {
    private static final int ROUNDS = Integer.getInteger("jiaohui.fault.rounds", 2);
    private static final long SEED = Long.getLong("jiaohui.fault.seed", 20261127L);
    private static final int ROWS = 20_000;
    private static final Map<String, String> MODES =
            Map.of("replaced", "replace", "merged", "upsert", "added", "append");

    @TempDir
    Path folder;

    private final int databasePort = HubProcess.freePort();
    private final int objectsPort = HubProcess.freePort();
    private int delivery;

    @Test
    void everyRowIsPublishedOnceAndEveryReceiptHolds(TestReporter reporter) throws Exception {
        Random random = new Random(SEED);
        Files.createDirectories(folder.resolve("inbox"));
        EmbeddedPostgres postgres = startPostgres();
        ObjectServer objects = ObjectServer.start(folder, objectsPort);
        try (HubProcess hub = HubProcess.start(folder.resolve("home"), settings())) {
            deliver();
            for (String task : MODES.keySet()) {
                register(hub, task);
            }
            MODES.keySet().forEach(hub::begin);
            awaitDelivered(hub);
            for (int round = 0; round < ROUNDS; round++) {
                deliver();
                MODES.keySet().forEach(hub::begin);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1_200));
                if (round % 2 == 0) {
                    postgres.close();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(4_000));
                    postgres = startPostgres();
                } else {
                    objects.close();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(4_000));
                    objects = ObjectServer.start(folder, objectsPort);
                }
                awaitDelivered(hub);
            }
            everyVersionIsWholeAndBelongsToOneRun(hub);
            everyDeliveryWasAddedOnce(hub);
            report(hub, reporter);
        } finally {
            objects.close();
            postgres.close();
        }
    }

    private EmbeddedPostgres startPostgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(databasePort)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    private Map<String, String> settings() {
        return Map.of(
                "jiaohui.database.url",
                "jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres",
                "jiaohui.objects.endpoint",
                "http://127.0.0.1:" + objectsPort,
                "jiaohui.objects.access-key",
                ObjectServer.ACCESS_KEY,
                "jiaohui.objects.secret-key",
                ObjectServer.SECRET_KEY,
                // Nobody answers there: nothing waits for the search.
                "jiaohui.search.address",
                "http://127.0.0.1:" + HubProcess.freePort(),
                "jiaohui.file-roots",
                folder.resolve("inbox").toString());
    }

    private void register(HubProcess hub, String task) {
        hub.post(
                "/api/v1/sources",
                Map.of(
                        "id",
                        task,
                        "connector",
                        "file",
                        "settings",
                        Map.of("path", file(task).toString())));
        hub.post(
                "/api/v1/tasks",
                Map.of(
                        "id",
                        task,
                        "source",
                        task,
                        "schema",
                        Map.of(
                                "columns",
                                List.of(
                                        Map.of("name", "delivery", "type", "integer"),
                                        Map.of("name", "i", "type", "integer"),
                                        Map.of("name", "name", "type", "text")),
                                "key",
                                task.equals("added") ? List.of("delivery", "i") : List.of("i")),
                        "merge",
                        Map.of("mode", MODES.get(task)),
                        "retry",
                        Map.of("attempts", 20, "firstSeconds", 1, "factor", 1, "longestSeconds", 1)));
    }

    /** Every task's newest version holds the newest delivery and no run of it goes on. */
    private void awaitDelivered(HubProcess hub) {
        for (String task : MODES.keySet()) {
            try {
                HubProcess.await(task + " holds delivery " + delivery + ", seed " + SEED, () -> ended(hub, task));
            } catch (AssertionError never) {
                throw new AssertionError(
                        hub.get("/api/v1/runs?size=10&task=" + task).toString(), never);
            }
        }
    }

    private boolean ended(HubProcess hub, String task) {
        var runs = hub.send("GET", "/api/v1/runs?size=1&task=" + task, "");
        var newest = hub.send("GET", "/api/v1/datasets/" + task + "/records?select=max(delivery)%20as%20d", "");
        return runs.statusCode() == 200
                && newest.statusCode() == 200
                && HubProcess.JSON
                        .readTree(runs.body())
                        .at("/items/0/status")
                        .asString("")
                        .equals("finished")
                && HubProcess.JSON.readTree(newest.body()).at("/rows/0/0").asInt() == delivery;
    }

    private void everyVersionIsWholeAndBelongsToOneRun(HubProcess hub) {
        for (String task : List.of("replaced", "merged")) {
            JsonNode versions =
                    hub.get("/api/v1/datasets/" + task + "/versions").path("versions");
            assertThat(versions.size()).isEqualTo(published(hub, task));
            for (JsonNode version : versions) {
                JsonNode row = hub.get("/api/v1/datasets/" + task
                                + "/records?select=count(*)%20as%20n,min(delivery)%20as%20a,max(delivery)%20as%20b&version="
                                + version.path("version").asString(""))
                        .at("/rows/0");
                assertThat(row.get(0).asLong()).as(version.toString()).isEqualTo(ROWS);
                assertThat(row.get(1)).isEqualTo(row.get(2));
            }
        }
    }

    private void everyDeliveryWasAddedOnce(HubProcess hub) {
        JsonNode rows = hub.get(
                        "/api/v1/datasets/added/records?select=delivery,count(*)%20as%20n&group=delivery&order=delivery")
                .path("rows");
        assertThat(rows.size()).isEqualTo(delivery);
        rows.forEach(row -> assertThat(row.get(1).asLong()).as(row.toString()).isEqualTo(ROWS));
    }

    private static long published(HubProcess hub, String task) {
        return hub.get("/api/v1/runs?outcome=Published&size=1&task=" + task)
                .path("total")
                .asLong();
    }

    /** Each task's chain of receipts holds offline; the reasons of failures are counted. */
    private void report(HubProcess hub, TestReporter reporter) throws IOException {
        StringBuilder told = new StringBuilder();
        Path key = Files.writeString(
                folder.resolve("key.pem"),
                hub.send("GET", "/api/v1/receipts/key", "").body());
        for (String task : MODES.keySet()) {
            Path chain = Files.writeString(
                    folder.resolve(task + ".jsonl"),
                    hub.send("GET", "/api/v1/tasks/" + task + "/receipts", "").body());
            Path head = Files.writeString(
                    folder.resolve(task + ".head.json"),
                    hub.send("GET", "/api/v1/tasks/" + task + "/receipts/head", "")
                            .body());
            assertThat(ReceiptCommand.run(Arguments.parse(
                            List.of("verify", "--key", key.toString(), chain.toString(), head.toString()))))
                    .isZero();
            int again = 0;
            for (JsonNode run : hub.get("/api/v1/runs?size=200&task=" + task).path("items")) {
                again += run.path("attempt").asInt() > 1 ? 1 : 0;
            }
            told.append("; ")
                    .append(task)
                    .append(": ")
                    .append(published(hub, task))
                    .append(" published, ")
                    .append(hub.get("/api/v1/runs?outcome=Failed&size=1&task=" + task)
                            .path("total")
                            .asLong())
                    .append(" failed by name and tried again, ")
                    .append(again)
                    .append(" told again, ")
                    .append(Files.readAllLines(chain).size())
                    .append(" receipts");
        }
        reporter.publishEntry("servers stopped and started", ROUNDS + " times" + told);
    }

    private Path file(String task) {
        return folder.resolve("inbox").resolve(task + ".csv");
    }

    private void deliver() throws IOException {
        delivery++;
        StringBuilder csv = new StringBuilder("delivery,i,name\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(delivery)
                    .append(',')
                    .append(i)
                    .append(",收费站")
                    .append(i % 500)
                    .append('\n');
        }
        for (String task : MODES.keySet()) {
            Path part = folder.resolve(task + ".part");
            Files.writeString(part, csv);
            Files.move(part, file(task), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
