package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Refused rows that come back: downloaded, mended and sent back, or checked again after the rules changed. */
class MendedRowsTest {
    private final RunningHub hub = RunningHub.get();
    private final RefusedDelivery refused = new RefusedDelivery(hub);
    private final MendedFiles files = new MendedFiles(hub);

    @Test
    void refusedRowsAreDownloadedMendedAndBecomeAVersionThatNamesTheirRun() throws Exception {
        String run = refused.published("mend-csv", 49);
        String csv = refused.text("/api/v1/runs/" + run + "/quarantine?format=csv");
        assertThat(csv)
                .startsWith("\uFEFFid,plate,weight,note,_row,_rule,_column,_value,_reason,_raw\n")
                .contains("\n2,,2.50,\"no plate, \"\"quoted\"\" here\",2,required,plate,")
                .contains("\n3,粤C12345,heavy,not a number,3,type,weight,heavy,")
                .contains("\n4,粤D12345,99.50,too heavy,4,range,weight,");
        String mended = csv.replace("\n2,,", "\n2,粤B12345,").replace("heavy,not", "9.5,not");
        JsonNode first = files.send(run, "mended.csv", mended);
        assertThat(first.path("outcome").asString("")).as(first.toString()).isEqualTo("Published");
        assertThat(first.path("mends").asString("")).isEqualTo(run);
        assertThat(first.path("read").asLong()).isEqualTo(3);
        assertThat(first.path("refused").asLong()).isEqualTo(1);
        assertThat(files.ids("mend-csv")).containsExactly(1, 2, 3, 5);
        JsonNode dataset = hub.get("/api/v1/datasets/mend-csv");
        assertThat(dataset.path("version").asString("")).isEqualTo("v2");
        assertThat(dataset.path("lineage").path("mends").asString("")).isEqualTo(run);

        // Sent again, nothing happens: two of its rows are published. What was refused again is mended by the second
        // run.
        JsonNode again = files.send(run, "mended.csv", mended);
        assertThat(again.path("outcome").asString("")).isEqualTo("Rejected");
        assertThat(again.path("findings").path(0).path("messageEn").asString(""))
                .contains("2-3 (run " + first.path("id").asString("") + ")");
        String second = first.path("id").asString("");
        String last = refused.text("/api/v1/runs/" + second + "/quarantine?format=csv")
                .replace("99.50", "9.75");
        assertThat(files.send(second, "last.csv", last).path("outcome").asString(""))
                .isEqualTo("Published");
        assertThat(files.ids("mend-csv")).containsExactly(1, 2, 3, 4, 5);

        // The next fetch goes on from the delivery, not from the mended rows.
        assertThat(hub.run("mend-csv").path("outcome").asString("")).isEqualTo("Unchanged");
        assertThat(files.ids("mend-csv")).hasSize(5);
    }

    @Test
    void aWorkbookIsMendedToo() throws Exception {
        String run = refused.published("mend-xlsx", 49);
        byte[] workbook = refused.bytes("/api/v1/runs/" + run + "/quarantine?format=xlsx");
        assertThat(RefusedDelivery.sheet(workbook)).contains("_reason").contains("粤D12345");
        // Spreadsheet programs write what they like; a CSV saved from one, without the column of the reasons, is
        // enough.
        String saved = "id,plate,weight,note,_row\n4,粤D12345,12.25,weighed again,4\n";
        JsonNode ended = files.send(run, "saved.csv", saved);
        assertThat(ended.path("outcome").asString("")).as(ended.toString()).isEqualTo("Published");
        assertThat(files.ids("mend-xlsx")).containsExactly(1, 4, 5);
        // The workbook as it was downloaded holds row 4 again, beside two that are still wrong.
        JsonNode again = files.sendBytes(run, "quarantine.xlsx", workbook);
        assertThat(again.path("outcome").asString("")).as(again.toString()).isEqualTo("Rejected");
        assertThat(again.path("findings").path(0).path("rule").asString("")).isEqualTo("mended-rows");
        assertThat(again.path("findings").path(0).path("messageEn").asString(""))
                .contains("4");
        assertThat(files.ids("mend-xlsx")).containsExactly(1, 4, 5);
        JsonNode stranger = files.send(run, "stranger.csv", "id,plate,weight,note,_row\n9,粤X,1,x,1\n");
        assertThat(stranger.path("outcome").asString("")).isEqualTo("Rejected");
    }

    @Test
    void rowsThatPassTheRulesOfTodayArePublishedByAReplay() throws Exception {
        String run = refused.published("mend-replay", 49);
        task("mend-replay", 120);
        JsonNode replayed = files.replay(run);
        assertThat(replayed.path("outcome").asString(""))
                .as(replayed.toString())
                .isEqualTo("Published");
        assertThat(replayed.path("mends").asString("")).isEqualTo(run);
        assertThat(files.ids("mend-replay")).containsExactly(1, 4, 5);
        JsonNode rows = hub.get("/api/v1/datasets/mend-replay/records?where=id%20%3D%204&select=plate,weight,note");
        assertThat(rows.path("rows").toString()).isEqualTo("[[\"粤D12345\",\"99.50\",\"too heavy\"]]");
        assertThat(files.replay(run).path("outcome").asString("")).isEqualTo("Unchanged");
        // What did not pass waits in the quarantine of the replay.
        assertThat(refused.text("/api/v1/runs/" + replayed.path("id").asString("") + "/quarantine"))
                .contains(",required,")
                .contains(",type,");
    }

    @Test
    void rowsOfADeliveryThatANewerOneReplacedStayOut() throws Exception {
        String run = refused.published("mend-old", 49);
        refused.write("mend-old", "id,plate,weight,note\n7,粤G12345,1.5,new\n");
        assertThat(hub.run("mend-old").path("outcome").asString("")).isEqualTo("Published");
        JsonNode late = files.send(run, "late.csv", "id,plate,weight,note,_row\n2,粤B12345,2.5,x,2\n");
        assertThat(late.path("outcome").asString("")).as(late.toString()).isEqualTo("Rejected");
        assertThat(files.ids("mend-old")).containsExactly(7);
    }

    @Test
    void ofARunThatPublishedNothingNothingIsMended() throws Exception {
        Path file = refused.write("mend-rejected", RefusedDelivery.DELIVERY);
        JsonNode run = hub.exchange(
                "mend-rejected",
                "file",
                Map.of("path", file.toString()),
                Map.of(),
                Map.of("schema", RefusedDelivery.schema(49)));
        assertThat(run.path("outcome").asString("")).isEqualTo("Rejected");
        HttpResponse<String> answer =
                hub.send("POST", "/api/v1/runs/" + run.path("id").asString("") + "/quarantine/replay", "", "", false);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(hub.send("POST", "/api/v1/runs/" + run.path("id").asString("") + "/quarantine/replay", "", "", true)
                        .statusCode())
                .isEqualTo(401);
    }

    private void task(String id, int most) {
        String body = RunningHub.JSON.writeValueAsString(
                Map.of("id", id, "source", id, "schema", RefusedDelivery.schema(most), "refusedShare", 0.9));
        assertThat(hub.send("POST", "/api/v1/tasks", "application/json", body, false)
                        .statusCode())
                .isEqualTo(201);
    }
}
