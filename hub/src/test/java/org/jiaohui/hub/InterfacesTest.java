package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.openapi.problem.ProblemTitle;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the interfaces promise of themselves: who may see what, which parameters there are, what a refusal looks like. */
class InterfacesTest {
    private final RunningHub hub = RunningHub.get();

    @Test
    void valuesOfRefusedRowsAreForTheKeyAlone() throws Exception {
        Map<String, Object> schema = Map.of(
                "columns",
                List.of(
                        Map.of("name", "driver", "type", "text", "pattern", "[0-9]{4}"),
                        Map.of("name", "fee", "type", "decimal(10,2)")));
        Files.writeString(file("drivers"), "driver,fee\n1234,1.00\n张三丰一二三,2.00\n4321,李四十元\n");
        JsonNode run = hub.exchange(
                "drivers",
                "file",
                Map.of("path", file("drivers").toString()),
                Map.of(),
                Map.of("schema", schema, "refusedShare", 1));
        assertThat(run.path("valuesWithheld").asBoolean()).isFalse();
        assertThat(run.toString()).contains("张三丰一二三", "李四十元");

        String address = "/api/v1/runs/" + run.path("id").asString("");
        for (String path : List.of(address, "/api/v1/runs?task=drivers", "/api/v1/tasks")) {
            String seen = hub.send("GET", path, "", "", true).body();
            assertThat(seen).as(path).contains("drivers").doesNotContain("张三丰", "李四");
        }
        JsonNode withheld =
                RunningHub.JSON.readTree(hub.send("GET", address, "", "", true).body());
        assertThat(withheld.path("valuesWithheld").asBoolean()).isTrue();
        JsonNode sample = withheld.path("findings")
                .valueStream()
                .filter(finding -> finding.path("rule").asString("").equals("type"))
                .map(finding -> finding.path("samples").get(0))
                .findFirst()
                .orElseThrow();
        assertThat(sample.path("row").asLong()).isEqualTo(3);
        assertThat(sample.has("value")).isFalse();
        assertThat(sample.path("reason").asString("")).contains("decimal(10,2)", "…");

        for (String spelling :
                List.of("/quarantine", "/quarantine;a=b", "/%71uarantine", "/quarantine?dataset=drivers")) {
            HttpResponse<String> refused = hub.send("GET", address + spelling, "", "", true);
            assertThat(refused.body()).as(spelling).doesNotContain("张三丰");
            assertThat(refused.statusCode()).as(spelling).isIn(400, 401, 404);
        }
        assertThat(hub.send("GET", address + "/quarantine", "", "", true).statusCode())
                .isEqualTo(401);
        String original = "/api/v1/datasets/drivers/download/original";
        HttpResponse<String> delivered = hub.send("GET", original, "", "", true);
        assertThat(delivered.statusCode()).as(delivered.body()).isEqualTo(401);
        assertThat(delivered.body()).contains("UNAUTHENTICATED").doesNotContain("张三丰");
        assertThat(hub.send("GET", original, "", "", false).body()).contains("张三丰一二三");
        assertThat(hub.send("GET", "/api/v1/datasets/drivers/download/csv", "", "", true)
                        .statusCode())
                .isEqualTo(200);
        assertThat(hub.send("GET", "/api/v1/datasets/drivers", "", "", true).body())
                .doesNotContain("/download/original");
        assertThat(hub.get("/api/v1/datasets/drivers").toString()).contains("/download/original");
        assertThat(hub.send("GET", "/api/v1/s%6Furces", "", "", true).statusCode())
                .isEqualTo(401);
        assertThat(hub.send("GET", address + "/quarantine", "", "", false).body())
                .contains("张三丰一二三");
    }

