package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Refused rows that are tried more than once, sent back in part, or were never read as a whole. */
class RowsMendedAgainTest {
    private static final String BEFORE =
            "id,plate,weight,note\n1,粤A12345,1.5,good\n2,粤B12345,99.5,heavy\n3,粤C12345,2.5,";

    private final RunningHub hub = RunningHub.get();
    private final RefusedDelivery refused = new RefusedDelivery(hub);
    private final MendedFiles files = new MendedFiles(hub);

    @Test
    void textThatWasLostInDecodingStaysRefusedUntilItIsTypedAnew() throws Exception {
        String run = delivered("lost-text", "桥梁检测".getBytes(Charset.forName("GB18030")), "\n4,,1.0,no plate\n");
        assertThat(files.text(run, "csv")).contains(",3,encoding,");

        JsonNode replayed = files.replay(run);
        assertThat(outcome(replayed)).as(replayed.toString()).isEqualTo("Unchanged");
        assertThat(replayed.path("refused").asLong()).isEqualTo(3);
        assertThat(replayed.path("findings").toString())
                .contains("type it anew")
                .contains("重新录入");
        assertThat(files.ids("lost-text")).containsExactly(1);

        // The file as it was downloaded, with one row mended, brings back that one.
        String mended = files.text(run, "csv").replace("\n4,,", "\n4,粤D12345,");
        JsonNode sent = files.send(run, "mended.csv", mended);
        assertThat(outcome(sent)).as(sent.toString()).isEqualTo("Published");
        assertThat(files.ids("lost-text")).containsExactly(1, 4);
        assertThat(files.text(sent.path("id").asString(""), "csv")).contains(",3,encoding,");

        // A program that saves in a national encoding turns the signs of lost text into question marks.
        String kept = lost(files.text(run, "csv"));
        assertThat(kept).contains("\uFFFD");
        JsonNode asked = files.send(run, "asked.csv", "note,_row\n\"" + kept.replace('\uFFFD', '?') + "\",3\n");
        assertThat(outcome(asked)).as(asked.toString()).isEqualTo("Rejected");
        // Neither does the row come back by way of the run that refused it again for something else.
        JsonNode other = files.send(run, "other.csv", "weight,_row\nheavy,3\n2.5,2\n");
        assertThat(outcome(other)).as(other.toString()).isEqualTo("Published");
        assertThat(outcome(files.replay(other.path("id").asString("")))).isEqualTo("Unchanged");
        assertThat(files.ids("lost-text")).containsExactly(1, 2, 4);

        JsonNode typed = files.send(run, "typed.csv", "note,_row\n桥梁检测,3\n");
        assertThat(outcome(typed)).as(typed.toString()).isEqualTo("Published");
        assertThat(files.row("lost-text", 3)).isEqualTo("[3,\"粤C12345\",\"2.50\",\"桥梁检测\"]");
    }

    @Test
    void rowsThatDidNotFallIntoColumnsComeBackOnlyWhenAllColumnsAreFilledIn() throws Exception {
        String run = delivered("no-cells", "x,y,z".getBytes(StandardCharsets.UTF_8), "\n4,\"粤D\"12345,1.0,quoted\n");
        assertThat(files.text(run, "csv")).contains(",3,fields,").contains(",4,quote,");
        task("no-cells", 120);
        JsonNode replayed = files.replay(run);
        assertThat(outcome(replayed)).as(replayed.toString()).isEqualTo("Published");
        assertThat(files.ids("no-cells")).containsExactly(1, 2);
        String second = replayed.path("id").asString("");
        assertThat(files.text(second, "csv")).contains(",3,fields,").contains("\"3,粤C12345,2.5,x,y,z\"");

        // Untouched rows of the file have nothing in their columns; that is not what was sent.
        assertThat(outcome(files.sendBytes(second, "untouched.xlsx", files.bytes(second, "xlsx"))))
                .isEqualTo("Rejected");
        assertThat(outcome(files.send(run, "part.csv", "id,note,_row\n3,x,3\n")))
                .isEqualTo("Rejected");
        assertThat(files.ids("no-cells")).containsExactly(1, 2);
        assertThat(outcome(files.send(run, "all.csv", "id,plate,weight,note,_row\n3,粤C12345,2.5,x,3\n")))
                .isEqualTo("Published");
        assertThat(files.ids("no-cells")).containsExactly(1, 2, 3);
    }

