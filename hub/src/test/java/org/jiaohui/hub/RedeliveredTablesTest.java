package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An archive that comes again with fewer tables than before. */
class RedeliveredTablesTest {
    private final RunningHub hub = RunningHub.get();

    @Test
    void aTableThatIsMissingIsWarnedOfAndItsDatasetStays() throws Exception {
        Path archive = Files.createDirectories(hub.home.resolve("inbox")).resolve("network.zip");
        zip(archive, List.of("gates", "lanes", "roads"), 1);
        JsonNode first = hub.exchange("network", "file", Map.of("path", archive.toString()), Map.of(), Map.of());
        assertThat(first.path("tables").size()).as(first.toString()).isEqualTo(3);
        assertThat(first.path("findings").toString()).doesNotContain("table-missing");

        zip(archive, List.of("gates", "lanes"), 2);
        JsonNode second = hub.run("network");
        assertThat(second.path("outcome").asString("")).as(second.toString()).isEqualTo("Published");
        assertThat(missing(second)).singleElement().satisfies(finding -> {
            assertThat(finding.path("severity").asString("")).isEqualTo("warning");
            assertThat(finding.path("message").asString("")).contains("roads", "network-roads", "v1");
            assertThat(finding.path("messageEn").asString("")).contains("roads", "network-roads", "v1");
        });
        assertThat(hub.get("/api/v1/datasets/network-roads").path("version").asString(""))
                .isEqualTo("v1");

        zip(archive, List.of("gates"), 3);
        JsonNode third = hub.run("network");
        assertThat(third.path("dataset").asString("")).as(third.toString()).isEqualTo("network-gates");
        assertThat(third.path("version").asString("")).isEqualTo("v3");
        assertThat(missing(third))
                .extracting(finding -> finding.path("messageEn").asString(""))
                .anySatisfy(told -> assertThat(told).contains("network-lanes", "v2"))
                .anySatisfy(told -> assertThat(told).contains("network-roads", "v1"))
                .hasSize(2);
    }

    private static List<JsonNode> missing(JsonNode run) {
        return run.path("findings")
                .valueStream()
                .filter(finding -> finding.path("rule").asString("").equals("table-missing"))
                .toList();
    }

    private static void zip(Path file, List<String> tables, int rows) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String table : tables) {
                zip.putNextEntry(new ZipEntry(table + ".csv"));
                zip.write(("id,name\n" + "1,甲\n".repeat(rows)).getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
