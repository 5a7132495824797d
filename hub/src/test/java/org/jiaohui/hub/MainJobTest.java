package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.Publication;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.embedded.HubHome;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The main job as its users see it: over HTTP, on a whole hub with its real parts. */
class MainJobTest {
    private final RunningHub hub = RunningHub.get();

    @Test
    void publishesAFileAndServesItByEveryDoor() throws Exception {
        JsonNode run = exchange(
                "stations",
                "code,name,lanes,opened\nA1,广州北收费站,12,2019-05-01\nA2,深圳湾收费站,8,2020-01-31\nA3,\"东莞,东\",,2021-07-15\n");
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("read").asLong()).isEqualTo(3);
        assertThat(run.path("version").asString("")).isEqualTo("v1");

        JsonNode detail = hub.get("/api/v1/datasets/stations");
        assertThat(detail.path("rows").asLong()).isEqualTo(3);
        assertThat(detail.path("columns").get(2).path("type").asString("")).isEqualTo("integer");

        JsonNode records = hub.get(
                "/api/v1/datasets/stations/records?where=" + URLEncoder.encode("lanes > 9", StandardCharsets.UTF_8));
        assertThat(records.path("rows").size()).isEqualTo(1);
        assertThat(records.path("rows").get(0).get(1).asString("")).isEqualTo("广州北收费站");

        HttpResponse<String> csv = hub.send("GET", "/api/v1/datasets/stations/download/csv", "", "", true);
        assertThat(csv.statusCode()).isEqualTo(200);
        assertThat(csv.body()).contains("深圳湾收费站").contains("\"东莞,东\"");
        String etag = csv.headers().firstValue("ETag").orElseThrow();
        assertThat(hub.send("GET", "/api/v1/datasets/stations/download/csv", "", "", true, "If-None-Match", etag)
                        .statusCode())
                .isEqualTo(304);
        HttpResponse<String> part =
                hub.send("GET", "/api/v1/datasets/stations/download/csv", "", "", true, "Range", "bytes=0-3");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("code");

