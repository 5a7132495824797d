package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jiaohui.hub.embedded.EmbeddedDatabase;
import org.jiaohui.hub.embedded.HubHome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The hub is killed at random moments of its work and started again. {@code -Djiaohui.fault.rounds=20} kills it more often,
 * {@code -Djiaohui.fault.seed=…} at other moments. Each row carries the number of its delivery, so that a torn version shows itself.
 */
class KilledHubTest {
    private static final int ROUNDS = Integer.getInteger("jiaohui.fault.rounds", 3);
    private static final long SEED = Long.getLong("jiaohui.fault.seed", 20261123L);
    private static final int LONGEST_LIFE_MILLIS = 3_500;
    private static final List<String> TASKS = List.of("gates", "tolls", "feed", "small", "merged", "bad");

    @TempDir
    Path folder;

    private final List<String> runs = new ArrayList<>();
    private final Map<String, JsonNode> ended = new HashMap<>();
    private int delivery;

    private final Map<String, String> settings = Map.of(
            // Nobody answers there: the search is down all the time, and nothing waits for it.
            "jiaohui.search.address", "http://127.0.0.1:" + HubProcess.freePort());

    private HubProcess start() {
        Map<String, String> all = new HashMap<>(settings);
        all.put("jiaohui.file-roots", folder.resolve("inbox").toString());
        return HubProcess.start(folder.resolve("home"), all);
    }

    @AfterEach
    void stopWhatIsLeft() {
        EmbeddedDatabase.findLeftOver(HubHome.open(folder.resolve("home"))).ifPresent(EmbeddedDatabase::close);
    }

    @Test
    void everyRunEndsOnceAndNoVersionIsTornDoubledOrLost(TestReporter reporter) throws Exception {
        Random random = new Random(SEED);
        Files.createDirectories(folder.resolve("inbox"));
        deliver();
        HubProcess hub = start();
        register(hub);
        for (int round = 0; round < ROUNDS; round++) {
            deliver();
            begin(hub);
            Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
            hub.kill();
            if (round % 3 == 1) {
                killDatabase();
            }
            if (random.nextBoolean()) {
                deliver();
            }
            hub = start();
            awaitAll(hub);
        }
        deliver();
        begin(hub);
        awaitAll(hub);
        reporter.publishEntry(
                "runs told again",
                ended.values().stream()
                                .filter(run -> run.path("attempt").asInt() > 1)
                                .count()
                        + " of " + ended.size());
        try (HubProcess last = hub) {
            everyVersionIsWholeAndBelongsToOneRun(last);
            nothingIsLeftBehind(last);
            whatIsDeliveredIsWhatIsPublished(last);
        }
    }

    private void register(HubProcess hub) {
        for (String task : List.of("gates", "small")) {
            hub.registerFile(task, file(task + ".csv"));
        }
        hub.registerFile("tolls", file("tolls.json"));
        hub.registerFile("feed", file("feed.zip"));
        hub.post(
                "/api/v1/sources",
                Map.of(
                        "id",
                        "bad",
                        "connector",
                        "file",
                        "settings",
                        Map.of("path", file("bad.csv").toString())));
        hub.post(
                "/api/v1/tasks",
                Map.of(
                        "id",
                        "bad",
                        "source",
                        "bad",
                        "schema",
                        Map.of(
                                "columns",
                                List.of(Map.of("name", "n", "type", "integer", "required", true, "unique", false)))));
        hub.post(
                "/api/v1/sources",
                Map.of(
                        "id",
                        "merged",
                        "connector",
                        "file",
                        "settings",
                        Map.of("path", file("merged.csv").toString())));
        // Every delivery holds every key again: a version that is merged only in part has rows of two deliveries.
        hub.post(
                "/api/v1/tasks",
                Map.of(
                        "id",
                        "merged",
                        "source",
                        "merged",
                        "schema",
                        Map.of(
                                "columns",
                                Stream.of("delivery", "i", "name", "fee")
                                        .map(name -> Map.of(
                                                "name",
                                                name,
                                                "type",
                                                name.equals("name")
                                                        ? "text"
                                                        : name.equals("fee") ? "decimal(6,2)" : "integer"))
                                        .toList(),
                                "key",
                                List.of("i")),
                        "merge",
                        Map.of("mode", "upsert")));
    }

    private void begin(HubProcess hub) {
        TASKS.forEach(task -> runs.add(hub.begin(task)));
    }

    private void awaitAll(HubProcess hub) {
        for (String run : runs) {
            JsonNode end = ended.computeIfAbsent(run, hub::awaitRun);
            boolean bad = end.path("task").asString("").equals("bad");
            assertThat(end.path("outcome").asString(""))
                    .as("seed " + SEED + ": " + end)
                    .isEqualTo(bad ? "Rejected" : "Published");
        }
        assertThat(hub.get("/api/v1/runs?status=running").path("total").asLong())
                .isZero();
    }

    private void everyVersionIsWholeAndBelongsToOneRun(HubProcess hub) {
        Map<String, Set<String>> published = new HashMap<>();
        for (JsonNode run : ended.values()) {
            for (JsonNode table : run.path("tables")) {
                if (table.path("outcome").asString("").equals("Published")) {
                    published
                            .computeIfAbsent(table.path("dataset").asString(""), id -> new HashSet<>())
                            .add(run.path("id").asString("") + " "
                                    + table.path("version").asString(""));
                }
            }
        }
        assertThat(published.keySet())
                .containsExactlyInAnyOrder("gates", "tolls", "small", "merged", "feed-a", "feed-b", "feed-c");
        published.forEach((dataset, byRuns) -> {
            Set<String> found = new HashSet<>();
            for (JsonNode version : versions(hub, dataset)) {
                found.add(version.path("run").asString("") + " "
                        + version.path("version").asString(""));
                isWhole(hub, dataset, version);
            }
            assertThat(found).as("versions of " + dataset).isEqualTo(byRuns);
            assertThat(hub.get("/api/v1/datasets/" + dataset).path("version").asString(""))
                    .isEqualTo("v" + found.size());
        });
    }

