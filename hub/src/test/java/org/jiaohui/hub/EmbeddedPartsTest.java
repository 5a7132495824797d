package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.cli.StatusCommand;
import org.jiaohui.hub.cli.StopCommand;
import org.jiaohui.hub.embedded.EmbeddedDatabase;
import org.jiaohui.hub.embedded.EmbeddedSearchNode;
import org.jiaohui.hub.embedded.HubHome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Any part of the embedded default may be killed: it comes back by itself, or with the next start, and nothing is left behind by stop. */
class EmbeddedPartsTest {
    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        StopCommand.run(arguments());
    }

    private Arguments arguments() {
        return Arguments.parse(List.of("--home", folder.resolve("home").toString()));
    }

    @Test
    void aKilledPartComesBackAndAKilledHubFindsItsParts() throws Exception {
        Map<String, String> settings =
                Map.of("jiaohui.file-roots", folder.resolve("inbox").toString());
        Path file = Files.createDirectories(folder.resolve("inbox")).resolve("bays.csv");
        HubProcess hub = HubProcess.start(folder.resolve("home"), settings);
        HubHome home = HubHome.open(folder.resolve("home"));
        hub.registerFile("bays", file);
        publish(hub, file, 1);

        long database = EmbeddedDatabase.findLeftOver(home).orElseThrow().pid();
        kill(database);
        HubProcess.await(
                "the database comes back", () -> health(hub, "database").equals("UP"));
        assertThat(EmbeddedDatabase.findLeftOver(home).orElseThrow().pid()).isNotEqualTo(database);
        publish(hub, file, 2);

        long node = EmbeddedSearchNode.pidsOf(home).getFirst();
        kill(node);
        publish(hub, file, 3);
        HubProcess.await(
                "another search node",
                () -> EmbeddedSearchNode.pidsOf(home).stream().anyMatch(pid -> pid != node));
        HubProcess.await("the search comes back", () -> health(hub, "search").equals("UP"));

        long databaseLeft = EmbeddedDatabase.findLeftOver(home).orElseThrow().pid();
        long nodeLeft = EmbeddedSearchNode.pidsOf(home).getFirst();
        hub.kill();
        assertThat(StatusCommand.run(arguments())).isEqualTo(3);
        HubProcess again = HubProcess.start(folder.resolve("home"), settings);
        assertThat(EmbeddedDatabase.findLeftOver(home).orElseThrow().pid()).isEqualTo(databaseLeft);
        assertThat(EmbeddedSearchNode.pidsOf(home)).hasSize(1).doesNotContain(nodeLeft);
        HubProcess.await(
                "found by the new search node",
                () -> again.get("/api/v1/datasets?q=bays").path("total").asLong() == 1);
        publish(again, file, 4);
        again.kill();
        StopCommand.run(arguments());
        assertThat(EmbeddedDatabase.findLeftOver(home)).isEmpty();
        assertThat(EmbeddedSearchNode.pidsOf(home)).isEmpty();
    }

    private static void publish(HubProcess hub, Path file, int version) throws Exception {
        Files.writeString(file, "bay,length\nA," + version + "\n");
        JsonNode run = hub.awaitRun(hub.begin("bays"));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(hub.get("/api/v1/datasets/bays").path("version").asString(""))
                .isEqualTo("v" + version);
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        HubProcess.await("process " + pid + " is gone", () -> !process.isAlive());
    }

    private static String health(HubProcess hub, String part) {
        return HubProcess.JSON
                .readTree(hub.send("GET", "/actuator/health", "").body())
                .path("components")
                .path(part)
                .path("status")
                .asString("");
    }
}