    @Test
    void rowsThatWereRefusedAgainAreMendedWhereverTheyAreSentAndOnce() throws Exception {
        String run = refused.published("mend-again", 49);
        assertThat(outcome(files.replay(run))).isEqualTo("Unchanged");
        task("mend-again", 120);
        JsonNode replayed = files.replay(run);
        assertThat(outcome(replayed)).as(replayed.toString()).isEqualTo("Published");
        String second = replayed.path("id").asString("");
        assertThat(files.ids("mend-again")).containsExactly(1, 4, 5);
        // Rows keep the numbers of their delivery, whatever run refuses them.
        assertThat(files.text(second, "csv")).contains(",2,required,plate,").contains(",3,type,weight,");

        JsonNode mended = files.send(run, "two.csv", "id,plate,weight,note,_row\n2,粤B12345,2.5,mended,2\n");
        assertThat(outcome(mended)).as(mended.toString()).isEqualTo("Published");
        assertThat(files.ids("mend-again")).containsExactly(1, 2, 4, 5);
        JsonNode twice = files.send(second, "two.csv", "id,plate,weight,note,_row\n9,粤Z12345,2.5,again,2\n");
        assertThat(outcome(twice)).isEqualTo("Unchanged");
        assertThat(twice.path("findings").path(0).path("messageEn").asString(""))
                .contains("published before")
                .contains("2 (run " + mended.path("id").asString("") + ")");
        assertThat(files.ids("mend-again")).containsExactly(1, 2, 4, 5);
        assertThat(outcome(files.send(second, "three.csv", "weight,_row\n9.5,3\n")))
                .isEqualTo("Published");
        assertThat(files.row("mend-again", 3)).isEqualTo("[3,\"粤C12345\",\"9.50\",\"not a number\"]");
        JsonNode nothing = files.replay(run);
        assertThat(outcome(nothing)).isEqualTo("Unchanged");
        assertThat(nothing.path("findings").path(0).path("messageEn").asString(""))
                .contains("2 (run ")
                .contains("4 (run " + second + ")");
    }

    @Test
    void aFileWithoutRowNumbersUsesNothingUp() throws Exception {
        String run = refused.published("mend-unnumbered", 49);
        JsonNode unnumbered = files.send(run, "one.csv", "id,plate,weight,note\n2,粤B12345,2.5,x\n");
        assertThat(outcome(unnumbered)).isEqualTo("Rejected");
        assertThat(unnumbered.path("findings").path(0).path("messageEn").asString(""))
                .contains("_row")
                .contains("no refused row was used up");
        JsonNode answer = RunningHub.JSON.readTree(hub.send(
                        "POST",
                        "/api/v1/runs/" + unnumbered.path("id").asString("") + "/quarantine/replay",
                        "",
                        "",
                        false)
                .body());
        assertThat(answer.toString()).contains(run);
        // What is left out of the file comes from the refused row.
        assertThat(outcome(files.send(run, "four.csv", "id,weight,_row\n4,4.25,4\n")))
                .isEqualTo("Published");
        assertThat(files.row("mend-unnumbered", 4)).isEqualTo("[4,\"粤D12345\",\"4.25\",\"too heavy\"]");
    }

    @Test
    void rowsOfAnyOrderAreKnownByTheirNumbersAlsoWhenTheirKeyIsThereAlready() throws Exception {
        String run = refused.published("mend-order", 49);
        JsonNode sent = files.send(run, "order.csv", "id,plate,weight,_row\n2,粤B,heavy,2\n4,粤D,4.5,4\n1,粤X,3.5,3\n");
        assertThat(outcome(sent)).as(sent.toString()).isEqualTo("Published");
        assertThat(files.ids("mend-order")).containsExactly(1, 4, 5);
        assertThat(files.text(sent.path("id").asString(""), "csv"))
                .contains("1,粤X,3.50,not a number,3,unique,")
                .contains(",2,type,weight,heavy");
        assertThat(outcome(files.send(run, "rest.csv", "id,plate,weight,_row\n3,粤C,3.5,3\n2,粤B,2.5,2\n")))
                .isEqualTo("Published");
        assertThat(files.ids("mend-order")).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aRunThatRefusedNothingGivesAnEmptyFileInEveryForm() throws Exception {
        Path file = refused.write("refused-none", "id,plate,weight,note\n1,粤A,1.5,good\n");
        JsonNode run = hub.exchange("refused-none", "file", Map.of("path", file.toString()), Map.of(), Map.of());
        String id = run.path("id").asString("");
        assertThat(files.text(id, "")).isEqualTo("row,column,rule,value,reason,raw\n");
        assertThat(files.text(id, "csv")).isEqualTo("\uFEFF_row,_rule,_column,_value,_reason,_raw\n");
        assertThat(RefusedDelivery.sheet(files.bytes(id, "xlsx"))).contains("_reason");
    }

    /** A delivery whose third row ends in {@code note}, declared to be UTF-8. */
    private String delivered(String id, byte[] note, String after) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(BEFORE.getBytes(StandardCharsets.UTF_8));
        bytes.write(note);
        bytes.write(after.getBytes(StandardCharsets.UTF_8));
        Path file = refused.write(id, "");
        Files.write(file, bytes.toByteArray());
        JsonNode run = hub.exchange(
                id,
                "file",
                Map.of("path", file.toString()),
                Map.of("encoding", "UTF-8", "format", "CSV"),
                Map.of("schema", RefusedDelivery.schema(49), "refusedShare", 0.9));
        assertThat(outcome(run)).as(run.toString()).isEqualTo("Published");
        return run.path("id").asString("");
    }

    private void task(String id, int most) {
        String body = RunningHub.JSON.writeValueAsString(
                Map.of("id", id, "source", id, "schema", RefusedDelivery.schema(most), "refusedShare", 0.9));
        assertThat(hub.send("POST", "/api/v1/tasks", "application/json", body, false)
                        .statusCode())
                .isEqualTo(201);
    }

    private static String lost(String csv) {
        return csv.lines()
                .filter(line -> line.contains(",3,encoding,"))
                .map(line -> line.split(",", 5)[3])
                .findFirst()
                .orElseThrow();
    }

    private static String outcome(JsonNode run) {
        return run.path("outcome").asString("");
    }
}
