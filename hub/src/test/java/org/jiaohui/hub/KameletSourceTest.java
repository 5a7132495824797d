package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A Kamelet of the administrator's folder from its messages to a published version. */
class KameletSourceTest {
    private static final String TOLLS = """
        kind: Kamelet
        metadata:
          name: toll-source
        spec:
          definition:
            required: [road]
            properties:
              road: {type: string}
              token: {type: string, format: password}
          template:
            from:
              uri: "timer:toll"
              parameters: {period: 10, repeatCount: 5, delay: 0, includeMetadata: true}
              steps:
                - setBody:
                    simple: '{"gate": ${exchangeProperty.CamelTimerCounter}, "road": "{{road}}", "token": "{{token}}"}'
                - to: "kamelet:sink"
        """;

    private final RunningHub hub = RunningHub.get();

    @Test
    void messagesBecomeRowsAndTheInboxIsEmptiedWhenTheyArePublished() throws Exception {
        Files.writeString(
                Files.createDirectories(hub.home.resolve("kamelets")).resolve("toll-source.kamelet.yaml"), TOLLS);
        Map<String, String> settings = Map.of(
                "name", "toll-source", "properties", "road: G2", "secrets", "token: t0ken-kamelet", "idle", "1s");
        JsonNode run = hub.exchange("tolls", "kamelet", settings, Map.of(), Map.of());
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("published").asLong()).isEqualTo(5);
        JsonNode rows = hub.get("/api/v1/datasets/tolls/records?order=gate");
        assertThat(rows.path("rows").path(4).toString())
                .as(rows.toString())
                .startsWith("[5,\"G2\",\"t0ken-kamelet\",\"20");
        assertThat(hub.get("/api/v1/datasets/tolls/schema")
                        .path("columns")
                        .get(3)
                        .toString())
                .contains("\"name\":\"kamelet_received_at\"", "\"type\":\"timestamp\"");
        hub.await("the inbox forgets what is published", () -> emptied(hub.home.resolve("inbox/tolls")));
        assertThat(hub.get("/api/v1/sources").toString())
                .contains("toll-source")
                .doesNotContain("t0ken-kamelet");
    }

    private static boolean emptied(Path folder) {
        try (Stream<Path> left = Files.list(folder)) {
            return left.findAny().isEmpty();
        } catch (java.io.IOException gone) {
            return false;
        }
    }
}
