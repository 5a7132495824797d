package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Requests that cannot be answered as they are: what is wrong is named in both languages, and nothing is silently answered otherwise. */
class RefusedRequestsTest {
    private static final String ROWS = "/api/v1/datasets/wanted/records";

    private final RunningHub hub = RunningHub.get();

    @Test
    void whatCannotBeReadAtAllIsAProblemLikeAllOthers() throws Exception {
        publish();
        for (String path : List.of(
                ROWS + "?where=%FF",
                "/api/v1/datasets?q=%C3%28%FF",
                "/api/v1/runs?task=%FE",
                "/search?q=%FF",
                "/sparql?query=%FF")) {
            HttpResponse<String> answer = hub.send("GET", path, "", "", true);
            assertThat(answer.body())
                    .as(path)
                    .contains("\"code\":\"BAD_REQUEST\"", "\"traceId\":\"", "不是百分号编码的 UTF-8", "is not percent-encoded")
                    .doesNotContain("timestamp", "Character decoding");
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
        }
        assertThat(hub.send("GET", "/api/v1/datasets?size=5&q=%C3%28%FF", "", "", true)
                        .body())
                .contains("参数 q 的值 \\\"%C3%28%FF\\\"");
        for (String path : List.of("/api/v1/datasets", ROWS, "/api/v1/datasets/wanted", "/catalog")) {
            HttpResponse<String> accept = hub.send("GET", path, "", "", true, "Accept", "foo");
            assertThat(accept.statusCode()).as(path + accept.body()).isEqualTo(400);
            assertThat(accept.body())
                    .as(path)
                    .contains("\"BAD_REQUEST\"", "\\\"foo\\\" 不是媒体类型", "is no media type")
                    .doesNotContain("Invalid mime type");
        }
        HttpResponse<String> content = hub.send("POST", "/api/v1/tasks", "foo", "{}", false);
        assertThat(content.body()).contains("\"BAD_REQUEST\"", "不是媒体类型").doesNotContain("null");

        URI address = URI.create(hub.address);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("TRACE /api/v1/datasets HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(
                            " 405 ", "application/problem+json", "\"traceId\":\"", "此处不接受 TRACE / TRACE is not allowed")
                    .doesNotContain("timestamp");
        }
        assertThat(hub.send("GET", "/error", "", "", true).statusCode()).isEqualTo(404);
    }

    @Test
    void rowsComeInTheTypeThatIsAccepted() throws Exception {
        publish();
        String csv = "code,lanes\nA1,3\nA2,4\n";
        for (String accept : List.of("text/csv", "text/*", "application/json;q=0.5, text/csv", "*/*;q=0, text/csv")) {
            HttpResponse<String> answer = hub.send("GET", ROWS, "", "", true, "Accept", accept);
            assertThat(answer.statusCode()).as(accept + answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).as(accept).hasValue("text/csv;charset=UTF-8");
            assertThat(answer.body()).isEqualTo(csv);
            assertThat(answer.headers().allValues("Vary")).contains("Accept");
        }
        for (String accept : List.of(
                "application/json",
                "*/*",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "text/csv;q=0.2, application/*")) {
            HttpResponse<String> answer = hub.send("GET", ROWS, "", "", true, "Accept", accept);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(accept)
                    .startsWith("application/json");
        }
        assertThat(hub.send("GET", ROWS + "?format=csv", "", "", true, "Accept", "application/json")
                        .body())
                .as("what the address says counts")
                .isEqualTo(csv);
        assertThat(hub.send("GET", ROWS + "?format=json", "", "", true, "Accept", "text/csv")
                        .body())
                .startsWith("{");
        HttpResponse<String> changes =
                hub.send("GET", "/api/v1/datasets/wanted/changes?since=v1&to=v1", "", "", true, "Accept", "text/csv");
        assertThat(changes.body()).startsWith("_change,code,lanes");

        for (String path : List.of(
                ROWS, "/api/v1/datasets/wanted", "/api/v1/datasets/wanted/schema", "/catalog", "/api/v1/datasets")) {
            for (String accept : List.of("image/png", "text/html")) {
                HttpResponse<String> answer = hub.send("GET", path, "", "", true, "Accept", accept);
                assertThat(answer.statusCode()).as(path + " " + accept).isEqualTo(406);
                assertThat(answer.body()).contains("NOT_ACCEPTABLE", "可用", "use one of");
            }
        }
        for (String path : List.of(ROWS, "/api/v1/datasets/wanted", "/catalog")) {
            assertThat(hub.send("GET", path, "", "", true, "Accept", "*/*;q=0").statusCode())
                    .as(path)
                    .isEqualTo(406);
        }
        hub.await(
                "described",
                () -> hub.send("GET", "/api/v1/datasets/wanted", "", "", true, "Accept", "text/turtle")
                                .statusCode()
                        == 200);
        assertThat(hub.send("GET", "/api/v1/datasets/wanted", "", "", true, "Accept", "text/csv")
                        .body())
                .contains("text/turtle");
    }

    @Test
    void aParameterThatIsNoListIsTakenOnce() throws Exception {
        publish();
        for (String query : List.of("limit=1&limit=2", "format=json&format=csv", "where=lanes%3E1&where=lanes%3C9")) {
            HttpResponse<String> answer = hub.send("GET", ROWS + "?" + query, "", "", true);
            assertThat(answer.statusCode()).as(query + answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("只能给一次", "may be given once");
        }
        assertThat(hub.send("GET", "/api/v1/datasets?theme=GL&theme=SL", "", "", true)
                        .statusCode())
                .isEqualTo(200);
        assertThat(hub.send("GET", "/api/v1/datasets?page=1&page=2", "", "", true)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBodyThatDoesNotFitNamesFieldValueAndWhatIsWanted() throws Exception {
        publish();
        refused(
                Map.of("schema", columns(Map.of("name", "code", "type", "integr"))),
                "列 code 的类型 \\\"integr\\\" 不可用，请用 text、integer",
                "the type \\\"integr\\\" is not one of text, integer, decimal(10,2)");
        refused(
                Map.of("retry", Map.of("attemps", 3)),
                "不认识的字段 \\\"retry.attemps\\\"，可用：attempts, factor",
                "unknown field");
        refused(Map.of("retry", Map.of("firstSeconds", 3)), "缺少字段 retry.attempts");
        refused(
                Map.of("limits", Map.of("rows", "many")),
                "字段 limits.rows 要整数",
                "给的是 \\\"many\\\"",
                "the field \\\"limits.rows\\\" takes a whole number",
                "got \\\"many\\\"");
        refused(Map.of("priority", 99_999_999_999L), "字段 priority 要整数", "99999999999", "got \\\"99999999999\\\"");
        refused(Map.of("limits", List.of(1)), "字段 limits 要对象 { }，给的是列表", "takes an object { }, got a list");
        refused(Map.of("keywords", "road"), "字段 keywords 要列表", "takes a list [ ], got");
        refused(
                Map.of("schema", columns(Map.of("name", "code", "type", "text", "checkDigit", "MOD"))),
                "schema.columns[0].checkDigit",
                "之一，给的是 \\\"MOD\\\"",
                "one of ");
        List<Object> holed = new java.util.ArrayList<>(List.of("road"));
        holed.add(null);
        refused(Map.of("keywords", holed), "字段 keywords[1] 不能是 null", "must not be null");
        refused(Map.of("themes", holed), "字段 themes[1] 不能是 null");
        for (Map<String, Object> odd : List.<Map<String, Object>>of(
                Map.of("schema", Map.of()),
                Map.of("schema", columns(Map.of())),
                Map.of("schema", columns(Map.of("name", "a"))),
                Map.of("publisher", Map.of()),
                Map.of("merge", Map.of()),
                Map.of("schedule", Map.of()),
                Map.of("thresholds", Map.of("rules", Map.of("type", Map.of("share", "x")))))) {
            refused(odd, "BAD_REQUEST");
        }
        HttpResponse<String> source = hub.send(
                "POST",
                "/api/v1/sources",
                "application/json",
                "{\"id\":\"holed\",\"connector\":\"file\",\"settings\":{\"path\":null}}",
                false);
        assertThat(source.statusCode()).isEqualTo(400);
        assertThat(source.body()).contains("settings.path 不能是 null");
        assertThat(hub.send("POST", "/api/v1/tasks", "application/json", "{\"id\":\"a\",\"id\":\"b\"}", false)
                        .body())
                .contains("字段 \\\"id\\\" 出现了两次 / the field");
        HttpResponse<String> torn = hub.send("POST", "/api/v1/tasks", "application/json", "{\"id\":", false);
        assertThat(torn.body()).contains("不是合法的 JSON", "is not valid JSON", "BAD_REQUEST");
        assertThat(hub.send("POST", "/api/v1/tasks", "application/json", "", false)
                        .body())
                .contains("没有请求体", "there is no body");
    }

    private void refused(Map<String, Object> fields, String... words) {
        Map<String, Object> body = new HashMap<>(fields);
        body.put("id", "wanted");
        body.put("source", "wanted");
        HttpResponse<String> answer = hub.answer("/api/v1/tasks", body);
        assertThat(answer.statusCode()).as(fields + " " + answer.body()).isEqualTo(400);
        assertThat(answer.body())
                .contains(words)
                .contains(" / ")
                .doesNotContain("org.jiaohui", "java.", "Deserialization", "No enum constant", "Cannot ");
    }

    private static Map<String, Object> columns(Map<String, Object> column) {
        return Map.of("columns", List.of(column));
    }

    @Test
    void aWrongKeyIsToldFromNone() {
        HttpResponse<String> none = hub.send("GET", "/api/v1/sources", "", "", true);
        assertThat(none.body()).contains("此操作需要管理员密钥", "this needs an administrator key");
        for (String[] header : new String[][] {{"Authorization", "Bearer nonsense"}, {"X-API-Key", "nonsense"}}) {
            HttpResponse<String> wrong = hub.send("GET", "/api/v1/sources", "", "", true, header);
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body())
                    .contains("所带的密钥不对", "the key that was sent is wrong", "UNAUTHENTICATED")
                    .doesNotContain("nonsense");
            assertThat(wrong.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("invalid_token");
        }
    }

    @Test
    void aRunThatFailsKeepsTheStepWhereItFailedAndIsMendedByADeclaredEncoding() throws Exception {
        Path file = inbox("doubtful");
        // Bytes that are text in Big5 and in GB18030 alike.
        Files.write(file, "name,n\n臺北,1\n高雄,2\n".getBytes(Charset.forName("Big5")));
        JsonNode run = hub.exchange("doubtful", "file", Map.of("path", file.toString()), Map.of(), Map.of());
        assertThat(run.at("/error/code").asString("")).as(run.toString()).isEqualTo("ENCODING_DOUBTFUL");
        assertThat(run.path("status").asString("")).isEqualTo("finished");
        assertThat(run.path("step").asString("")).isEqualTo("decoding");
        JsonNode gone =
                hub.exchange("gone", "file", Map.of("path", inbox("gone").toString()), Map.of(), Map.of());
        assertThat(gone.path("outcome").asString("")).isEqualTo("Failed");
        assertThat(gone.path("step").asString("")).as(gone.toString()).isEqualTo("fetching");

        JsonNode declared =
                hub.exchange("doubtful", "file", Map.of("path", file.toString()), Map.of("encoding", "Big5"), Map.of());
        assertThat(declared.path("outcome").asString(""))
                .as(declared.toString())
                .isEqualTo("Published");
        assertThat(declared.path("step").asString("")).isEqualTo("finished");
    }

    @Test
    void nothingButAHeaderIsToldAlikeInBothLanguages() throws Exception {
        Files.writeString(inbox("headed"), "a,b\n");
        JsonNode run =
                hub.exchange("headed", "file", Map.of("path", inbox("headed").toString()), Map.of(), Map.of());
        assertThat(run.at("/error/message").asString("")).contains("没有任何数据行（至多有表头）", "no data row (a header at most)");
        JsonNode local = hub.exchange("local", "http", Map.of("url", "file:///etc/passwd"), Map.of(), Map.of());
        assertThat(local.toString()).contains("file:").doesNotContain("null/etc");
    }

    @Test
    void theNumberOfDifferentValuesNeverExceedsTheRows() throws Exception {
        StringBuilder many = new StringBuilder("id,half\n");
        for (int i = 0; i < 30_000; i++) {
            many.append("plate-")
                    .append(i * 7)
                    .append(',')
                    .append(i % 2 == 0 ? "" : "h" + i)
                    .append('\n');
        }
        Files.writeString(inbox("plates"), many);
        hub.exchange("plates", "file", Map.of("path", inbox("plates").toString()), Map.of(), Map.of());
        JsonNode columns = hub.get("/api/v1/datasets/plates").path("columns");
        for (int i = 0; i < 2; i++) {
            JsonNode profile = columns.get(i).path("profile");
            assertThat(profile.path("distinctExact").asBoolean()).isFalse();
            assertThat(profile.path("distinct").asLong())
                    .as(profile.toString())
                    .isGreaterThan(14_000)
                    .isLessThanOrEqualTo(30_000 - profile.path("nulls").asLong());
        }
    }

    private void publish() throws Exception {
        Files.writeString(inbox("wanted"), "code,lanes\nA1,3\nA2,4\n");
        JsonNode run =
                hub.exchange("wanted", "file", Map.of("path", inbox("wanted").toString()), Map.of(), Map.of());
        assertThat(run.path("outcome").asString("")).as(run.toString()).isIn("Published", "Unchanged");
    }

    private Path inbox(String id) throws Exception {
        return Files.createDirectories(hub.home.resolve("inbox")).resolve(id + ".csv");
    }
}
