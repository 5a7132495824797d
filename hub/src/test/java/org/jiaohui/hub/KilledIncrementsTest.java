package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jiaohui.connector.server.KafkaTestBroker;
import org.jiaohui.connector.server.MariaDbServer;
import org.jiaohui.hub.GrowingSources.Growing;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.cli.ReceiptCommand;
import org.jiaohui.hub.embedded.EmbeddedDatabase;
import org.jiaohui.hub.embedded.HubHome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The hub is killed at random moments while it follows sources of every kind that others go on writing to. In the end each dataset holds the rows of its source,
 * each once. {@code -Djiaohui.fault.rounds=200} kills it more often, {@code -Djiaohui.fault.seed=…} at other moments.
 */
class KilledIncrementsTest {
    private static final int KILLS = Integer.getInteger("jiaohui.fault.rounds", 2);
    private static final long SEED = Long.getLong("jiaohui.fault.seed", 20261127L);
    private static final int LONGEST_LIFE_MILLIS = 4_000;
    private static final int KILLS_BETWEEN_LOOKS = 25;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final List<String> runs = new ArrayList<>();
    private final Map<String, JsonNode> ended = new HashMap<>();
    private int databasesKilled;

    private HubProcess start() {
        return HubProcess.start(
                folder.resolve("home"),
                Map.of(
                        // Nobody answers there: the search is down all the time, and nothing waits for it.
                        "jiaohui.search.address",
                        "http://127.0.0.1:" + HubProcess.freePort(),
                        "jiaohui.file-roots",
                        folder.resolve("inbox").toString()));
    }

    @AfterEach
    void stopWhatIsLeft() {
        EmbeddedDatabase.findLeftOver(HubHome.open(folder.resolve("home"))).ifPresent(EmbeddedDatabase::close);
    }