    @Test
    void whichInnerSystemsThereAreIsForTheKeyAlone() throws Exception {
        String inner = "127.0.0.1:1/inner-host";
        JsonNode run = hub.exchange(
                "unreached",
                "http",
                Map.of("url", "http://" + inner + ".csv"),
                Map.of(),
                Map.of("retry", Map.of("attempts", 1, "firstSeconds", 0.1, "longestSeconds", 0.1)));
        assertThat(run.path("error").path("message").asString("")).contains(inner);
        hub.await("it gave up", () -> hub.get("/api/v1/dead-letters").toString().contains("unreached"));
        hub.await(
                "it is told",
                () -> hub.get("/api/v1/alerts?task=unreached").path("total").asLong() == 1);
        String id = run.path("id").asString("");
        List<String> doors = List.of(
                "/api/v1/runs/" + id,
                "/api/v1/runs?task=unreached",
                "/api/v1/tasks",
                "/api/v1/alerts?task=unreached",
                "/api/v1/dead-letters",
                "/api/v1/breakers");
        for (String door : doors) {
            assertThat(hub.get(door).toString()).as(door).contains(inner);
        }
        for (String door : List.of(
                "/api/v1/runs/" + id + "/events",
                "/api/v1/runs/" + id + "/receipt",
                "/api/v1/tasks/unreached/receipts",
                "/actuator/prometheus")) {
            assertThat(hub.send("GET", door, "", "", true).body()).as(door).doesNotContain(inner);
        }
        for (String door : doors) {
            HttpResponse<String> seen = hub.send("GET", door, "", "", true);
            assertThat(seen.statusCode()).as(door).isEqualTo(200);
            assertThat(seen.body()).as(door).contains("unreached").doesNotContain(inner);
        }
        assertThat(hub.send("GET", doors.getFirst(), "", "", true).body())
                .contains("SOURCE_UNREACHABLE", "连不上数据源 / source unreachable", "\"withheld\":true");
    }

    @Test
    void theDeliveredFileIsOpenOnlyWhenAllOfItIsPublished() throws Exception {
        Files.writeString(file("taxis"), "plate,driver\n粤B12345,王某某\n");
        Map<String, Object> plate = Map.of("name", "plate", "type", "text");
        Map<String, Object> driver = Map.of("name", "driver", "type", "text");
        Map<String, String> path = Map.of("path", file("taxis").toString());
        String original = "/api/v1/datasets/taxis/download/original";

        hub.exchange("taxis", "file", path, Map.of(), Map.of("schema", Map.of("columns", List.of(plate))));
        HttpResponse<String> leftOut = hub.send("GET", original, "", "", true);
        assertThat(leftOut.statusCode()).as(leftOut.body()).isEqualTo(401);
        assertThat(leftOut.body()).doesNotContain("王某某");
        assertThat(hub.send("GET", "/api/v1/datasets/taxis", "", "", true).body())
                .doesNotContain("/download/original");
        assertThat(hub.send("GET", original, "", "", false).body()).contains("王某某");

        Files.writeString(file("taxis"), "plate,driver\n粤B12345,王某某\n粤B54321,李某某\n");
        hub.exchange("taxis", "file", path, Map.of(), Map.of("schema", Map.of("columns", List.of(driver, plate))));
        assertThat(hub.send("GET", original, "", "", true).body())
                .as("columns in another order only")
                .contains("王某某");
    }

    @Test
    void whatIsNotOpenIsShownByNoDoor() throws Exception {
        Files.writeString(file("inner"), "a\n1\n");
        JsonNode run = hub.exchange(
                "inner", "file", Map.of("path", file("inner").toString()), Map.of(), Map.of("access", "NON_PUBLIC"));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        for (String door : List.of(
                "",
                "?format=turtle",
                "/versions",
                "/versions/v1",
                "/versions/v1/lineage",
                "/schema",
                "/changes?since=v1")) {
            HttpResponse<String> answer = hub.send("GET", "/api/v1/datasets/inner" + door, "", "", true);
            assertThat(answer.statusCode()).as(door + answer.body()).isEqualTo(404);
            assertThat(answer.body()).as(door).contains("UNKNOWN_DATASET");
        }
        for (String door :
                List.of("", "?task=inner", "/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/01ARZ3NDEKTSV4RRFFQ69G5FAV/differences")) {
            assertThat(hub.send("GET", "/api/v1/reconciliations" + door, "", "", true)
                            .statusCode())
                    .as(door)
                    .isEqualTo(401);
        }
    }

