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

/** Data that must be applied for: its description is for everybody, the data for who has the key. What is not public at all is for the key alone. */
class RestrictedDatasetsTest {
    private static final String ID = "tracks";
    private static final String CONDITIONS = "写信给数据科，说明用途";
    private static final String ROW = "粤Z99999";
    private static final List<String> DATA = List.of(
            "/records",
            "/records?format=csv",
            "/versions",
            "/versions/v1",
            "/versions/v1/lineage",
            "/changes?since=v1",
            "/schema?version=v1",
            "/download/csv",
            "/download/parquet",
            "/download/original");

    private static boolean made;

    private final RunningHub hub = RunningHub.get();

    @BeforeEach
    void aRestrictedAndAHiddenDataset() throws Exception {
        if (made) {
            return;
        }
        Map<String, Object> publisher = Map.of("code", "GD-JT", "name", "广东省交通运输厅");
        exchange(
                ID,
                Map.of(
                        "title",
                        "车辆轨迹统计",
                        "access",
                        "RESTRICTED",
                        "accessConditions",
                        CONDITIONS,
                        "publisher",
                        publisher));
        exchange("unlisted", Map.of("title", "内部名册", "access", "NON_PUBLIC", "publisher", publisher));
        hub.await(
                "search and graph know it",
                () -> seen("/api/v1/datasets?q=" + encoded("车辆轨迹统计")).body().contains(ID)
                        && seen("/api/v1/datasets/" + ID + "?format=turtle").statusCode() == 200);
        made = true;
    }

    @Test
    void theDescriptionIsForEverybody() {
        JsonNode described = json(seen("/api/v1/datasets/" + ID));
        assertThat(described.path("title").asString("")).isEqualTo("车辆轨迹统计");
        assertThat(described.path("publisher").path("name").asString("")).isEqualTo("广东省交通运输厅");
        assertThat(described.path("access").path("code").asString("")).isEqualTo("RESTRICTED");
        assertThat(described.path("access").path("label").asString("")).isEqualTo("有条件开放");
        assertThat(described.path("accessConditions").asString("")).isEqualTo(CONDITIONS);
        assertThat(described.path("columns").get(0).path("name").asString("")).isEqualTo("plate");
        assertThat(described.path("columns").get(0).has("profile")).isFalse();
        for (String found : List.of("rows", "bytes", "version", "quality", "downloads", "lineage")) {
            assertThat(described.has(found)).as(found).isFalse();
        }
        assertThat(described.path("links").has("records")).isFalse();
        assertThat(json(seen("/api/v1/datasets/" + ID + "/schema"))
                        .path("columns")
                        .get(0)
                        .path("name")
                        .asString(""))
                .isEqualTo("plate");
        assertThat(seen("/datasets/" + ID).body())
                .contains("车辆轨迹统计", "有条件开放", CONDITIONS, "\"isAccessibleForFree\":false")
                .doesNotContain("/download/", ROW);
        assertThat(seen("/sitemap.xml").body()).contains("/datasets/" + ID).doesNotContain("unlisted");
    }

    @Test
    void theCatalogueSaysThatItIsRestricted() {
        for (String door : List.of("/api/v1/datasets/" + ID + "?format=nt", "/catalog?size=1000")) {
            HttpResponse<String> graph = hub.send("GET", door, "", "", true, "Accept", "text/turtle");
            assertThat(graph.body()).as(door).contains("RESTRICTED", CONDITIONS);
        }
        assertThat(seen("/api/v1/datasets/" + ID + "?format=nt").body())
                .contains("http://purl.org/dc/terms/rights", "http://purl.org/dc/terms/RightsStatement")
                .doesNotContain("downloadURL", "DataService", ROW, "wasGeneratedBy", "hasQualityMeasurement");
    }

    @Test
    void theDataMustBeAppliedFor() {
        for (String door : DATA) {
            HttpResponse<String> refused = seen("/api/v1/datasets/" + ID + door);
            assertThat(refused.statusCode()).as(door + refused.body()).isEqualTo(401);
            assertThat(refused.body()).as(door).contains("UNAUTHENTICATED", "广东省交通运输厅", CONDITIONS);
            HttpResponse<String> hidden = seen("/api/v1/datasets/unlisted" + door);
            assertThat(hidden.statusCode()).as(door + hidden.body()).isEqualTo(404);
        }
        assertThat(seen("/api/v1/tasks").body()).doesNotContain(ID);
        assertThat(json(seen("/api/v1/runs?task=" + ID)).path("total").asLong(-1))
                .isZero();
    }

    @Test
    void withTheKeyAllOfItCanBeRead() {
        for (String id : List.of(ID, "unlisted")) {
            JsonNode described = hub.get("/api/v1/datasets/" + id);
            assertThat(described.path("rows").asLong()).isEqualTo(1);
            assertThat(described.path("columns").get(0).has("profile")).isTrue();
            assertThat(described.path("downloads").toString()).contains("original");
            for (String door : DATA) {
                HttpResponse<String> answer = hub.send("GET", "/api/v1/datasets/" + id + door, "", "", false);
                assertThat(answer.statusCode()).as(id + door + answer.body()).isEqualTo(200);
            }
            assertThat(hub.get("/api/v1/datasets/" + id + "/records").toString())
                    .contains(ROW);
            HttpResponse<String> file = hub.send("GET", "/api/v1/datasets/" + id + "/download/csv", "", "", false);
            assertThat(file.body()).contains(ROW);
            assertThat(file.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(hub.send("GET", "/api/v1/datasets/" + id + "?format=turtle", "", "", false)
                            .body())
                    .contains(described.path("title").asString(""));
        }
    }

    private void exchange(String id, Map<String, Object> task) throws Exception {
        Path file = Files.createDirectories(hub.home.resolve("inbox")).resolve(id + ".csv");
        Files.writeString(file, "plate,n\n" + ROW + ",1\n");
        JsonNode run = hub.exchange(id, "file", Map.of("path", file.toString()), Map.of(), task);
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
    }

    private HttpResponse<String> seen(String path) {
        return hub.send("GET", path, "", "", true);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return RunningHub.JSON.readTree(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
