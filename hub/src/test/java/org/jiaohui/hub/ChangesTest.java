package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Changes between versions, as a caller follows them over HTTP. */
class ChangesTest {
    private final RunningHub hub = RunningHub.get();

    @Test
    void aCopyIsKeptUpToDateByItsChanges() throws Exception {
        Path file = hub.home.resolve("fares.csv");
        Map<String, Object> task = Map.of(
                "schema",
                Map.of(
                        "columns",
                        List.of(
                                Map.of("name", "id", "type", "integer"),
                                Map.of("name", "站名", "type", "text"),
                                Map.of("name", "fee", "type", "decimal(8,2)")),
                        "key",
                        List.of("id")));
        Files.writeString(file, "id,站名,fee\n1,甲,1.00\n2,乙,2.00\n3,丙,3.00\n");
        hub.exchange("fares", "file", Map.of("path", file.toString()), Map.of(), task);
        Files.writeString(file, "id,站名,fee\n1,甲,1.00\n3,丙,3.50\n4,丁,4.00\n");
        assertThat(hub.run("fares").path("version").asString("")).isEqualTo("v2");

        JsonNode first = hub.get("/api/v1/datasets/fares/changes?since=v1&limit=2&old=true");
        assertThat(first.path("changes").toString())
                .isEqualTo("[{\"change\":\"deleted\",\"row\":[2,\"乙\",\"2.00\"]},"
                        + "{\"change\":\"updated\",\"row\":[3,\"丙\",\"3.50\"],\"before\":[3,\"丙\",\"3.00\"]}]");
        assertThat(first.path("to").asString("")).isEqualTo("v2");
        assertThat(first.path("inserted").asLong()).isEqualTo(1);
        JsonNode rest = hub.get("/api/v1/datasets/fares/changes?since=v1&cursor="
                + first.path("next").asString(""));
        assertThat(rest.path("changes").toString()).isEqualTo("[{\"change\":\"inserted\",\"row\":[4,\"丁\",\"4.00\"]}]");
        assertThat(rest.has("next")).isFalse();

        HttpResponse<String> csv = ask("since=v1&to=v2&format=csv");
        assertThat(csv.body()).isEqualTo("_change,id,站名,fee\ndeleted,2,乙,2.00\nupdated,3,丙,3.50\ninserted,4,丁,4.00\n");
        assertThat(csv.headers().firstValue("Content-Disposition").orElse("")).contains("fares-v1-v2-changes.csv");
        assertThat(ask("since=v1&format=parquet").body()).startsWith("PAR1");

        for (String wrong : List.of(
                "",
                "since=",
                "since=x",
                "since=v0",
                "since=v1&to=v1;drop",
                "since=v2&to=v1",
                "since=v1&limit=0",
                "since=v1&limit=99999999999",
                "since=v1&cursor=%00",
                "since=v1&old=maybe")) {
            assertThat(ask(wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(ask("since=v1&to=v99").statusCode()).isEqualTo(404);
        assertThat(ask("since=v1&format=../x").statusCode()).isEqualTo(406);
        assertThat(hub.send("GET", "/api/v1/datasets/nothing/changes?since=v1", "", "", true)
                        .statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> ask(String query) {
        return hub.send("GET", "/api/v1/datasets/fares/changes?" + query, "", "", true);
    }
}