    @Test
    void aParameterThatNobodyKnowsIsNamed() throws Exception {
        exchange("asked", "a\n1\n");
        for (String path : List.of(
                "/api/v1/datasets?query=x",
                "/api/v1/datasets/asked/records?filter=a%3D1",
                "/api/v1/datasets/asked/records?format=csv&fields=a",
                "/api/v1/runs?state=finished",
                "/api/v1/summary?x=")) {
            HttpResponse<String> answer = hub.send("GET", path, "", "", true);
            assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(400);
            assertThat(answer.body()).as(path).contains("BAD_REQUEST", "不认识的参数", "known");
        }
        assertThat(hub.send("GET", "/api/v1/datasets?query=x", "", "", true).body())
                .contains("\\\"query\\\"", "publisher");
        assertThat(hub.send("GET", "/api/v1/datasets/asked/records?format=csv&where=a%3D1&limit=5", "", "", true)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsHeldElsewhereIsToldWithItsAddress() throws Exception {
        Path catalogue = Files.createDirectories(hub.home.resolve("inbox")).resolve("elsewhere.ttl");
        Files.writeString(catalogue, """
                @prefix dcat: <http://www.w3.org/ns/dcat#> .
                @prefix dct: <http://purl.org/dc/terms/> .
                <https://elsewhere.example/d/1> a dcat:Dataset ; dct:title "别处的数据"@zh ; dct:description "一"@zh ;
                  dcat:landingPage <https://elsewhere.example/page/1> .
                """);
        JsonNode run = hub.exchange("elsewhere", "dcat", Map.of("url", catalogue.toString()), Map.of(), Map.of());
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        String id = hub.context
                .getBean(CatalogueEntries.class)
                .harvestedFrom("elsewhere")
                .keySet()
                .iterator()
                .next();
        for (String part : List.of("/download/csv", "/records", "/versions", "/schema")) {
            HttpResponse<String> answer = hub.send("GET", "/api/v1/datasets/" + id + part, "", "", true);
            assertThat(answer.statusCode()).as(part).isEqualTo(404);
            assertThat(answer.body()).as(part).contains("\"HARVESTED\"", "https://elsewhere.example/page/1", " / ");
        }
    }

    @Test
    void theColumnsAreAMetadataDocumentOfCsvOnTheWeb() throws Exception {
        Map<String, Object> schema = Map.of(
                "columns",
                List.of(
                        Map.of("name", "站码", "type", "C(4)", "required", true),
                        Map.of("name", "opened", "type", "date"),
                        Map.of("name", "lanes", "type", "integer", "min", 1, "max", 20)),
                "key",
                List.of("站码"));
        Files.writeString(file("csvw"), "站码,opened,lanes\nA1,2020-01-02,4\n");
        hub.exchange("csvw", "file", Map.of("path", file("csvw").toString()), Map.of(), Map.of("schema", schema));
        HttpResponse<String> answer =
                hub.send("GET", "/api/v1/datasets/csvw/schema", "", "", true, "Accept", "application/csvm+json");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/csvm+json");
        JsonNode table = RunningHub.JSON.readTree(answer.body());
        assertThat(table.at("/@context/0").asString("")).isEqualTo("http://www.w3.org/ns/csvw");
        assertThat(table.path("url").asString("")).endsWith("/api/v1/datasets/csvw/download/csv?version=v1");
        assertThat(table.at("/tableSchema/columns/0/name").asString("")).isEqualTo("%E7%AB%99%E7%A0%81");
        assertThat(table.at("/tableSchema/columns/0/titles/zh/0").asString("")).isEqualTo("站码");
        assertThat(table.at("/tableSchema/columns/0/datatype/maxLength").asInt())
                .isEqualTo(4);
        assertThat(table.at("/tableSchema/columns/1/datatype/base").asString(""))
                .isEqualTo("date");
        assertThat(table.at("/tableSchema/columns/2/datatype/maximum").asInt()).isEqualTo(20);
        assertThat(table.at("/tableSchema/primaryKey/0").asString("")).isEqualTo("%E7%AB%99%E7%A0%81");
        assertThat(hub.get("/api/v1/datasets/csvw/schema").path("version").asString(""))
                .isEqualTo("v1");
    }

    @Test
    void whatTheContainerRefusesIsAProblemToo() throws Exception {
        URI address = URI.create(hub.address);
        for (String line :
                List.of("GET /api/v1/datasets?q=a|b HTTP/1.1", "GET /api/v1/a%2Fb%00 HTTP/1.1", "GET / HTTP/9.9")) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write((line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .as(line)
                        .contains("application/problem+json", "\"traceId\":\"", "\"code\":\"", " / ")
                        .doesNotContain("<html");
            }
        }
    }

    @Test
    void everyParameterIsDescribedInBothLanguages() {
        List<String> described = new ArrayList<>();
        List<String> undescribed = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path :
                hub.get("/v3/api-docs").path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                for (JsonNode parameter : operation.getValue().path("parameters")) {
                    String words = parameter.path("description").asString("");
                    (words.matches("(?s).*[\\u4e00-\\u9fa5].* / .*[a-z]{2}.*") ? described : undescribed)
                            .add(operation.getKey() + " " + path.getKey() + " "
                                    + parameter.path("name").asString(""));
                }
            }
        }
        assertThat(undescribed).isEmpty();
        assertThat(described).hasSizeGreaterThan(80);
    }