        hub.await("found by its title", () -> found("stations"));
        hub.await("described as DCAT", () -> turtle("stations").statusCode() == 200);
        assertThat(turtle("stations").body()).contains("dcat:Dataset").contains("stations");
        HttpResponse<String> sparql = hub.send(
                "GET",
                "/sparql?query="
                        + URLEncoder.encode(
                                "SELECT (COUNT(*) AS ?n) WHERE { ?d a <http://www.w3.org/ns/dcat#Dataset> }",
                                StandardCharsets.UTF_8),
                "",
                "",
                true,
                "Accept",
                "application/sparql-results+json");
        assertThat(sparql.statusCode()).as(sparql.body()).isEqualTo(200);
        assertThat(hub.send("GET", "/datasets/stations", "", "", true).body())
                .contains("application/ld+json")
                .contains("<h1>")
                .contains("\"contentUrl\":")
                .contains("hreflang=\"en\"")
                .contains("<code>lanes</code>");
        assertThat(hub.send("GET", "/datasets/stations?lang=en", "", "", true).body())
                .contains("<html lang=\"en\"")
                .contains("Data dictionary");
        assertThat(hub.send("GET", "/search?q=stations", "", "", true).body()).contains("href=\"/datasets/stations\"");
        assertThat(hub.get("/api/v1/summary").path("runsToday").asLong()).isPositive();
        assertThat(hub.send("GET", "/v3/api-docs", "", "", true).body())
                .contains("\"openapi\":\"3.1")
                .contains("/api/v1/datasets/{id}/records");
    }

    @Test
    void handsOutTheRowsOfAQuestionAsOneFile() throws Exception {
        StringBuilder lines = new StringBuilder("n,name\n");
        for (int i = 0; i < 25_000; i++) {
            lines.append(i).append(i % 2 == 0 ? ",\"a,\"\"b\"\"\"\n" : ",\n");
        }
        assertThat(exchange("many", lines.toString()).path("outcome").asString(""))
                .isEqualTo("Published");
        String path = "/api/v1/datasets/many/records?format=csv&select=n,name&order=n%20desc&where=";
        HttpResponse<String> csv = hub.send("GET", path + "n%20%3E%3D%20100", "", "", true);
        assertThat(csv.statusCode()).as(csv.body()).isEqualTo(200);
        assertThat(csv.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("many-v1-records.csv");
        assertThat(csv.body().lines().count()).isEqualTo(24_901);
        assertThat(csv.body())
                .startsWith("n,name\n24999,\n24998,\"a,\"\"b\"\"\"\n")
                .endsWith("\n100,\"a,\"\"b\"\"\"\n");
        assertThat(hub.send("GET", path + "n%20%3E%3D%20100&limit=10001", "", "", true)
                        .body()
                        .lines()
                        .count())
                .isEqualTo(10_002);
        HttpResponse<String> wrong = hub.send("GET", path + "colour%20%3D%201", "", "", true);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("BAD_QUERY");
    }

    @Test
    void unchangedInputMakesNoNewVersion() throws Exception {
        assertThat(exchange("same", "a,b\n1,2\n").path("outcome").asString("")).isEqualTo("Published");
        assertThat(hub.run("same").path("outcome").asString("")).isEqualTo("Unchanged");
        Files.writeString(file("same"), "a,b\n1,2\n3,4\n");
        JsonNode changed = hub.run("same");
        assertThat(changed.path("outcome").asString("")).isEqualTo("Published");
        assertThat(changed.path("version").asString("")).isEqualTo("v2");
        assertThat(hub.get("/api/v1/datasets/same/versions").path("versions").size())
                .isEqualTo(2);
        assertThat(hub.get("/api/v1/datasets/same/records?version=v1")
                        .path("rows")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void aSchemaThatWasReadCanBeSentBackAndAMisspeltFieldIsNamed() throws Exception {
        Map<String, Object> schema = Map.of(
                "columns",
                List.of(
                        Map.of("name", "code", "type", "C(4)", "required", true, "unique", true, "pattern", "A\\d+"),
                        Map.of("name", "weight", "type", "N(8,2)", "min", 0, "max", 49)));
        Files.writeString(file("weights"), "code,weight\nA1,12.50\nA2,49.00\n");
        hub.exchange("weights", "file", Map.of("path", file("weights").toString()), Map.of(), Map.of("schema", schema));
        JsonNode told = hub.get("/api/v1/datasets/weights/schema");
        assertThat(told.at("/columns/0/pattern").asString("")).isEqualTo("A\\d+");
        assertThat(told.at("/columns/1/scale").asInt()).isEqualTo(2);
        Files.writeString(file("weights"), "code,weight\nA1,12.50\nB2,7.00\nA3,50.00\n");
        JsonNode again = hub.exchange(
                "weights",
                "file",
                Map.of("path", file("weights").toString()),
                Map.of(),
                Map.of("schema", told, "refusedShare", 1));
        assertThat(again.path("refused").asLong()).as(again.toString()).isEqualTo(2);
        HttpResponse<String> misspelt = hub.send(
                "POST",
                "/api/v1/tasks",
                "application/json",
                "{\"id\":\"weights\",\"source\":\"weights\",\"schema\":{\"columns\":[{\"name\":\"a\",\"type\":\"text\",\"patern\":\"x\"}]}}",
                false);
        assertThat(misspelt.statusCode()).isEqualTo(400);
        assertThat(misspelt.body()).contains("patern").contains("pattern").contains("traceId");
    }

    @Test
    void anOperatorsShapesAreHeldAgainstEveryDescription() throws Exception {
        assertThat(exchange("described", "a\n1\n").path("findings").toString()).doesNotContain("shape");
        Path shapes = hub.home.resolve("shapes/contact.ttl");
        Files.writeString(shapes, """
                @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
                <urn:test:contact> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property [ sh:path dcat:contactPoint ;
                  sh:minCount 1 ; sh:message "数据集缺少联系方式"@zh , "A dataset needs a contact point"@en ] .
                """);
        try {
            JsonNode run = exchange("described", "a\n1\n2\n");
            assertThat(run.path("outcome").asString("")).isEqualTo("Published");
            JsonNode finding = run.path("findings").get(0);
            assertThat(finding.path("rule").asString("")).isEqualTo("shape");
            assertThat(finding.path("message").asString("")).isEqualTo("数据集缺少联系方式");
            assertThat(finding.path("messageEn").asString("")).isEqualTo("A dataset needs a contact point");
            assertThat(finding.at("/samples/0/value").asString("")).contains("/datasets/described");
            Files.writeString(shapes, "this is no Turtle");
            JsonNode broken = exchange("described", "a\n1\n2\n3\n");
            assertThat(broken.path("outcome").asString("")).isEqualTo("Published");
            assertThat(broken.path("findings").toString()).contains("contact.ttl");
        } finally {
            Files.delete(shapes);
        }
    }

    @Test
    void aSourceWithoutRowsLeavesTheVersionBefore() throws Exception {
        exchange("emptied", "a,b\n1,2\n");
        JsonNode run = exchange("emptied", "a,b\n");
        assertThat(run.path("outcome").asString("")).isEqualTo("Failed");
        assertThat(run.at("/error/code").asString("")).isEqualTo("SOURCE_EMPTY");
        assertThat(hub.get("/api/v1/datasets/emptied").path("version").asString(""))
                .isEqualTo("v1");
    }

    @Test
    void badRequestsAreToldAndNotDefects() throws Exception {
        exchange("ranged", "a\n1\n");
        HttpResponse<String> beyond =
                hub.send("GET", "/api/v1/datasets/ranged/download/csv", "", "", true, "Range", "bytes=100000-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.body()).isEmpty();
        assertThat(beyond.headers().firstValue("Content-Range").orElse("")).startsWith("bytes */");
        HttpResponse<String> bytes = hub.send("GET", "/api/v1/datasets?q=%FF%FE", "", "", true);
        assertThat(bytes.statusCode()).as(bytes.body()).isEqualTo(400);
        for (List<String> refused : List.of(
                List.of("404", "GET", "/api/v1/nosuch", ""),
                List.of("405", "DELETE", "/api/v1/datasets/ranged", ""),
                List.of("415", "POST", "/sparql", "application/sparql-update"),
                List.of("400", "GET", "/api/v1/datasets/ranged/records?limit=abc", ""))) {
            HttpResponse<String> answer = hub.send(
                    refused.get(1),
                    refused.get(2),
                    refused.get(3),
                    refused.get(3).isEmpty() ? "" : "x",
                    false);
            assertThat(answer.statusCode())
                    .as(refused + " " + answer.body())
                    .isEqualTo(Integer.parseInt(refused.getFirst()));
            assertThat(answer.body()).as(refused.toString()).contains("\"code\"", "\"traceId\"", " / ");
        }
        for (String path : List.of("/api/v1/tasks", "/api/v1/sources", "/api/v1/publish")) {
            HttpResponse<String> empty = hub.send("POST", path, "application/json", "{}", false);
            assertThat(empty.statusCode()).as(path + " " + empty.body()).isEqualTo(400);
            assertThat(empty.body()).contains("缺少字段");
        }
    }

    @Test
    void publishingAgainKeepsWhatWasDeclared() throws Exception {
        Publication publication = hub.context.getBean(Publication.class);
        Path upload = Files.createDirectories(hub.home.resolve("uploads/again")).resolve("again.csv");
        Files.writeString(upload, "id,fee\n1,2.50\n");
        TableSchema declared = TableSchema.of(
                List.of(Column.of("id", ColumnType.INTEGER), Column.of("fee", ColumnType.decimal(8, 2))));
        publication.publish(new Publication.Order(
                "file",
                Map.of("path", upload.toString()),
                FormatOptions.DETECT,
                "again.csv",
                Optional.of("again"),
                Optional.of("收费标准"),
                Optional.empty(),
                Optional.of(declared)));
        publication.publish(new Publication.Order(
                "file",
                Map.of("path", upload.toString()),
                FormatOptions.DETECT,
                "again.csv",
                Optional.of("again"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        ExchangeTask task = hub.context
                .getBean(TaskRegister.class)
                .find(new TaskId("again"))
                .orElseThrow();
        assertThat(task.schemas().get("")).isEqualTo(declared);
        assertThat(task.about().title()).isEqualTo("收费标准");
        assertThatThrownBy(() -> publication.publish(new Publication.Order(
                        "http",
                        Map.of("url", "http://127.0.0.1/"),
                        FormatOptions.DETECT,
                        "again.csv",
                        Optional.of("again"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())))
                .hasMessageContaining("again");
    }

    @Test
    void theFileIsOfferedAsItCame() throws Exception {
        String csv = "编码|名称\r\nA1|甲\r\n";
        exchange("original", csv);
        HttpResponse<String> original = hub.send("GET", "/api/v1/datasets/original/download/original", "", "", true);
        assertThat(original.statusCode()).isEqualTo(200);
        assertThat(original.body()).isEqualTo(csv);
        assertThat(original.headers().firstValue("Content-Disposition").orElse(""))
                .contains("original.csv");
    }

    @Test
    void whatTheCommandLineDecidesOutranksTheEnvironment() {
        assertThat(Serving.decided(
                        Arguments.parse(List.of("--search-node", "node")),
                        HubHome.open(hub.home.resolve("another")),
                        1234))
                .contains(
                        "--jiaohui.home=" + hub.home.resolve("another"),
                        "--server.port=1234",
                        "--jiaohui.search.node-folder=node");
        Map<String, String> environment = Map.of("SERVER_PORT", "9001", "JIAOHUI_HOME", "/elsewhere");
        assertThat(Serving.port(Arguments.parse(List.of("--port", "9002")), environment))
                .isEqualTo(9002);
        assertThat(Serving.port(Arguments.parse(List.of()), environment)).isEqualTo(9001);
        assertThat(Serving.port(Arguments.parse(List.of()), Map.of())).isEqualTo(8080);
        assertThatThrownBy(() -> Serving.port(Arguments.parse(List.of("--port", "http")), environment))
                .hasMessageContaining("65535");
        assertThat(Arguments.parse(List.of("--home", "/mine")).home()).isEqualTo(Path.of("/mine"));
    }

    @Test
    void whatItProposesIsForTheHomeThatItWasStartedOn() {
        assertThat(Serving.hints(
                        "http://127.0.0.1:8080", Arguments.parse(List.of("--home", "/data/hub", "--port", "1"))))
                .anyMatch(line -> line.startsWith("./jiaohui demo --home /data/hub "))
                .anyMatch(line -> line.startsWith("./jiaohui publish FILE.csv --home /data/hub "));
        assertThat(Serving.hints("http://127.0.0.1:8080", Arguments.parse(List.of("--home", "my hub's"))))
                .anyMatch(line -> line.startsWith("./jiaohui demo --home 'my hub'\\''s' "));
        assertThat(Serving.hints("http://127.0.0.1:8080", Arguments.parse(List.of())))
                .anyMatch(line -> line.startsWith("./jiaohui demo  "));
    }

    @Test
    void theLauncherTellsTheOptionsOfOneCommand() throws Exception {
        Process asked = new ProcessBuilder("../jiaohui", "publish", "--help")
                .redirectErrorStream(true)
                .start();
        String told = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asked.waitFor()).isZero();
        assertThat(told)
                .contains("--encoding NAME", "--schema FILE", "exit code")
                .doesNotContain("./jiaohui start");
    }

    @Test
    void refusedRowsAreNamedAndLieInQuarantine() throws Exception {
        StringBuilder csv = new StringBuilder("plate,fee\n");
        for (int i = 0; i < 99; i++) {
            csv.append("粤A").append(10_000 + i).append(',').append(i).append(".50\n");
        }
        csv.append("粤A99999,十元\n");
        Map<String, Object> schema = Map.of(
                "columns",
                List.of(
                        Map.of("name", "plate", "type", "text", "required", true, "unique", true),
                        Map.of("name", "fee", "type", "decimal(10,2)", "required", false, "unique", false)));
        Files.writeString(file("fees"), csv);
        JsonNode run = hub.exchange(
                "fees", "file", Map.of("path", file("fees").toString()), Map.of(), Map.of("schema", schema));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("refused").asLong()).isEqualTo(1);
        assertThat(run.path("published").asLong()).isEqualTo(99);
        HttpResponse<String> quarantine =
                hub.send("GET", "/api/v1/runs/" + run.path("id").asString("") + "/quarantine", "", "", false);
        assertThat(quarantine.body())
                .startsWith("row,column,rule,value,reason,raw")
                .contains("100,fee,type,十元");
    }

    @Test
    void tooManyRefusedRowsRejectTheRunAndThePreviousVersionStays() throws Exception {
        assertThat(exchange("limits", "n\n1\n2\n").path("outcome").asString("")).isEqualTo("Published");
        Map<String, Object> schema =
                Map.of("columns", List.of(Map.of("name", "n", "type", "integer", "required", true, "unique", false)));
        Files.writeString(file("limits"), "n\n1\nx\ny\n");
        JsonNode run = hub.exchange(
                "limits", "file", Map.of("path", file("limits").toString()), Map.of(), Map.of("schema", schema));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Rejected");
        assertThat(hub.get("/api/v1/datasets/limits").path("version").asString(""))
                .isEqualTo("v1");
    }

    @Test
    void brokenInputFailsWithACodeAndOthersGoOn() throws Exception {
        JsonNode empty = exchange("empty", "");
        assertThat(empty.path("outcome").asString("")).isEqualTo("Failed");
        assertThat(empty.path("error").path("code").asString("")).isEqualTo("SOURCE_EMPTY");
        Files.write(file("noise"), new byte[] {0, 1, 2, 3, 0, 5, 6, 0, 7, 0});
        JsonNode noise =
                hub.exchange("noise", "file", Map.of("path", file("noise").toString()), Map.of(), Map.of());
        assertThat(noise.path("outcome").asString("")).isEqualTo("Failed");
        assertThat(exchange("after-noise", "a\n1\n").path("outcome").asString(""))
                .isEqualTo("Published");
    }

    @Test
    void decodesGb18030() throws Exception {
        Files.write(
                file("gbk"),
                "编码,站名\n1,广州南站客运中心\n2,深圳北站长途客运\n3,珠海拱北口岸公交总站\n".repeat(1).getBytes(Charset.forName("GB18030")));
        JsonNode run = hub.exchange(
                "gbk", "file", Map.of("path", file("gbk").toString()), Map.of("encoding", "GB18030"), Map.of());
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(hub.get("/api/v1/datasets/gbk/records")
                        .path("rows")
                        .get(0)
                        .get(1)
                        .asString(""))
                .isEqualTo("广州南站客运中心");
    }

    @Test
    void triesASourceOutBeforeItIsReliedOn() throws Exception {
        Files.writeString(file("tried"), "code,name\nA1,广州北\nA2,\n");
        String settings = RunningHub.JSON.writeValueAsString(
                Map.of("settings", Map.of("path", file("tried").toString())));
        JsonNode unsaved = RunningHub.JSON.readTree(
                hub.send("POST", "/api/v1/connectors/file/test", "application/json", settings, false)
                        .body());
        assertThat(unsaved.path("passed").asBoolean()).as(unsaved.toString()).isTrue();
        assertThat(unsaved.path("sample").path("rows").get(0).get(1).asString(""))
                .isEqualTo("广州北");
        assertThat(unsaved.path("sample").path("rows").get(1).get(1).isNull()).isTrue();
        exchange("tried", "code,name\nA1,广州北\n");
        Files.delete(file("tried"));
        JsonNode saved =
                RunningHub.JSON.readTree(hub.send("POST", "/api/v1/sources/tried/test", "application/json", "", false)
                        .body());
        assertThat(saved.path("passed").asBoolean(true)).as(saved.toString()).isFalse();
        assertThat(saved.path("checks").get(3).path("code").asString("")).isEqualTo("SOURCE_UNREACHABLE");
        assertThat(saved.path("checks").get(3).path("fixEn").asString("")).isNotEmpty();
        assertThat(hub.send("POST", "/api/v1/connectors/file/test", "application/json", settings, true)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void writingNeedsTheKey() {
        HttpResponse<String> refused = hub.send("POST", "/api/v1/tasks/stations/runs", "", "", true);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("UNAUTHENTICATED").contains("traceId");
        assertThat(hub.send("GET", "/api/v1/sources", "", "", true).statusCode())
                .isEqualTo(401);
    }

    @Test
    void problemsNameTheirCodeAndTrace() {
        HttpResponse<String> missing = hub.send("GET", "/api/v1/datasets/no-such", "", "", true);
        assertThat(missing.statusCode()).isEqualTo(404);
        JsonNode problem = RunningHub.JSON.readTree(missing.body());
        assertThat(problem.path("code").asString("")).isEqualTo("UNKNOWN_DATASET");
        assertThat(problem.path("traceId").asString("")).isNotEmpty();
    }

    @Test
    void hostileQueriesAreRefused() throws Exception {
        exchange("guarded", "a\n1\n");
        for (String where : List.of(
                "1=1; drop table x", "a in (select 1)", "read_csv('/etc/passwd') is null", "a = 1 --", "((((")) {
            HttpResponse<String> answer = hub.send(
                    "GET",
                    "/api/v1/datasets/guarded/records?where=" + URLEncoder.encode(where, StandardCharsets.UTF_8),
                    "",
                    "",
                    true);
            assertThat(answer.statusCode()).as(where + " → " + answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("BAD_QUERY");
        }
        HttpResponse<String> service = hub.send(
                "GET",
                "/sparql?query="
                        + URLEncoder.encode(
                                "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", StandardCharsets.UTF_8),
                "",
                "",
                true);
        assertThat(service.statusCode()).isEqualTo(400);
    }

    private JsonNode exchange(String id, String content) throws Exception {
        Files.writeString(file(id), content);
        return hub.exchange(id, "file", Map.of("path", file(id).toString()), Map.of(), Map.of());
    }

    private Path file(String id) throws Exception {
        return Files.createDirectories(hub.home.resolve("inbox")).resolve(id + ".csv");
    }

    private boolean found(String words) {
        return hub.get("/api/v1/datasets?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8))
                        .path("total")
                        .asLong()
                > 0;
    }

    private HttpResponse<String> turtle(String id) {
        return hub.send("GET", "/api/v1/datasets/" + id, "", "", true, "Accept", "text/turtle");
    }
}
