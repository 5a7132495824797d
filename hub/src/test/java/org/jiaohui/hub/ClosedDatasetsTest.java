package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Of a dataset that is closed nobody learns anything without the key: not by a list, not by a count, not by asking for it by name. */
class ClosedDatasetsTest {
    /** Part of every name of the closed datasets, tasks and sources. */
    private static final String NAME = "hushed";

    private static final String TITLE = "绝密台账";
    private static final String EVERYTHING = "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }";

    private static boolean made;

    private final RunningHub hub = RunningHub.get();

    @BeforeEach
    void aClosedDatasetAndAClosedTaskThatFails() throws Exception {
        if (made) {
            return;
        }
        exchange("told", Map.of("title", "公开台账"));
        exchange(NAME, Map.of("title", TITLE, "access", "NON_PUBLIC"));
        hub.exchange(
                NAME + "-broken",
                "http",
                Map.of("url", "http://127.0.0.1:1/" + NAME + ".csv"),
                Map.of(),
                Map.of(
                        "title",
                        TITLE,
                        "access",
                        "NON_PUBLIC",
                        "retry",
                        Map.of("attempts", 1, "firstSeconds", 0.1, "longestSeconds", 0.1)));
        hub.await("it gave up", () -> hub.get("/api/v1/dead-letters").toString().contains(NAME));
        hub.await(
                "it is told",
                () -> hub.get("/api/v1/alerts?task=" + NAME + "-broken")
                                .path("total")
                                .asLong()
                        > 0);
        exchange("told-after", Map.of("title", "随后的台账", "schedule", Map.of("kind", "after", "task", NAME)));
        hub.await(
                "search and graph are there",
                () -> hub.get("/api/v1/datasets?q=公开台账").toString().contains("told")
                        && seen("/sparql?query=" + encoded(EVERYTHING)).body().contains("随后的台账"));
        made = true;
    }

    @Test
    void noInterfaceTellsOfIt() {
        int walked = 0;
        for (Map.Entry<String, JsonNode> path :
                hub.get("/v3/api-docs").path("paths").properties()) {
            if (!path.getValue().has("get")) {
                continue;
            }
            String door = door(path, "told", runOf("told"), "9");
            HttpResponse<String> answer = seen(door);
            assertThat(answer.statusCode()).as(door + answer.body()).isIn(200, 400, 401, 404);
            assertThat(answer.body()).as(door).doesNotContain(NAME, TITLE);
            walked++;
        }
        assertThat(walked).isGreaterThan(40);
        for (String door : List.of(
                "/",
                "/sitemap.xml",
                "/actuator/health",
                "/catalog?size=1000",
                "/sparql?query=" + encoded(EVERYTHING),
                "/api/v1/runs?size=200",
                "/api/v1/alerts?size=200",
                "/api/v1/alerts?open=true&size=200")) {
            assertThat(seen(door).body()).as(door).doesNotContain(NAME, TITLE);
        }
        assertThat(hub.get("/api/v1/tasks").toString()).contains(NAME, TITLE);
        assertThat(hub.get("/api/v1/runs?size=200").toString()).contains(NAME);
    }

    @Test
    void whoAsksForItByNameIsAnsweredAsIfItWereNotThere() {
        JsonNode alert =
                hub.get("/api/v1/alerts?task=" + NAME + "-broken").path("items").get(0);
        for (Map.Entry<String, JsonNode> path :
                hub.get("/v3/api-docs").path("paths").properties()) {
            if (!path.getValue().has("get") || !path.getKey().contains("{")) {
                continue;
            }
            HttpResponse<String> closed =
                    seen(door(path, NAME, runOf(NAME), alert.path("id").asString("")));
            HttpResponse<String> unknown = seen(door(path, "nothing", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "999999999"));
            assertThat(closed.statusCode()).as(path.getKey() + closed.body()).isEqualTo(unknown.statusCode());
            assertThat(closed.body()).as(path.getKey()).doesNotContain(TITLE);
            if (closed.statusCode() != 200) {
                assertThat(code(closed)).as(path.getKey()).isEqualTo(code(unknown));
            }
        }
        assertThat(seen("/datasets/" + NAME).statusCode()).isEqualTo(404);
        assertThat(seen("/datasets/" + NAME).body()).doesNotContain(TITLE);
        assertThat(seen("/search?q=" + encoded(TITLE)).body()).doesNotContain("/datasets/" + NAME);
    }