    @Test
    void theDescriptionListsTheProblemsOfEveryInterface() {
        JsonNode description = hub.get("/v3/api-docs");
        assertThat(description.path("openapi").asString("")).startsWith("3.1");
        assertThat(description.at("/components/schemas/Problem/properties").has("traceId"))
                .isTrue();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    JsonNode responses = operation.getValue().path("responses");
                    String name = operation.getKey() + " " + path.getKey();
                    assertThat(responses.at("/400/content").has("application/problem+json"))
                            .as(name)
                            .isTrue();
                    assertThat(responses.has("500")).as(name).isTrue();
                }));
        JsonNode records =
                description.path("paths").path("/api/v1/datasets/{id}/records").path("get");
        assertThat(records.at("/responses/400/description").asString("")).contains("BAD_QUERY", "查询有误");
        assertThat(records.at("/responses/404/description").asString(""))
                .contains("UNKNOWN_DATASET", "HARVESTED", "UNKNOWN_VERSION");
        assertThat(records.path("security").size()).isZero();
        JsonNode quarantine =
                description.path("paths").path("/api/v1/runs/{id}/quarantine").path("get");
        assertThat(quarantine.path("responses").has("401")).isTrue();
    }

    @Test
    void everyCodeHasATitleInBothLanguages() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(ProblemTitle.of(code)).as(code.name()).matches("[\\p{IsHan}、，]+ / [a-z ]+");
        }
        assertThat(hub.send("GET", "/api/v1/datasets/nobody", "", "", true).body())
                .contains("没有此数据集 / unknown dataset");
    }

    private void exchange(String id, String content) throws Exception {
        Files.writeString(file(id), content);
        hub.exchange(id, "file", Map.of("path", file(id).toString()), Map.of(), Map.of());
    }

    private Path file(String id) throws Exception {
        return Files.createDirectories(hub.home.resolve("inbox")).resolve(id + ".csv");
    }
}
