package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Of two who edit the same source, task or target, the second one learns of the first. */
class LostUpdatesTest {
    private final RunningHub hub = RunningHub.get();

    @Test
    void whoeverReadBeforeSomebodyElseSavedIsToldAndChangesNothing() throws Exception {
        String path =
                Files.writeString(hub.home.resolve("edited.csv"), "n\n1\n").toString();
        Map<String, Object> source = Map.of("id", "edited", "connector", "file", "settings", Map.of("path", path));
        Map<String, Object> task = Map.of("id", "edited", "source", "edited");
        Map<String, Object> target =
                Map.of("id", "edited", "connector", "http", "settings", Map.of("url", "http://127.0.0.1:1/"));
        edits("/api/v1/sources", source);
        edits("/api/v1/tasks", task);
        edits("/api/v1/targets", target);
    }

    private void edits(String register, Map<String, Object> body) {
        String one = register + "/edited";
        assertThat(send("PUT", one, titled(body, "none"), "If-Match", "\"r1\"").statusCode())
                .as("nothing is there yet")
                .isEqualTo(412);
        HttpResponse<String> made = send("POST", register, titled(body, "first"), "If-None-Match", "*");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String first = tag(made);
        HttpResponse<String> read = hub.send("GET", one, "", "", false);
        assertThat(tag(read)).isEqualTo(first);
        assertThat(hub.send("GET", one, "", "", false, "If-None-Match", first).statusCode())
                .isEqualTo(304);

        HttpResponse<String> again = send("POST", register, titled(body, "again"), "If-None-Match", "*");
        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(again.body()).contains("PRECONDITION_FAILED", "已经有了", "take another id", "\"field\":\"id\"");

        HttpResponse<String> mine = send("PUT", one, titled(body, "mine"), "If-Match", first);
        assertThat(mine.statusCode()).as(mine.body()).isEqualTo(200);
        assertThat(tag(mine)).isNotEqualTo(first);
        for (String method : List.of("PUT", "POST")) {
            HttpResponse<String> late =
                    send(method, method.equals("PUT") ? one : register, titled(body, "late"), "If-Match", first);
            assertThat(late.statusCode()).isEqualTo(412);
            assertThat(late.body())
                    .contains("PRECONDITION_FAILED", "edited", "重新读取", "read it again", "who changed what");
        }
        assertThat(send("PUT", one, titled(body, "weak"), "If-Match", "W/" + tag(mine))
                        .statusCode())
                .as("a weak tag stands for no state")
                .isEqualTo(412);
        assertThat(send("PUT", one, titled(body, "odd"), "If-Match", "yesterday")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("PUT", register + "/other", titled(body, "elsewhere")).statusCode())
                .isEqualTo(400);
        assertThat(hub.get(one).path("title").asString("")).isEqualTo("mine");

        HttpResponse<String> listed = send("PUT", one, titled(body, "listed"), "If-Match", first + ", " + tag(mine));
        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(send("POST", register, titled(body, "as before")).statusCode())
                .as("without a condition")
                .isEqualTo(201);
        assertThat(hub.get(one).path("title").asString("")).isEqualTo("as before");
    }

    @Test
    void ofManyWhoSaveAtOnceOneIsFirst() throws Exception {
        Map<String, Object> body =
                Map.of("id", "raced", "connector", "http", "settings", Map.of("url", "http://127.0.0.1:1/"));
        assertThat(many(() -> send("POST", "/api/v1/targets", body, "If-None-Match", "*")))
                .containsExactlyInAnyOrder(201, 412, 412, 412, 412, 412);
        String seen = tag(hub.send("GET", "/api/v1/targets/raced", "", "", false));
        assertThat(many(() -> send("PUT", "/api/v1/targets/raced", body, "If-Match", seen)))
                .containsExactlyInAnyOrder(200, 412, 412, 412, 412, 412);
    }

    private static List<Integer> many(Callable<HttpResponse<String>> saving) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Integer> statuses = new java.util.ArrayList<>();
            for (Future<HttpResponse<String>> each : threads.invokeAll(java.util.Collections.nCopies(6, saving))) {
                statuses.add(each.get().statusCode());
            }
            return statuses;
        }
    }

    private static Map<String, Object> titled(Map<String, Object> body, String title) {
        Map<String, Object> titled = new java.util.HashMap<>(body);
        titled.put("title", title);
        return titled;
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow(() -> new AssertionError(answer.body()));
    }

    private HttpResponse<String> send(String method, String path, Map<String, Object> body, String... headers) {
        return hub.send(method, path, "application/json", RunningHub.JSON.writeValueAsString(body), false, headers);
    }
}
