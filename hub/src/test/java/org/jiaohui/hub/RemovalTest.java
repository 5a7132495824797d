package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.cli.ReceiptCommand;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sources, tasks and targets are removed: what stands in the way is named, what is evidence stays, what is withdrawn is given by no door. */
class RemovalTest {
    private final RunningHub hub = RunningHub.get();

    @Test
    void aTaskGoesAndItsDatasetStays() throws Exception {
        JsonNode run = publish("leaving", Map.of("schedule", Map.of("kind", "interval", "everySeconds", 86_400)));
        String id = run.path("id").asString("");
        hub.post(
                "/api/v1/tasks",
                Map.of(
                        "id",
                        "leaving-after",
                        "source",
                        "leaving",
                        "schedule",
                        Map.of("kind", "after", "task", "leaving")));

        assertThat(remove("/api/v1/tasks/leaving", 400).path("detail").asString(""))
                .contains("dataset");
        assertThat(remove("/api/v1/tasks/leaving?dataset=burn", 400)
                        .path("detail")
                        .asString(""))
                .contains("keep", "withdraw");
        assertThat(remove("/api/v1/tasks/leaving?dataset=keep", 409)
                        .path("detail")
                        .asString(""))
                .contains("leaving-after", "在 leaving 之后运行");
        assertThat(remove("/api/v1/sources/leaving", 409).path("detail").asString(""))
                .contains("leaving, leaving-after", "remove them first");
        remove("/api/v1/tasks/leaving-after?dataset=withdraw", 200);

        hub.post("/api/v1/tasks/leaving/runs", "");
        hub.await(
                "the second run has ended",
                () -> hub.get("/api/v1/runs?task=leaving&status=finished")
                                .path("total")
                                .asInt()
                        == 2);
        String old = hub.send("GET", "/api/v1/tasks/leaving", "", "", false)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        hub.post("/api/v1/tasks/leaving/pause", "");
        assertThat(hub.send("DELETE", "/api/v1/tasks/leaving?dataset=keep", "", "", false, "If-Match", "\"r0\"")
                        .statusCode())
                .isEqualTo(412);
        JsonNode removed = RunningHub.JSON.readTree(
                hub.send("DELETE", "/api/v1/tasks/leaving?dataset=keep", "", "", false, "If-Match", old)
                        .body());
        assertThat(removed.path("withdrawn").isEmpty()).as(removed.toString()).isTrue();
        remove("/api/v1/tasks/leaving?dataset=keep", 404);

        assertThat(hub.get("/api/v1/tasks").toString()).doesNotContain("\"leaving\"");
        assertThat(status("/api/v1/tasks/leaving")).isEqualTo(404);
        assertThat(hub.send("POST", "/api/v1/tasks/leaving/runs", "", "", false).statusCode())
                .isEqualTo(404);
        assertThat(hub.get("/api/v1/runs/" + id).path("task").asString("")).isEqualTo("leaving");
        assertThat(hub.get("/api/v1/runs/" + id + "/receipt/check")
                        .path("verified")
                        .asBoolean())
                .isTrue();
        assertThat(hub.send("GET", "/api/v1/tasks/leaving/receipts", "", "", true)
                        .statusCode())
                .as("as open as the dataset that it left")
                .isEqualTo(200);
        assertThat(hub.get("/api/v1/datasets/leaving/versions").path("versions").size())
                .isEqualTo(1);
        assertThat(hub.get("/api/v1/datasets/leaving/versions/v1/lineage")
                        .at("/run/task")
                        .asString(""))
                .isEqualTo("leaving");
        remove("/api/v1/sources/leaving", 200);
        assertThat(status("/api/v1/sources/leaving")).isEqualTo(404);

        JsonNode again = publish("leaving", Map.of());
        assertThat(again.path("outcome").asString(""))
                .as("what the removed task had read is none of the new one's business")
                .isEqualTo("Published");
        assertThat(again.path("version").asString("")).isEqualTo("v2");
        assertThat(verified("leaving", 3)).as("one chain, without a gap").isZero();
    }

