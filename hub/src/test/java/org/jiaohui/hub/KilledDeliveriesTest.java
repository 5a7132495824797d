package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jiaohui.hub.embedded.EmbeddedDatabase;
import org.jiaohui.hub.embedded.HubHome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The hub is killed at random moments while it delivers, in every mode at once. {@code -Djiaohui.fault.rounds=20} kills it more often,
 * {@code -Djiaohui.fault.seed=…} at other moments. Each row carries the number of its publication.
 */
class KilledDeliveriesTest {
    private static final int ROUNDS = Integer.getInteger("jiaohui.fault.rounds", 2);
    private static final long SEED = Long.getLong("jiaohui.fault.seed", 20261127L);
    private static final int ROWS = 60_000;
    private static final List<String> MODES = List.of("replace", "upsert", "append", "front-end");

    @TempDir
    Path folder;

    private int publications;

    private HubProcess start() {
        Map<String, String> all = new HashMap<>();
        // Nobody answers there: the search is down all the time, and nothing waits for it.
        all.put("jiaohui.search.address", "http://127.0.0.1:" + HubProcess.freePort());
        all.put("jiaohui.file-roots", folder.toString());
        return HubProcess.start(folder.resolve("home"), all);
    }

    @AfterEach
    void stopWhatIsLeft() {
        EmbeddedDatabase.findLeftOver(HubHome.open(folder.resolve("home"))).ifPresent(EmbeddedDatabase::close);
    }

    @Test
    void everyRowReachesEveryTargetOnce(TestReporter reporter) throws Exception {
        Random random = new Random(SEED);
        long retold = 0;
        try (EmbeddedPostgres bureau = EmbeddedPostgres.start()) {
            HubProcess hub = start();
            write();
            hub.post(
                    "/api/v1/sources",
                    Map.of("id", "gates", "connector", "file", "settings", Map.of("path", file().toString())));
            hub.post("/api/v1/tasks", Map.of("id", "gates", "source", "gates", "schema", schema()));
            order(hub, bureau.getPort());
            for (int round = 0; round < ROUNDS; round++) {
                write();
                assertThat(hub.awaitRun(hub.begin("gates")).path("outcome").asString(""))
                        .isEqualTo("Published");
                Thread.sleep(random.nextInt(2_500));
                hub.kill();
                hub = start();
                awaitDelivered(hub, round + 1);
            }
            try (HubProcess last = hub) {
                for (JsonNode delivery : last.get("/api/v1/deliveries?size=200").path("items")) {
                    retold += delivery.path("attempt").asInt() > 1 ? 1 : 0;
                    JsonNode receipt =
                            last.get("/api/v1/deliveries/" + delivery.path("id").asString("") + "/receipt/check");
                    assertThat(receipt.path("verified").asBoolean())
                            .as(delivery + " " + receipt)
                            .isTrue();
                }
                everyRowOnce(bureau);
            }
        }
        reporter.publishEntry(
                "hub killed",
                ROUNDS + " times during deliveries, " + retold + " of " + ROUNDS * MODES.size()
                        + " deliveries told again");
    }

    private void order(HubProcess hub, int port) {
        for (String mode : MODES) {
            hub.post(
                    "/api/v1/targets",
                    Map.of(
                            "id",
                            mode,
                            "connector",
                            "postgresql",
                            "settings",
                            Map.of(
                                    "host",
                                    "127.0.0.1",
                                    "port",
                                    Integer.toString(port),
                                    "database",
                                    "postgres",
                                    "user",
                                    "postgres",
                                    "password",
                                    "p",
                                    "tls",
                                    "disable")));
            hub.post(
                    "/api/v1/subscriptions",
                    Map.of(
                            "id",
                            mode,
                            "dataset",
                            "gates",
                            "target",
                            mode,
                            "mode",
                            mode,
                            "place",
                            mode.replace('-', '_')));
        }
    }

    private static void awaitDelivered(HubProcess hub, int version) {
        HubProcess.await("v" + version + " is delivered", () -> {
            for (String mode : MODES) {
                JsonNode last = hub.get("/api/v1/subscriptions/" + mode).path("lastDelivery");
                assertThat(last.path("status").asString("")).as(last.toString()).isNotEqualTo("failed");
                if (!last.path("version").asString("").equals("v" + version)
                        || !last.path("status").asString("").equals("delivered")) {
                    return false;
                }
            }
            return true;
        });
    }

    private void everyRowOnce(EmbeddedPostgres bureau) throws SQLException {
        String whole = ROWS + "|" + ROWS + "|" + publications + "|" + publications;
        for (String table : List.of("replace", "upsert")) {
            assertThat(ask(bureau, "SELECT count(*), count(DISTINCT id), min(n), max(n) FROM " + table))
                    .isEqualTo(whole);
        }
        assertThat(ask(bureau, "SELECT count(*), count(DISTINCT (id, n)) FROM append"))
                .isEqualTo(ROWS * ROUNDS + "|" + ROWS * ROUNDS);
        assertThat(ask(bureau, "SELECT count(*), count(DISTINCT (id, n)), count(DISTINCT ex_batch) FROM front_end"))
                .isEqualTo(ROWS * ROUNDS + "|" + ROWS * ROUNDS + "|" + ROUNDS);
        assertThat(ask(bureau, "SELECT count(*) FROM jiaohui_delivery"))
                .isEqualTo(Integer.toString(ROUNDS * MODES.size()));
        assertThat(ask(bureau, "SELECT count(*) FROM pg_class WHERE relname LIKE 'jiaohui\\_%' AND relkind = 'r'"))
                .isEqualTo("1");
    }

    private static String ask(EmbeddedPostgres bureau, String sql) throws SQLException {
        try (Connection connection = bureau.getPostgresDatabase().getConnection();
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

    private static Map<String, Object> schema() {
        return Map.of(
                "columns",
                List.of(
                        Map.of("name", "id", "type", "integer"),
                        Map.of("name", "n", "type", "integer"),
                        Map.of("name", "plate", "type", "text")),
                "key",
                List.of("id"));
    }

    private Path file() {
        return folder.resolve("gates.csv");
    }

    private void write() throws Exception {
        publications++;
        StringBuilder csv = new StringBuilder("id,n,plate\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(i)
                    .append(',')
                    .append(publications)
                    .append(",粤A")
                    .append(i)
                    .append('\n');
        }
        Path part = folder.resolve("gates.part");
        Files.writeString(part, csv.toString());
        Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
