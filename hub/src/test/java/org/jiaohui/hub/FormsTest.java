package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.source.KeptSecrets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What forms rest on: faults at their fields, secrets that are kept, trials of what is not saved, tasks that can be read and posted again. */
class FormsTest {
    private final RunningHub hub = RunningHub.get();

    @Test
    void refusalsNameTheFieldThatIsWrong() {
        assertThat(fieldOf("/api/v1/sources", Map.of("id", "forms", "connector", "file", "settings", Map.of())))
                .isEqualTo("settings.path");
        assertThat(fieldOf("/api/v1/connectors/file/test", Map.of("settings", Map.of("path", "x", "only-new", "ja"))))
                .isEqualTo("settings.only-new");
        assertThat(fieldOf("/api/v1/sources", Map.of("connector", "file"))).isEqualTo("id");
        assertThat(fieldOf("/api/v1/sources", Map.of("id", "A b", "connector", "file")))
                .isEqualTo("id");
        assertThat(fieldOf("/api/v1/targets", Map.of("id", "forms", "connector", "http", "settings", Map.of())))
                .isEqualTo("settings.url");
        assertThat(fieldOf("/api/v1/tasks", task(Map.of("schedule", Map.of("kind", "cron", "cron", "soon")))))
                .isEqualTo("schedule");
        assertThat(fieldOf("/api/v1/tasks", task(Map.of("merge", Map.of("mode", "mix")))))
                .isEqualTo("merge");
        assertThat(fieldOf("/api/v1/tasks", task(Map.of("drift", "away")))).isEqualTo("drift");
        assertThat(fieldOf("/api/v1/tasks", task(Map.of("limits", Map.of("rows", "many")))))
                .isEqualTo("limits.rows");
        assertThat(fieldOf("/api/v1/tasks", task(Map.of("dataset", "Not An Id"))))
                .isEqualTo("dataset");
        assertThat(fieldOf(
                        "/api/v1/subscriptions",
                        Map.of("id", "forms", "dataset", "forms", "target", "nobody", "place", "x")))
                .isEqualTo("target");
        assertThat(post("/api/v1/tasks", "{", 400).has("field")).isFalse();
    }