    @Test
    void whatIsWithdrawnIsGivenByNoDoor() throws Exception {
        JsonNode run = publish("withdrawn", Map.of("title", "将撤下的台账"));
        hub.post(
                "/api/v1/targets",
                Map.of("id", "withdrawn-to", "connector", "http", "settings", Map.of("url", "http://127.0.0.1:1/")));
        hub.post(
                "/api/v1/subscriptions",
                Map.of("id", "withdrawn-sub", "dataset", "withdrawn", "target", "withdrawn-to", "place", "x"));
        assertThat(remove("/api/v1/tasks/withdrawn?dataset=withdraw", 409)
                        .path("detail")
                        .asString(""))
                .contains("withdrawn-sub", "dataset=keep");
        assertThat(remove("/api/v1/targets/withdrawn-to", 409).path("detail").asString(""))
                .contains("withdrawn-sub");
        assertThat(hub.send("DELETE", "/api/v1/subscriptions/withdrawn-sub", "", "", false)
                        .statusCode())
                .isEqualTo(204);
        hub.await(
                "the target is free",
                () -> hub.send("DELETE", "/api/v1/targets/withdrawn-to", "", "", false)
                                .statusCode()
                        == 204);
        assertThat(status("/api/v1/targets/withdrawn-to")).isEqualTo(404);
        hub.await("it can be found", this::found);

        assertThat(remove("/api/v1/tasks/withdrawn?dataset=withdraw", 200)
                        .path("withdrawn")
                        .get(0)
                        .asString(""))
                .isEqualTo("withdrawn");
        String path = "/api/v1/datasets/withdrawn";
        List<String> doors = List.of(
                path,
                path + "/versions",
                path + "/versions/v1",
                path + "/records",
                path + "/download/csv",
                path + "/download/parquet?version=v1",
                path + "/schema",
                path + "/versions/v1/lineage",
                "/datasets/withdrawn");
        assertThat(doors).allSatisfy(door -> assertThat(status(door)).as(door).isEqualTo(404));
        hub.await("search and graph have forgotten it", () -> !found());
        for (String projection : List.of("graph", "search")) {
            hub.post("/api/v1/projections/" + projection + "/rebuild", "");
        }
        assertThat(found()).as("also made again from the log").isFalse();
        assertThat(hub.get("/api/v1/runs/" + run.path("id").asString("") + "/receipt/check")
                        .path("verified")
                        .asBoolean())
                .isTrue();
        assertThat(verified("withdrawn", 1)).isZero();
        assertThat(hub.send("GET", "/api/v1/runs/" + run.path("id").asString(""), "", "", true)
                        .statusCode())
                .as("without the key")
                .isEqualTo(404);

        Map<String, Object> task =
                new HashMap<>(Map.of("id", "withdrawn", "source", "withdrawn", "merge", Map.of("mode", "append")));
        assertThat(hub.answer("/api/v1/tasks", task).body()).contains("CONFLICT", "merge", "replace");
        JsonNode again = publish("withdrawn", Map.of());
        assertThat(again.path("version").asString(""))
                .as("no number is given twice")
                .isEqualTo("v2");
        JsonNode versions = hub.get(path + "/versions").path("versions");
        assertThat(versions.size()).isEqualTo(1);
        assertThat(versions.get(0).path("version").asString("")).isEqualTo("v2");
        assertThat(List.of(
                        path + "/versions/v1",
                        path + "/records?version=v1",
                        path + "/download/csv?version=v1",
                        path + "/changes?since=v1"))
                .allSatisfy(door -> assertThat(status(door)).as(door).isEqualTo(404));
        assertThat(hub.get(path + "/records").path("rows").size()).isEqualTo(2);
        assertThat(verified("withdrawn", 2)).isZero();
        hub.post("/api/v1/tasks", task);
        Files.writeString(hub.home.resolve("withdrawn.csv"), "n\n3\n");
        assertThat(hub.run("withdrawn").path("outcome").asString("")).isEqualTo("Published");
        assertThat(hub.get(path + "/records").path("rows").size()).isEqualTo(3);
    }

