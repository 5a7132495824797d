package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The clock that leases, planned times and the ledger go by, the database server's, jumps by a day while planned runs go on; skipped where Debian's libfaketime
 * is not installed.
 */
class ClockJumpTest {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    @TempDir
    Path folder;

    @Test
    void runsEndOnceAndPlannedTimesGoOn(TestReporter reporter) throws Exception {
        Path library = faketime();
        Path clock = folder.resolve("clock");
        set(clock, "+0");
        Path file = Files.writeString(folder.resolve("gates.csv"), csv(0));
        int port = HubProcess.freePort();
        Map<String, String> settings = Map.of(
                "jiaohui.database.url",
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                // Nobody answers there: nothing waits for the search.
                "jiaohui.search.address",
                "http://127.0.0.1:" + HubProcess.freePort(),
                "jiaohui.file-roots",
                folder.toString());
        int versions = 1;
        Process postgres = startPostgres(
                port,
                Map.of(
                        "LD_PRELOAD", library.toString(),
                        "FAKETIME_TIMESTAMP_FILE", clock.toString(),
                        "FAKETIME_NO_CACHE", "1"));
        try (HubProcess hub = HubProcess.start(folder.resolve("home"), settings)) {
            hub.post(
                    "/api/v1/sources",
                    Map.of("id", "gates", "connector", "file", "settings", Map.of("path", file.toString())));
            hub.post(
                    "/api/v1/tasks",
                    Map.of(
                            "id",
                            "gates",
                            "source",
                            "gates",
                            "schedule",
                            Map.of("kind", "interval", "everySeconds", 2)));
            awaitVersion(hub, versions);
            for (String jump : List.of("+1d", "+0", "-1d", "+0")) {
                // Some run is planned, waits or goes on at any moment.
                replace(file, csv(versions));
                TimeUnit.MILLISECONDS.sleep(1_000);
                set(clock, jump);
                versions++;
                awaitVersion(hub, versions);
                LocalDate there = LocalDate.now(BEIJING).plusDays(days(jump));
                awaitOrTell(hub, "a planned run ends on " + there, () -> day(hub).equals(there));
            }
            long runs = hub.get("/api/v1/runs?task=gates&size=1").path("total").asLong();
            HubProcess.await(
                    "planned runs go on",
                    () -> hub.get("/api/v1/runs?task=gates&status=finished&size=1")
                                    .path("total")
                                    .asLong()
                            > runs);
            assertThat(hub.get("/api/v1/runs?task=gates&outcome=Failed").path("items"))
                    .isEmpty();
            assertThat(hub.get("/api/v1/runs?task=gates&outcome=Published")
                            .path("total")
                            .asLong())
                    .isEqualTo(versions);
            reporter.publishEntry(
                    "clock",
                    "jumped 4 times by a day: " + versions + " deliveries, " + versions + " versions, "
                            + hub.get("/api/v1/runs?task=gates&size=1")
                                    .path("total")
                                    .asLong()
                            + " runs, none failed");
        } finally {
            postgres.destroy();
            if (!postgres.waitFor(20, TimeUnit.SECONDS)) {
                postgres.destroyForcibly();
            }
        }
    }

    /** The embedded server's own program on data that it has made, with other variables of the environment. */
    private Process startPostgres(int port, Map<String, String> environment) throws Exception {
        Path data = folder.resolve("postgres");
        String program;
        try (EmbeddedPostgres made = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start()) {
            long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            program = ProcessHandle.of(pid).orElseThrow().info().command().orElseThrow();
            assertThat(made.getPort()).isPositive();
        }
        List<String> command = new ArrayList<>(
                List.of(program, "-D", data.toString(), "-p", Integer.toString(port), "-k", folder.toString()));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(0, List.of("unshare", "-U")); // PostgreSQL does not run as root
        }
        ProcessBuilder server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("postgres.log").toFile());
        server.environment().putAll(environment);
        return HubProcess.endedWithTheTests(server.start());
    }

    private static void awaitVersion(HubProcess hub, int version) {
        awaitOrTell(hub, "v" + version, () -> {
            var answer = hub.send("GET", "/api/v1/datasets/gates", "");
            return answer.statusCode() == 200
                    && HubProcess.JSON
                            .readTree(answer.body())
                            .path("version")
                            .asString("")
                            .equals("v" + version);
        });
        JsonNode row = hub.get(
                        "/api/v1/datasets/gates/records?select=count(*)%20as%20n,min(d)%20as%20a,max(d)%20as%20b")
                .at("/rows/0");
        assertThat(List.of(row.get(0).asInt(), row.get(1).asInt(), row.get(2).asInt()))
                .isEqualTo(List.of(20_000, version - 1, version - 1));
    }

    private static int days(String jump) {
        return Integer.parseInt(jump.replace("d", ""));
    }

    private static void awaitOrTell(HubProcess hub, String what, BooleanSupplier condition) {
        try {
            HubProcess.await(what, condition);
        } catch (AssertionError never) {
            throw new AssertionError(
                    hub.get("/api/v1/runs?task=gates&size=5") + "\n" + hub.get("/api/v1/tasks/gates"), never);
        }
    }

    /** When the newest run that has ended did. */
    private static LocalDate day(HubProcess hub) {
        String finished = hub.get("/api/v1/runs?task=gates&status=finished&size=1")
                .at("/items/0/finishedAt")
                .asString("");
        return OffsetDateTime.parse(finished).atZoneSameInstant(BEIJING).toLocalDate();
    }

    private static Path faketime() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            List<Path> found = folders.map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .toList();
            assumeTrue(!found.isEmpty(), "libfaketime is not installed");
            return found.getFirst();
        }
    }

    private void set(Path clock, String offset) throws IOException {
        replace(clock, offset + "\n");
    }

    private void replace(Path file, String text) throws IOException {
        Path part = folder.resolve("part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String csv(int delivery) {
        StringBuilder csv = new StringBuilder("d,i\n");
        for (int i = 0; i < 20_000; i++) {
            csv.append(delivery).append(',').append(i).append('\n');
        }
        return csv.toString();
    }
}
