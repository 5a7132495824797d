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
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;

/** A delivery of five rows of which three are refused, and what its quarantine gives. */
record RefusedDelivery(RunningHub hub) {
    static final String DELIVERY = """
            id,plate,weight,note
            1,粤A12345,1.5,good
            2,,2.5,"no plate, ""quoted"" here"
            3,粤C12345,heavy,not a number
            4,粤D12345,99.5,too heavy
            5,粤E12345,3.5,good
            """;

    static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Publishes the delivery; weights above {@code most} are refused. Returns the run. */
    String published(String id, int most) throws Exception {
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

    static Map<String, Object> schema(int most) {
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

    Path write(String id, String content) throws Exception {
        Path file = Files.createDirectories(hub.home.resolve("inbox")).resolve(id + ".csv");
        return Files.writeString(file, content);
    }

    String text(String path) {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    byte[] bytes(String path) {
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

    static String sheet(byte[] workbook) throws IOException {
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