    @Test
    void whatCouldNeverWorkIsRefusedWhenItIsSaved() {
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "encoding", "klingon", "delimiter", "ab", "headerRow", -1)
                .entrySet()) {
            assertThat(fieldOf(
                            "/api/v1/sources",
                            Map.of(
                                    "id",
                                    "forms",
                                    "connector",
                                    "file",
                                    "settings",
                                    Map.of("path", "/x"),
                                    "format",
                                    Map.of(wrong.getKey(), wrong.getValue()))))
                    .isEqualTo("format." + wrong.getKey());
        }
        Map<String, Object> both = Map.of(
                "url", "jdbc:postgresql://127.0.0.1:1/x", "table", "t", "watermark-column", "a", "increasing-id", "b");
        assertThat(post("/api/v1/sources", Map.of("id", "forms", "connector", "jdbc", "settings", both), 422)
                        .path("detail")
                        .asString(""))
                .contains("watermark-column", "increasing-id");
        for (Map<String, Object> rule : List.<Map<String, Object>>of(
                Map.of("min", 5, "max", 2),
                Map.of("length", -3),
                Map.of("codeList", List.of()),
                Map.of("pattern", "["))) {
            Map<String, Object> column = new HashMap<>(Map.of("name", "plate", "type", "text"));
            column.putAll(rule);
            JsonNode problem = post("/api/v1/tasks", task(Map.of("schema", Map.of("columns", List.of(column)))), 400);
            assertThat(problem.path("field").asString(""))
                    .as(problem.toString())
                    .isEqualTo("schema");
            assertThat(problem.path("detail").asString("")).contains("列 plate", "column plate");
        }
        assertThat(fieldOf("/api/v1/tasks", task(Map.of("priority", 1.5)))).isEqualTo("priority");
        assertThat(post("/api/v1/tasks", "{\"id\":\"forms\",\"id\":\"other\",\"source\":\"forms\"}", 400)
                        .path("detail")
                        .asString(""))
                .contains("id");
    }

    @Test
    void aWindowIsCheckedBeforeARunBegins() throws Exception {
        hub.exchange(
                "windowless",
                "file",
                Map.of(
                        "path",
                        Files.writeString(hub.home.resolve("windowless.csv"), "n\n1\n")
                                .toString()),
                Map.of(),
                Map.of());
        String runs = "/api/v1/tasks/windowless/runs";
        assertThat(fieldOf(runs, Map.of("from", "yesterday"))).isEqualTo("from");
        assertThat(fieldOf(runs, Map.of("to", "2026-02-30"))).isEqualTo("to");
        assertThat(fieldOf(runs, Map.of("from", "2026-03-02", "to", "2026-03-01T00:00:00+08:00")))
                .isEqualTo("to");
        assertThat(fieldOf(runs, Map.of("from", "7", "to", "2026-03-01"))).isEqualTo("to");
        assertThat(post(runs, Map.of("from", "2026-03-01"), 422).path("detail").asString(""))
                .contains("watermark-column");
    }

    @Test
    void aTrialOfAnEditedSourceUsesTheSecretThatIsKept() {
        try (LocalSite site = new LocalSite()) {
            site.serve("/kept", FormsTest::answerTheFriend);
            Map<String, String> settings = new HashMap<>(Map.of("url", site.url("/kept"), "bearer-token", "friend"));
            post("/api/v1/sources", Map.of("id", "kept", "connector", "http", "settings", settings), 201);
            JsonNode shown = hub.get("/api/v1/sources/kept").path("settings");
            assertThat(shown.path("bearer-token").asString("")).isEqualTo(KeptSecrets.MASK);

            settings.put("bearer-token", KeptSecrets.MASK);
            JsonNode kept = post("/api/v1/connectors/http/test", Map.of("settings", settings, "source", "kept"), 200);
            assertThat(kept.path("passed").asBoolean()).as(kept.toString()).isTrue();
            JsonNode unknown = post("/api/v1/connectors/http/test", Map.of("settings", settings), 200);
            assertThat(unknown.path("passed").asBoolean())
                    .as(unknown.toString())
                    .isFalse();
            JsonNode replaced = post(
                    "/api/v1/connectors/http/test",
                    Map.of("settings", Map.of("url", site.url("/kept"), "bearer-token", "stranger"), "source", "kept"),
                    200);
            assertThat(replaced.toString()).contains("SOURCE_REFUSED_LOGIN").doesNotContain("friend");
        }
    }

    @Test
    void targetsAreTriedBeforeTheyAreSaved() {
        JsonNode tried = post(
                "/api/v1/target-connectors/http/test", Map.of("settings", Map.of("url", "http://127.0.0.1:1/")), 200);
        assertThat(tried.path("code").asString("")).isEqualTo("TARGET_UNREACHABLE");
        assertThat(tried.path("checks").get(1).path("fixEn").asString("")).isNotEmpty();
        assertThat(fieldOf("/api/v1/target-connectors/http/test", Map.of("settings", Map.of())))
                .isEqualTo("settings.url");
    }

    @Test
    void aTaskIsReadInFullAndPostedAgainWithoutChange() {
        post(
                "/api/v1/sources",
                Map.of("id", "forms", "connector", "file", "settings", Map.of("path", "forms.csv")),
                201);
        Map<String, Object> column = Map.of(
                "name", "plate", "type", "text", "title", "车牌", "required", true, "pattern", "[A-Z]+", "length", 8);
        Map<String, Object> amount = Map.of("name", "fee", "type", "decimal(10,2)", "min", 0, "max", 99);
        post(
                "/api/v1/tasks",
                task(Map.of(
                        "title",
                        "表单任务",
                        "themes",
                        List.of("GL", "YZ"),
                        "region",
                        "440000",
                        "schema",
                        Map.of("columns", List.of(column, amount), "key", List.of("plate")),
                        "merge",
                        Map.of("mode", "upsert", "order", "fee"),
                        "schedule",
                        Map.of("kind", "working-days", "times", List.of("08:30")),
                        "limits",
                        Map.of("rows", 10, "seconds", 60),
                        "retry",
                        Map.of("attempts", 3),
                        "thresholds",
                        Map.of("rules", Map.of("unique", Map.of("rows", 0))))),
                201);
        JsonNode read = hub.get("/api/v1/tasks/form-task");
        assertThat(read.path("schema").path("columns").get(0).path("pattern").asString(""))
                .isEqualTo("[A-Z]+");
        assertThat(read.path("schema").path("columns").get(1).path("type").asString(""))
                .isEqualTo("decimal(10,2)");
        assertThat(read.path("limits").path("seconds").asInt()).isEqualTo(60);
        post("/api/v1/tasks", read.toString(), 201);
        assertThat(hub.get("/api/v1/tasks/form-task")).isEqualTo(read);
        post("/api/v1/tasks/form-task/pause", "", 200);
        assertThat(hub.send("GET", "/api/v1/tasks/form-task", "", "", true).statusCode())
                .isEqualTo(401);
        assertThat(hub.send("GET", "/api/v1/tasks/no-such-task", "", "", false).statusCode())
                .isEqualTo(404);
    }

    @Test
    void aScheduleTellsItsNextTimesBeforeItIsSaved() {
        JsonNode daily = post("/api/v1/schedules/next", Map.of("kind", "cron", "cron", "30 3 * * *"), 200);
        assertThat(daily.path("next").valueStream().map(JsonNode::asString))
                .hasSize(5)
                .allMatch(time -> time.contains("T03:30:00+08:00"));
        assertThat(daily.has("unknownYears")).isFalse();
        JsonNode monthly = post(
                "/api/v1/schedules/next",
                Map.of("kind", "working-days", "times", List.of("08:00"), "nthOfMonth", 1),
                200);
        assertThat(monthly.path("unknownYears").valueStream().map(JsonNode::asInt))
                .as("years whose holidays are not loaded")
                .containsExactlyElementsOf(monthly.path("next")
                        .valueStream()
                        .map(time -> Integer.parseInt(time.asString("").substring(0, 4)))
                        .distinct()
                        .filter(year -> !hub.get("/api/v1/calendar/" + year)
                                .path("known")
                                .asBoolean())
                        .toList());
        assertThat(post("/api/v1/schedules/next", Map.of("kind", "arrival"), 200)
                        .path("next"))
                .isEmpty();
        assertThat(fieldOf("/api/v1/schedules/next", Map.of("kind", "cron", "cron", "0 0 30 2 *")))
                .isEqualTo("schedule");
    }

    @Test
    void theCodesOfDescriptionsHaveLabelsInBothLanguages() {
        JsonNode lists = hub.get("/api/v1/code-lists");
        for (String list : List.of("themes", "regions", "updateCycles", "access")) {
            assertThat(lists.path(list)).as(list).isNotEmpty().allSatisfy(code -> {
                assertThat(code.path("label").asString("")).isNotBlank();
                assertThat(code.path("labelEn").asString("")).isNotBlank();
            });
        }
        assertThat(lists.path("regions").get(0).path("code").asString("")).isEqualTo("100000");
    }

    private static void answerTheFriend(HttpExchange exchange) throws IOException {
        boolean friend = "Bearer friend".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] answer = (friend ? "code,name\nA1,north\n" : "no").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/csv");
        exchange.sendResponseHeaders(friend ? 200 : 401, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static Map<String, Object> task(Map<String, Object> more) {
        Map<String, Object> task = new HashMap<>(Map.of("id", "form-task", "source", "forms"));
        task.putAll(more);
        return task;
    }

    private String fieldOf(String path, Map<String, Object> body) {
        HttpResponse<String> refused =
                hub.send("POST", path, "application/json", RunningHub.JSON.writeValueAsString(body), false);
        assertThat(refused.statusCode()).as(refused.body()).isIn(400, 404, 422);
        return RunningHub.JSON.readTree(refused.body()).path("field").asString("");
    }

    private JsonNode post(String path, Map<String, Object> body, int status) {
        return post(path, RunningHub.JSON.writeValueAsString(body), status);
    }

    private JsonNode post(String path, String body, int status) {
        HttpResponse<String> answer = hub.send("POST", path, "application/json", body, false);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return RunningHub.JSON.readTree(answer.body());
    }
}