    @Test
    void everyDatasetHoldsTheRowsOfItsSourceOnce(TestReporter reporter) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("wal_level", "logical")
                        .start();
                KafkaTestBroker kafka = KafkaTestBroker.start(folder.resolve("kafka"));
                GrowingSources sources = GrowingSources.create(folder, postgres, kafka, findMariaDb())) {
            HubProcess hub = start();
            sources.kinds().forEach(each -> register(hub, each));
            HubProcess last = killAgainAndAgain(hub, sources);
            try (last) {
                check(last, sources);
                report(last, sources, reporter);
            }
        }
    }

    /** One whose log can be followed; absent where Debian's mariadb-server is not installed. */
    private Optional<MariaDbServer> findMariaDb() throws Exception {
        return MariaDbServer.isInstalled()
                ? Optional.of(MariaDbServer.start(
                        folder.resolve("mariadb"), "--log-bin=log", "--server-id=7", "--binlog-format=ROW"))
                : Optional.empty();
    }

    private HubProcess killAgainAndAgain(HubProcess first, GrowingSources sources) throws Exception {
        HubProcess hub = first;
        int kills = 0;
        while (kills < KILLS) {
            sources.goOn();
            begin(hub, sources);
            // A run that is cut off five times is given up: never so often in a row.
            for (int i = random.nextInt(3); i >= 0 && kills < KILLS; i--) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                hub.kill();
                if (kills++ % 3 == 1) {
                    killDatabase();
                }
                hub = start();
            }
            awaitAll(hub);
            if (kills / KILLS_BETWEEN_LOOKS > (kills - 1) / KILLS_BETWEEN_LOOKS) {
                check(hub, sources);
            }
        }
        return hub;
    }

    private static void register(HubProcess hub, Growing source) {
        hub.post(
                "/api/v1/sources",
                Map.of("id", source.id(), "connector", source.connector(), "settings", source.settings()));
        Map<String, Object> task = new HashMap<>(source.task());
        task.put("id", source.id());
        task.put("source", source.id());
        hub.post("/api/v1/tasks", task);
    }

    private void begin(HubProcess hub, GrowingSources sources) {
        runs.clear();
        sources.kinds().forEach(each -> runs.add(hub.begin(each.id())));
    }

    /** Nothing but the hub broke: no run fails. */
    private void awaitAll(HubProcess hub) {
        for (String run : runs) {
            JsonNode end = hub.awaitRun(run);
            ended.put(run, end);
            assertThat(end.path("outcome").asString(""))
                    .as("seed " + SEED + ": " + end)
                    .isIn("Published", "Unchanged");
        }
        assertThat(hub.get("/api/v1/runs?status=running").path("total").asLong())
                .isZero();
    }

    private void check(HubProcess hub, GrowingSources sources) throws Exception {
        sources.pause();
        takeEverything(hub, sources);
        for (Growing source : sources.kinds()) {
            assertThat(hub.send(
                                    "GET",
                                    "/api/v1/datasets/" + source.id()
                                            + "/records?format=csv&select=id,n,note&order=id&limit=1000000",
                                    "")
                            .body()
                            .lines()
                            .skip(1)
                            .toList())
                    .as("rows of " + source.id() + ", seed " + SEED)
                    .isEqualTo(source.rows().call());
        }
        sources.settled();
        everyVersionBelongsToOneRunAndReceiptsHold(hub, sources);
    }

    /** Until nothing new comes: each task knows where it is. */
    private void takeEverything(HubProcess hub, GrowingSources sources) {
        for (int i = 0; i < 40; i++) {
            begin(hub, sources);
            awaitAll(hub);
            if (runs.stream()
                    .allMatch(run -> Objects.requireNonNull(ended.get(run))
                            .path("outcome")
                            .asString("")
                            .equals("Unchanged"))) {
                return;
            }
        }
        throw new AssertionError("something new comes again and again: " + runs);
    }

    private void everyVersionBelongsToOneRunAndReceiptsHold(HubProcess hub, GrowingSources sources) throws IOException {
        Path key = Files.writeString(
                folder.resolve("key.pem"),
                hub.send("GET", "/api/v1/receipts/key", "").body());
        for (Growing source : sources.kinds()) {
            List<String> published = new ArrayList<>();
            for (JsonNode run : ended.values()) {
                if (run.path("task").asString("").equals(source.id())
                        && run.path("outcome").asString("").equals("Published")) {
                    published.add(run.path("id").asString(""));
                }
            }
            List<String> found = new ArrayList<>();
            for (JsonNode version :
                    hub.get("/api/v1/datasets/" + source.id() + "/versions").path("versions")) {
                found.add(version.path("run").asString(""));
            }
            assertThat(found).as("versions of " + source.id()).containsExactlyInAnyOrderElementsOf(published);
            Path chain = Files.writeString(
                    folder.resolve(source.id() + ".jsonl"),
                    hub.send("GET", "/api/v1/tasks/" + source.id() + "/receipts", "")
                            .body());
            Path head = Files.writeString(
                    folder.resolve(source.id() + ".head.json"),
                    hub.send("GET", "/api/v1/tasks/" + source.id() + "/receipts/head", "")
                            .body());
            assertThat(ReceiptCommand.run(Arguments.parse(
                            List.of("verify", "--key", key.toString(), chain.toString(), head.toString()))))
                    .isZero();
        }
    }

    private void report(HubProcess hub, GrowingSources sources, TestReporter reporter) throws Exception {
        Map<String, Integer> again = new TreeMap<>();
        Map<String, Integer> all = new TreeMap<>();
        for (JsonNode run : ended.values()) {
            String task = run.path("task").asString("");
            all.merge(task, 1, Integer::sum);
            again.merge(task, run.path("attempt").asInt() > 1 ? 1 : 0, Integer::sum);
        }
        for (Growing source : sources.kinds()) {
            reporter.publishEntry(
                    source.id(),
                    all.get(source.id()) + " runs, "
                            + again.get(source.id()) + " cut off and told again, "
                            + hub.get("/api/v1/datasets/" + source.id() + "/versions")
                                    .path("versions")
                                    .size()
                            + " versions, " + source.rows().call().size() + " rows once, none failed");
        }
        reporter.publishEntry(
                "hub killed",
                KILLS + " times, its database " + databasesKilled + " times, seed " + SEED + ", " + sources.written()
                        + " writes meanwhile");
    }

    private void killDatabase() throws IOException {
        List<String> pidFile = Files.readAllLines(folder.resolve("home/postgres/postmaster.pid"));
        ProcessHandle.of(Long.parseLong(pidFile.getFirst().strip())).ifPresent(ProcessHandle::destroyForcibly);
        databasesKilled++;
    }
}
