package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Columns that hold numbers of persons are pointed out before everybody has them. */
class PersonalDataTest {
    private static final String ID = "11010519491231002X";
    private static final String CARD = "6222020000000000000";

    private final RunningHub hub = RunningHub.get();

    @Test
    void namesTheColumnsOfAnOpenDatasetAndNoValue() throws Exception {
        JsonNode run = publish("passengers", Map.of("title", "乘客"));
        List<JsonNode> found = found(run);
        assertThat(found)
                .extracting(finding -> finding.path("column").asString(""))
                .containsExactlyInAnyOrder("证件", "电话", "卡号");
        assertThat(found).allSatisfy(finding -> {
            assertThat(finding.path("severity").asString("")).isEqualTo("warning");
            assertThat(finding.path("message").asString("")).contains("%", "脱敏", "不开放");
            assertThat(finding.path("messageEn").asString("")).contains("% of 8 sampled values", "masked");
            assertThat(finding.toString()).doesNotContain(ID, CARD, "1380013800");
        });
        assertThat(found.getFirst().path("message").asString("")).contains("75%", "GB 11643");
        assertThat(run.path("outcome").asString("")).as("never a refusal").isEqualTo("Published");
    }

    @Test
    void whatIsNotOpenMayHoldThem() throws Exception {
        assertThat(found(publish("passengers-inside", Map.of("title", "乘客", "access", "RESTRICTED"))))
                .isEmpty();
    }

    private static List<JsonNode> found(JsonNode run) {
        return run.path("findings")
                .valueStream()
                .filter(finding -> finding.path("rule").asString("").equals("personal-data"))
                .toList();
    }

    /** Six of eight passengers have an identity card; serial numbers, masked numbers and times are nobody's. */
    private JsonNode publish(String id, Map<String, Object> task) throws Exception {
        StringBuilder rows = new StringBuilder("序号,证件,电话,卡号,脱敏电话,毫秒\n");
        for (int i = 0; i < 8; i++) {
            rows.append("2026112700000000" + i + ",")
                    .append(i < 6 ? ID : "护照E" + i)
                    .append(",1380013800" + i + ",")
                    .append(CARD)
                    .append(",138****800" + i + ",17641234567" + i + "0\n");
        }
        Path file = Files.createDirectories(hub.home.resolve("inbox")).resolve(id + ".csv");
        Files.writeString(file, rows);
        return hub.exchange(id, "file", Map.of("path", file.toString()), Map.of(), task);
    }
}