    @Test
    void aRunThatWaitsIsStoppedOnceNothingElseStandsInTheWay() throws Exception {
        publish("patient", Map.of("retry", Map.of("attempts", 3, "firstSeconds", 3_600)));
        hub.post(
                "/api/v1/targets",
                Map.of("id", "patient-to", "connector", "http", "settings", Map.of("url", "http://127.0.0.1:1/")));
        hub.post(
                "/api/v1/subscriptions",
                Map.of("id", "patient-sub", "dataset", "patient", "target", "patient-to", "place", "x"));
        Files.delete(hub.home.resolve("patient.csv"));
        assertThat(hub.run("patient").path("outcome").asString("")).isEqualTo("Failed");
        String waiting = "/api/v1/runs?task=patient&status=queued";
        hub.await("a retry waits", () -> hub.get(waiting).path("total").asInt() == 1);
        String retry = hub.get(waiting).path("items").get(0).path("id").asString("");

        assertThat(remove("/api/v1/tasks/patient?dataset=withdraw", 409)
                        .path("detail")
                        .asString(""))
                .contains("patient-sub");
        assertThat(hub.get("/api/v1/runs/" + retry).path("status").asString("")).isEqualTo("queued");
        remove("/api/v1/tasks/patient?dataset=keep", 200);
        JsonNode ended = hub.get("/api/v1/runs/" + retry);
        assertThat(ended.at("/error/code").asString("")).as(ended.toString()).isEqualTo("STOPPED");
        assertThat(verified("patient", 3)).as("published, failed, stopped").isZero();
        assertThat(status("/api/v1/datasets/patient/records")).isEqualTo(200);
        assertThat(hub.get("/api/v1/subscriptions/patient-sub").path("dataset").asString(""))
                .isEqualTo("patient");
        hub.send("DELETE", "/api/v1/subscriptions/patient-sub", "", "", false);
    }

    @Test
    void ofManyWhoRemoveAtOnceOneDoes() throws Exception {
        publish("contested", Map.of());
        List<Integer> statuses = new ArrayList<>();
        Callable<HttpResponse<String>> removal =
                () -> hub.send("DELETE", "/api/v1/tasks/contested?dataset=withdraw", "", "", false);
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<HttpResponse<String>> each : threads.invokeAll(Collections.nCopies(6, removal))) {
                statuses.add(each.get().statusCode());
            }
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 404, 404, 404, 404, 404);
    }

    private JsonNode publish(String id, Map<String, Object> task) throws Exception {
        Path file = Files.writeString(hub.home.resolve(id + ".csv"), "n\n1\n2\n");
        return hub.exchange(id, "file", Map.of("path", file.toString()), Map.of(), task);
    }

    private boolean found() {
        String ask = "ASK { ?d ?p ?o FILTER(contains(str(?o), '将撤下的台账')) }";
        String graph =
                hub.send("GET", "/sparql?query=" + encoded(ask), "", "", true).body();
        boolean listed =
                hub.get("/api/v1/datasets?q=" + encoded("将撤下的台账")).toString().contains("\"withdrawn\"");
        return listed || graph.contains("true");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private int verified(String task, int last) throws Exception {
        Path chain = Files.writeString(
                hub.home.resolve(task + ".jsonl"),
                hub.send("GET", "/api/v1/tasks/" + task + "/receipts", "", "", false)
                        .body());
        return ReceiptCommand.run(Arguments.parse(List.of(
                "verify", "--home", hub.home.toString(), chain.toString(), "--expect-last", Integer.toString(last))));
    }

    private int status(String path) {
        return hub.send("GET", path, "", "", false).statusCode();
    }

    private JsonNode remove(String path, int status) {
        HttpResponse<String> answer = hub.send("DELETE", path, "", "", false);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return RunningHub.JSON.readTree(answer.body());
    }
}