    @Test
    void listsCountWhatTheyShow() {
        for (String list : List.of("runs", "alerts")) {
            assertThat(total(seen("/api/v1/" + list + "?task=" + NAME).body())).isZero();
            assertThat(total(seen("/api/v1/" + list + "?task=" + NAME + "-broken")
                            .body()))
                    .isZero();
            assertThat(hub.get("/api/v1/" + list + "?task=" + NAME + "-broken")
                            .path("total")
                            .asLong())
                    .isPositive();
            assertThat(total(seen("/api/v1/" + list).body()))
                    .isLessThan(hub.get("/api/v1/" + list).path("total").asLong());
        }
        long open = RunningHub.JSON
                .readTree(seen("/api/v1/summary").body())
                .path("runsToday")
                .asLong();
        assertThat(open)
                .isPositive()
                .isLessThan(hub.get("/api/v1/summary").path("runsToday").asLong());
        assertThat(RunningHub.JSON
                        .readTree(seen("/api/v1/alerts").body())
                        .path("open")
                        .asLong())
                .isLessThan(hub.get("/api/v1/alerts").path("open").asLong());
        assertThat(hub.get("/api/v1/breakers").toString()).contains(NAME);
    }

    @Test
    void aScheduleDoesNotNameTheClosedTaskThatItFollows() {
        JsonNode shown = task(RunningHub.JSON.readTree(seen("/api/v1/tasks").body()), "told-after");
        assertThat(shown.path("schedule").path("kind").asString("")).isEqualTo("after");
        assertThat(shown.path("schedule").has("task")).isFalse();
        assertThat(task(hub.get("/api/v1/tasks"), "told-after")
                        .path("schedule")
                        .path("task")
                        .asString(""))
                .isEqualTo(NAME);
    }

    /** The address of an interface with everything filled in that it needs. */
    private static String door(Map.Entry<String, JsonNode> path, String name, String run, String number) {
        String door = path.getKey()
                .replaceAll("/runs/\\{[a-z]+}", "/runs/" + run)
                .replaceAll("/alerts/\\{[a-z]+}", "/alerts/" + number)
                .replace("{version}", "v1")
                .replace("{format}", "csv")
                .replace("{year}", "2026")
                .replaceAll("\\{[a-z]+}", name);
        return switch (path.getKey()) {
            case "/sparql" -> door + "?query=" + encoded(EVERYTHING);
            case "/api/v1/suggest" -> door + "?q=" + encoded(TITLE.substring(0, 1));
            case "/api/v1/datasets/{id}/changes" -> door + "?since=v1";
            case "/api/v1/datasets" -> door + "?q=" + encoded(TITLE);
            default -> door;
        };
    }

    private String runOf(String task) {
        return hub.get("/api/v1/runs?task=" + task)
                .path("items")
                .get(0)
                .path("id")
                .asString("");
    }

    private void exchange(String id, Map<String, Object> task) throws Exception {
        Path file = Files.createDirectories(hub.home.resolve("inbox")).resolve(id + ".csv");
        Files.writeString(file, "名称,数\n甲,1\n乙,2\n");
        JsonNode run = hub.exchange(id, "file", Map.of("path", file.toString()), Map.of(), task);
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
    }

    private static JsonNode task(JsonNode list, String id) {
        return list.path("tasks")
                .valueStream()
                .filter(task -> task.path("id").asString("").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> seen(String path) {
        return hub.send("GET", path, "", "", true);
    }

    private static long total(String page) {
        return RunningHub.JSON.readTree(page).path("total").asLong(-1);
    }

    private static String code(HttpResponse<String> problem) {
        return RunningHub.JSON.readTree(problem.body()).path("code").asString("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
