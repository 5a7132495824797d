package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Refused rows: how many are allowed by which rule, and downloading them. */
class RefusedRowsTest {
    private static final String DELIVERY = """
            id,plate,weight,note
            1,粤A12345,1.5,good
            2,,2.5,"no plate, ""quoted"" here"
            3,粤C12345,heavy,not a number
            4,粤D12345,99.5,too heavy
            5,粤E12345,3.5,good
            """;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RunningHub hub = RunningHub.get();

    @Test
    void refusedRowsAreDownloadedColumnByColumnWithTheirReasons() throws Exception {
        String run = published("refused-download", 49);
        assertThat(text("/api/v1/runs/" + run + "/quarantine?format=csv"))
                .startsWith("\uFEFFid,plate,weight,note,_row,_rule,_column,_value,_reason,_raw\n")
                .contains("\n2,,2.50,\"no plate, \"\"quoted\"\" here\",2,required,plate,")
                .contains("\n3,粤C12345,heavy,not a number,3,type,weight,heavy,")
                .contains("\n4,粤D12345,99.50,too heavy,4,range,weight,");
        assertThat(text("/api/v1/runs/" + run + "/quarantine"))
                .startsWith("row,column,rule,value,reason,raw\n2,plate,required,")
                .contains("3,粤C12345,heavy,not a number");
        assertThat(sheet(bytes("/api/v1/runs/" + run + "/quarantine?format=xlsx")))
                .contains("_reason")
                .contains("粤D12345");
        assertThat(hub.send("GET", "/api/v1/runs/" + run + "/quarantine?format=pdf", "", "", false)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void limitsOfSingleRulesDecideAndSayWhichOneWasBroken() throws Exception {
        Path file = write("refused-limits", DELIVERY);
        Map<String, Object> task = new HashMap<>();
        task.put("schema", schema(49));
        task.put("thresholds", Map.of("default", Map.of("share", 0.5), "rules", Map.of("range", Map.of("rows", 0))));
        JsonNode run = hub.exchange("refused-limits", "file", Map.of("path", file.toString()), Map.of(), task);
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Rejected");
        List<String> thresholds = new ArrayList<>();
        run.path("findings").forEach(finding -> {
            if (finding.path("rule").asString("").equals("threshold")) {
                thresholds.add(finding.path("messageEn").asString(""));
            }
        });
        assertThat(thresholds)
                .containsExactly(
                        "refused-limits: 1 of 5 rows were refused by the rule range, more than the 0 rows that are allowed (thresholds.rules.range): nothing is published");
        HttpResponse<String> wrong = hub.send(
                "POST",
                "/api/v1/tasks",
                "application/json",
                "{\"id\":\"refused-limits\",\"source\":\"refused-limits\",\"thresholds\":{\"rules\":{\"uniqe\":{\"rows\":0}}}}",
                false);
        assertThat(wrong.statusCode()).isEqualTo(400);
    }

    private String published(String id, int most) throws Exception {
        Path file = write(id, DELIVERY);
        JsonNode run = hub.exchange(
                id,
                "file",
                Map.of("path", file.toString()),
                Map.of(),
                Map.of("schema", schema(most), "refusedShare", 0.9));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("refused").asLong()).isEqualTo(3);
        return run.path("id").asString("");
    }

    private static Map<String, Object> schema(int most) {
        return Map.of(
                "columns",
                List.of(
                        Map.of("name", "id", "type", "integer"),
                        Map.of("name", "plate", "type", "text", "required", true),
                        Map.of("name", "weight", "type", "decimal(8,2)", "max", most),
                        Map.of("name", "note", "type", "text")),
                "key",
                List.of("id"));
    }

    private Path write(String id, String content) throws Exception {
        Path file = Files.createDirectories(hub.home.resolve("inbox")).resolve(id + ".csv");
        return Files.writeString(file, content);
    }

    private String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String path) {
        try {
            HttpResponse<byte[]> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(hub.address + path))
                            .header("Authorization", "Bearer " + hub.key)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static String sheet(byte[] workbook) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(workbook))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("xl/worksheets/sheet1.xml")) {
                    return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("no sheet");
    }
}
