package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A version as a Parquet file in another department's folder, read by a program that knows nothing of this one; and a target tested step by step. */
class DeliveredParquetTest {
    private final RunningHub hub = RunningHub.get();

    @Test
    void aVersionLiesInTheFolderAndItsManifestTellsTheSameRows(@TempDir Path folder) throws Exception {
        try (FolderServer server = FolderServer.sftp(folder)) {
            Path file = hub.home.resolve("parquet-stations.csv");
            Files.writeString(file, "id,name\n1,体育西路\n2,公园前\n3,\n");
            hub.exchange("parquet-stations", "file", Map.of("path", file.toString()), Map.of(), Map.of());
            target("parquet-folder", server.target("parquet"));
            post(
                    "/api/v1/subscriptions",
                    Map.of(
                            "id",
                            "stations-as-parquet",
                            "dataset",
                            "parquet-stations",
                            "target",
                            "parquet-folder",
                            "place",
                            "in/stations"));
            hub.await(
                    "the version is delivered",
                    () -> hub.get("/api/v1/subscriptions/stations-as-parquet")
                            .path("lastDelivery")
                            .path("status")
                            .asString("")
                            .equals("delivered"));
            String batch = hub.get("/api/v1/subscriptions/stations-as-parquet")
                    .path("lastDelivery")
                    .path("batch")
                    .asString("");
            Path delivered = folder.resolve("in/stations");
            JsonNode manifest = RunningHub.JSON.readTree(Files.readString(delivered.resolve(batch + ".manifest.json")));
            assertThat(manifest.path("format").asString("")).isEqualTo("parquet");
            assertThat(manifest.path("rows").asInt()).isEqualTo(3);
            assertThat(ask("SELECT count(*) || '|' || count(name) || '|' || max(name) FROM '"
                            + delivered.resolve(manifest.path("fileName").asString("")) + "'"))
                    .isEqualTo("3|2|公园前");
        }
    }

    @Test
    void aTestSaysWhichStepFailedAndWhatToDo(@TempDir Path folder) throws Exception {
        try (FolderServer server = FolderServer.sftp(folder)) {
            target("tested-folder", server.target("parquet", "wrong"));
            JsonNode told = post("/api/v1/targets/tested-folder/test", "");
            assertThat(told.path("passed").asBoolean()).isFalse();
            assertThat(told.path("code").asString("")).isEqualTo("TARGET_REFUSED_LOGIN");
            assertThat(told.path("checks")
                            .valueStream()
                            .map(each -> each.path("step").asString("") + " "
                                    + each.path("result").asString("")))
                    .containsExactly(
                            "RESOLVE_HOST PASSED", "CONNECT PASSED", "AUTHENTICATE FAILED", "WRITE NOT_REACHED");
            assertThat(told.path("checks").get(2).path("fix").asString("")).contains("密码");
            assertThat(told.path("checks").get(2).path("fixEn").asString("")).contains("password");
        }
    }

    private void target(String id, Map<String, Object> settings) {
        Map<String, Object> body = new HashMap<>(settings);
        body.put("id", id);
        post("/api/v1/targets", body);
    }

    private JsonNode post(String path, Object body) {
        HttpResponse<String> answer = hub.send(
                "POST",
                path,
                "application/json",
                "".equals(body) ? "" : RunningHub.JSON.writeValueAsString(body),
                false);
        assertThat(answer.statusCode() / 100).as(answer.body()).isEqualTo(2);
        return RunningHub.JSON.readTree(answer.body());
    }

    private static String ask(String sql) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
