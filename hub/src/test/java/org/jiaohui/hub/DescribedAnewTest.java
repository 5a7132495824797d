package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A task that is changed while nothing changes at its source. */
class DescribedAnewTest {
    private final RunningHub hub = RunningHub.get();

    private Path file(String id) throws Exception {
        return Files.writeString(
                Files.createDirectories(hub.home.resolve("inbox")).resolve(id + ".csv"), "name,n\n甲,1\n乙,500\n");
    }

    private JsonNode publish(String id) throws Exception {
        JsonNode run = hub.exchange(id, "file", Map.of("path", file(id).toString()), Map.of(), Map.of("title", "旧题名"));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        return run;
    }

    private HttpResponse<String> save(String id, Map<String, Object> more) {
        Map<String, Object> task = new HashMap<>(Map.of("id", id, "source", id));
        task.putAll(more);
        return hub.answer("/api/v1/tasks", task);
    }

    private int seen(String path) {
        return hub.send("GET", path, "", "", true).statusCode();
    }

    @Test
    void theCatalogueSaysAtOnceWhatPeopleSay() throws Exception {
        publish("retold");
        JsonNode before = hub.get("/api/v1/datasets/retold");
        assertThat(save("retold", Map.of("title", "新题名", "themes", List.of("GL"), "updateCycle", "DAILY"))
                        .statusCode())
                .isEqualTo(201);
        JsonNode after = hub.get("/api/v1/datasets/retold");
        assertThat(after.path("title").asString("")).isEqualTo("新题名");
        assertThat(after.path("updateCycle").path("code").asString("")).isEqualTo("DAILY");
        assertThat(after.path("version")).as("no new version").isEqualTo(before.path("version"));
        hub.await(
                "the search knows it",
                () -> hub.get("/api/v1/datasets?q=新题名").path("items").toString().contains("retold"));
        assertThat(hub.run("retold").path("outcome").asString("")).isEqualTo("Unchanged");
        Files.setLastModifiedTime(
                file("retold"),
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(5)));
        assertThat(hub.run("retold").path("outcome").asString(""))
                .as("the same bytes, brought again")
                .isEqualTo("Unchanged");
    }

    @Test
    void whatIsClosedIsClosedAtOnce() throws Exception {
        publish("closing");
        List<String> doors = List.of(
                "/api/v1/datasets/closing",
                "/api/v1/datasets/closing/records",
                "/api/v1/datasets/closing/download/csv",
                "/api/v1/datasets/closing/versions/v1");
        assertThat(doors).allSatisfy(door -> assertThat(seen(door)).as(door).isEqualTo(200));
        assertThat(save("closing", Map.of("title", "旧题名", "access", "NON_PUBLIC"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(doors).allSatisfy(door -> assertThat(seen(door)).as(door).isEqualTo(404));
        hub.await(
                "the search forgets it",
                () -> !hub.send("GET", "/api/v1/datasets?q=旧题名", "", "", true)
                        .body()
                        .contains("closing"));
    }

    @Test
    void newRulesReadTheSameFileAnew() throws Exception {
        publish("stricter");
        Map<String, Object> schema = Map.of(
                "columns",
                List.of(Map.of("name", "name", "type", "text"), Map.of("name", "n", "type", "integer", "max", 100)));
        save("stricter", Map.of("title", "旧题名", "schema", schema, "refusedShare", 0.5));
        JsonNode run = hub.run("stricter");
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("refused").asLong()).isEqualTo(1);
        assertThat(hub.run("stricter").path("outcome").asString("")).isEqualTo("Unchanged");
        save("stricter", Map.of("title", "旧题名", "schema", schema, "refusedShare", 0.5, "dataset", "stricter-too"));
        assertThat(hub.run("stricter").path("dataset").asString("")).isEqualTo("stricter-too");
        assertThat(seen("/api/v1/datasets/stricter-too")).isEqualTo(200);
    }

    @Test
    void codesThatNobodyKnowsAreNamed() throws Exception {
        publish("coded");
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "access", "OPEN", "updateCycle", "每月", "themes", List.of("XX"), "region", "990000")
                .entrySet()) {
            HttpResponse<String> answer = save("coded", Map.of(wrong.getKey(), wrong.getValue()));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            JsonNode problem = RunningHub.JSON.readTree(answer.body());
            assertThat(problem.path("field").asString("")).isEqualTo(wrong.getKey());
            assertThat(problem.path("detail").asString("")).contains("没有代码", "has no code");
        }
    }

    @Test
    void nobodyReplacesWhatAnotherTaskPublishes() throws Exception {
        publish("mine");
        Map<String, Object> source = Map.of(
                "id",
                "yours",
                "connector",
                "file",
                "settings",
                Map.of("path", file("yours").toString()));
        hub.post("/api/v1/sources", source);
        HttpResponse<String> answer = save("yours", Map.of("dataset", "mine"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("mine", "\"field\":\"dataset\"");
    }

    @Test
    void aTableGoesOnBeingItsDatasetWhenAnotherJoinsIt() throws Exception {
        Path folder = Files.createDirectories(hub.home.resolve("inbox/months"));
        Files.writeString(folder.resolve("jan.csv"), "n\n1\n");
        hub.exchange("months", "file", Map.of("path", folder + "/*.csv"), Map.of(), Map.of());
        Files.writeString(folder.resolve("feb.csv"), "n\n2\n3\n");
        JsonNode run = hub.run("months");
        assertThat(run.path("tables")
                        .valueStream()
                        .map(table -> table.path("table").asString("") + " "
                                + table.path("dataset").asString("") + " "
                                + table.path("published").asLong()))
                .containsExactlyInAnyOrder("jan months 1", "feb months-feb 2");
        assertThat(run.path("findings").toString()).doesNotContain("table-missing");
    }

    @Test
    void aPublishedFileTakesNobodysSource() throws Exception {
        publish("owned");
        String body = """
                --part
                Content-Disposition: form-data; name="file"; filename="owned.csv"
                Content-Type: text/csv

                a
                1

                --part--
                """.replace("\n", "\r\n");
        HttpResponse<String> answer =
                hub.send("POST", "/api/v1/publish?id=owned", "multipart/form-data; boundary=part", body, false);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(hub.get("/api/v1/sources/owned")
                        .path("settings")
                        .path("path")
                        .asString(""))
                .endsWith("/inbox/owned.csv");
    }
}