    private static JsonNode versions(HubProcess hub, String dataset) {
        return hub.get("/api/v1/datasets/" + dataset + "/versions").path("versions");
    }

    private static void isWhole(HubProcess hub, String dataset, JsonNode version) {
        JsonNode row = summary(hub, dataset, version.path("version").asString(""));
        assertThat(row.get(1).asLong())
                .as("one delivery in " + version)
                .isEqualTo(row.get(2).asLong());
        assertThat(row.get(0).asLong())
                .as("rows of " + dataset + " " + version)
                .isEqualTo(rows(dataset, (int) row.get(1).asLong()))
                .isEqualTo(version.path("rows").asLong());
    }

    private static JsonNode summary(HubProcess hub, String dataset, String version) {
        return hub.get("/api/v1/datasets/" + dataset
                        + "/records?select=count(*)%20as%20n,min(delivery)%20as%20a,max(delivery)%20as%20b&version="
                        + version)
                .path("rows")
                .get(0);
    }

    /** No data file without a version, no half-written file, no spool. */
    private void nothingIsLeftBehind(HubProcess hub) {
        for (String dataset : List.of("gates", "tolls", "small", "merged", "feed-a", "feed-b", "feed-c")) {
            long versions = 0;
            for (JsonNode version : versions(hub, dataset)) {
                versions += version.path("bytes").asLong();
            }
            long expected = versions;
            Path data = hub.home.resolve("objects/tables.iceberg/" + dataset + "/data");
            HubProcess.await("orphans of " + dataset + " are swept", () -> bytes(data) == expected);
        }
        assertThat(bytes(hub.home.resolve("staging"))).isZero();
        assertThat(bytes(hub.home.resolve("spool"))).isZero();
        assertThat(bytes(hub.home.resolve("objects/.unfinished"))).isZero();
    }

    /** A run that was cut off must not make the hub believe that it knows what it has not published. */
    private void whatIsDeliveredIsWhatIsPublished(HubProcess hub) {
        for (String dataset : List.of("gates", "tolls", "small", "merged", "feed-a", "feed-b", "feed-c")) {
            assertThat(summary(hub, dataset, "v" + versions(hub, dataset).size())
                            .get(1)
                            .asLong())
                    .isEqualTo(delivery);
        }
        assertThat(hub.awaitRun(hub.begin("gates")).path("outcome").asString(""))
                .isEqualTo("Unchanged");
    }

    private static long bytes(Path folder) {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException moving) {
            return -1;
        }
    }

    private void killDatabase() throws IOException {
        List<String> pidFile = Files.readAllLines(folder.resolve("home/postgres/postmaster.pid"));
        ProcessHandle.of(Long.parseLong(pidFile.getFirst().strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    private Path file(String name) {
        return folder.resolve("inbox").resolve(name);
    }

    private static long rows(String dataset, int delivery) {
        return switch (dataset) {
            case "gates" -> 30_000 + delivery * 7L;
            case "tolls" -> 4_000 + delivery * 3L;
            case "merged" -> 5_000 + delivery * 5L;
            case "small" -> 50 + delivery;
            default -> 2_000 + delivery;
        };
    }

    /** New content for every source, each file replaced at once. */
    private void deliver() throws IOException {
        delivery++;
        replace("gates.csv", csv("gates").getBytes(StandardCharsets.UTF_8));
        replace("small.csv", csv("small").getBytes(StandardCharsets.UTF_8));
        replace("merged.csv", csv("merged").getBytes(StandardCharsets.UTF_8));
        replace("bad.csv", ("n\n" + delivery + "\nx\ny\n").getBytes(StandardCharsets.UTF_8));
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < rows("tolls", delivery); i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"delivery\":")
                    .append(delivery)
                    .append(",\"plate\":\"粤A")
                    .append(10_000 + i)
                    .append("\",\"fee\":")
                    .append(i % 90)
                    .append(".5}");
        }
        replace("tolls.json", json.append("]").toString().getBytes(StandardCharsets.UTF_8));
        Path zip = file("feed.zip.part");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream archive = new ZipOutputStream(out)) {
            for (String table : List.of("a", "b", "c")) {
                archive.putNextEntry(new ZipEntry(table + ".csv"));
                archive.write(csv("feed-" + table).getBytes(StandardCharsets.UTF_8));
                archive.closeEntry();
            }
        }
        Files.move(zip, file("feed.zip"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String csv(String dataset) {
        StringBuilder csv = new StringBuilder("delivery,i,name,fee\n");
        for (int i = 0; i < rows(dataset, delivery); i++) {
            csv.append(delivery)
                    .append(',')
                    .append(i)
                    .append(",收费站")
                    .append(i % 500)
                    .append(',')
                    .append(i % 70)
                    .append(".25\n");
        }
        return csv.toString();
    }

    private void replace(String name, byte[] content) throws IOException {
        Path part = file(name + ".part");
        Files.write(part, content);
        Files.move(part, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
