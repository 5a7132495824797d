package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Sources whose columns change from one delivery to the next, under each policy. */
class SchemaDriftTest {
    private static final String BEFORE = "plate,weight,road\n粤A12345,1.5,G4\n粤B12345,2.5,G5\n";

    private final RunningHub hub = RunningHub.get();

    @Test
    void withoutAPolicyEachVersionHasTheColumnsOfItsDeliveryAndPeopleAreTold() throws Exception {
        published("drift-follow", Map.of());
        write("drift-follow", "plate,road,toll\n粤A12345,G4,12\n");
        JsonNode run = hub.run("drift-follow");
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(columns("drift-follow")).containsExactly("plate text", "road text", "toll integer");
        assertThat(drift(run)).anyMatch(text -> text.contains("\"weight\"") && text.contains("no longer has it"));
        assertThat(drift(run)).anyMatch(text -> text.contains("\"toll\" (integer)"));
    }

    @Test
    void evolvingTakesNewColumnsInAndKeepsOldOnesAsNull() throws Exception {
        published("drift-evolve", Map.of("drift", "evolve"));
        write("drift-evolve", "plate,road,toll\n粤A12345,G4,12\n");
        JsonNode run = hub.run("drift-evolve");
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(columns("drift-evolve"))
                .containsExactly("plate text", "weight decimal(18,1)", "road text", "toll integer");
        JsonNode rows = hub.get("/api/v1/datasets/drift-evolve/records?select=plate,weight,toll");
        assertThat(rows.path("rows").toString()).isEqualTo("[[\"粤A12345\",null,12]]");
        assertThat(hub.get("/api/v1/datasets/drift-evolve/records?version=v1&select=weight")
                        .path("total")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void ignoringKeepsTheColumnsAndReadsWhatIsThere() throws Exception {
        published("drift-ignore", Map.of("drift", "ignore", "schema", schema(false)));
        write("drift-ignore", "road,plate,toll\nG4,粤A12345,12\n");
        JsonNode run = hub.run("drift-ignore");
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(columns("drift-ignore")).containsExactly("plate text", "weight decimal(8,2)", "road text");
        assertThat(run.path("findings").findValuesAsString("severity")).containsOnly("info");
        assertThat(drift(run)).anyMatch(text -> text.contains("another order"));
    }

    @Test
    void aRequiredColumnThatIsMissingKeepsTheDeliveryOut() throws Exception {
        published("drift-required", Map.of("drift", "evolve", "schema", schema(true)));
        write("drift-required", "weight,road\n1.5,G4\n");
        JsonNode run = hub.run("drift-required");
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Rejected");
        assertThat(drift(run)).anyMatch(text -> text.contains("\"plate\"") && text.contains("required"));
        assertThat(hub.get("/api/v1/datasets/drift-required").path("version").asString(""))
                .isEqualTo("v1");
    }

    @Test
    void rejectingKeepsEveryChangedDeliveryOut() throws Exception {
        published("drift-reject", Map.of("drift", "reject"));
        write("drift-reject", "road,plate,weight\nG4,粤A12345,1.5\n");
        assertThat(hub.run("drift-reject").path("outcome").asString(""))
                .as("another order alone is no reason")
                .isEqualTo("Published");
        write("drift-reject", BEFORE.replace("road", "road,toll").replace("G", "G1,"));
        JsonNode run = hub.run("drift-reject");
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Rejected");
        assertThat(drift(run)).anyMatch(text -> text.contains("\"toll\"") && text.contains("reject"));
    }

    @Test
    void aHeldRunSaysWhatEachDecisionMakesOfAChangedTypeAndTheAlertOfItsRejectionNamesTheColumn() throws Exception {
        published("drift-outlook", Map.of("drift", "hold"));
        write("drift-outlook", "plate,weight,road\n粤A12345,heavy,G4\n粤B12345,light,G5\n");
        String run = begin("drift-outlook");
        awaitStatus(run, "held");
        JsonNode changes =
                hub.get("/api/v1/runs/" + run + "/drift").path("tables").path(0).path("changes");
        JsonNode retyped = changes.valueStream()
                .filter(change -> change.path("kind").asString("").equals("retyped"))
                .findFirst()
                .orElseThrow();
        assertThat(retyped.path("evolve").path("message").asString("")).isEqualTo("数据集的类型不能这样改，不符合的行被拒绝");
        assertThat(retyped.path("evolve").path("messageEn").asString("")).contains("rows that do not fit are refused");
        assertThat(retyped.path("ignore").path("messageEn").asString("")).contains("the type stays");
        assertThat(decide(run, Map.of("decision", "reject")).statusCode()).isEqualTo(202);
        assertThat(hub.awaitRun(run).path("outcome").asString("")).isEqualTo("Rejected");
        hub.await(
                "the alert of the rejection names the column",
                () -> hub.get("/api/v1/alerts?task=drift-outlook&open=true")
                        .path("items")
                        .toString()
                        .contains("列“weight”的类型由"));
    }

    @Test
    void aHeldRunGoesOnWithoutItsSourceAfterADecisionAndTheSameChangeIsNotAskedAboutAgain() throws Exception {
        published("drift-hold", Map.of("drift", "hold"));
        Path file = write("drift-hold", "plate_no,weight,road,toll\n粤A12345,3.5,G4,12\n");
        String run = begin("drift-hold");
        awaitStatus(run, "held");
        assertThat(hub.get("/api/v1/datasets/drift-hold").path("version").asString(""))
                .isEqualTo("v1");
        JsonNode drift = hub.get("/api/v1/runs/" + run + "/drift");
        assertThat(drift.path("waits").asBoolean()).isTrue();
        assertThat(drift.path("affected").isArray()).isTrue();
        HttpResponse<String> anonymous = hub.send("GET", "/api/v1/runs/" + run + "/drift", "", "", true);
        assertThat(anonymous.body()).contains("renamed").doesNotContain("affected");
        assertThat(hub.get("/api/v1/alerts?task=drift-hold&open=true").toString())
                .contains("drift-held");
        JsonNode changes = drift.path("tables").path(0).path("changes");
        assertThat(changes.findValuesAsString("kind")).containsExactly("renamed", "added");
        assertThat(changes.path(0).path("before").path("name").asString("")).isEqualTo("plate");
        assertThat(changes.path(0).path("after").path("name").asString("")).isEqualTo("plate_no");

        // Others go on; the next run of the task waits behind the held one.
        published("drift-bystander", Map.of());
        String next = begin("drift-hold");
        Files.delete(file);

        assertThat(decide(run, Map.of("decision", "evolve", "renames", Map.of("plate", "no_such")))
                        .statusCode())
                .isEqualTo(400);
        Map<String, Object> decision = Map.of("decision", "evolve", "renames", Map.of("plate", "plate_no"));
        assertThat(decide(run, decision).statusCode()).isEqualTo(202);
        assertThat(hub.get("/api/v1/alerts?task=drift-hold&open=true").toString())
                .doesNotContain("drift-held");
        assertThat(decide(run, decision).statusCode()).isEqualTo(202);
        assertThat(decide(run, Map.of("decision", "reject")).statusCode()).isEqualTo(409);
        JsonNode ended = hub.awaitRun(run);
        assertThat(ended.path("outcome").asString("")).as(ended.toString()).isEqualTo("Published");
        assertThat(columns("drift-hold"))
                .containsExactly("plate_no text", "weight decimal(18,1)", "road text", "toll integer");
        assertThat(drift(ended)).anyMatch(text -> text.contains("new name"));
        assertThat(hub.home.resolve("objects/held/" + run).toFile().list()).isNullOrEmpty();
        assertThat(hub.awaitRun(next).path("outcome").asString("")).isEqualTo("Failed");
        assertThat(hub.get("/api/v1/runs/" + run + "/drift")
                        .path("decision")
                        .path("decision")
                        .asString(""))
                .isEqualTo("evolve");

        write("drift-hold", "plate_no,weight,road,toll\n粤A12345,4.5,G4,13\n");
        assertThat(hub.run("drift-hold").path("outcome").asString("")).isEqualTo("Published");
    }

    @Test
    void anIgnoredChangeIsRememberedAgainstTheDeclaredSchema() throws Exception {
        published("drift-remembered", Map.of("drift", "hold", "schema", schema(true)));
        write("drift-remembered", "plate,车重,road\n粤A12345,3.5,G4\n");
        String run = begin("drift-remembered");
        awaitStatus(run, "held");
        assertThat(decide(run, Map.of("decision", "ignore", "renames", Map.of("weight", "车重")))
                        .statusCode())
                .isEqualTo(202);
        assertThat(hub.awaitRun(run).path("outcome").asString("")).isEqualTo("Published");
        write("drift-remembered", "plate,车重,road\n粤A12345,4.25,G4\n");
        JsonNode second = hub.run("drift-remembered");
        assertThat(second.path("outcome").asString("")).as(second.toString()).isEqualTo("Published");
        assertThat(hub.get("/api/v1/datasets/drift-remembered/records?select=weight")
                        .path("rows")
                        .toString())
                .isEqualTo("[[\"4.25\"]]");
    }

    @Test
    void aHeldRunIsRejectedByDecisionOrStopped() throws Exception {
        published("drift-no", Map.of("drift", "hold"));
        write("drift-no", "plate,weight\n粤A12345,3.5\n");
        String rejected = begin("drift-no");
        awaitStatus(rejected, "held");
        assertThat(decide(rejected, Map.of("decision", "reject")).statusCode()).isEqualTo(202);
        JsonNode ended = hub.awaitRun(rejected);
        assertThat(ended.path("outcome").asString("")).isEqualTo("Rejected");
        assertThat(drift(ended)).anyMatch(text -> text.contains("\"road\""));
        String stopped = begin("drift-no");
        awaitStatus(stopped, "held");
        assertThat(hub.send("POST", "/api/v1/runs/" + stopped + "/stop", "", "", false)
                        .statusCode())
                .isEqualTo(202);
        assertThat(hub.awaitRun(stopped).path("error").path("code").asString(""))
                .isEqualTo("STOPPED");
        assertThat(decide(stopped, Map.of("decision", "evolve")).statusCode()).isEqualTo(409);
    }

    @Test
    void aTableOfADatabaseIsHeldBeforeItIsReadAndWidensItsDecimals() throws Exception {
        sql("create schema if not exists drift");
        sql("create table drift.gates as select 1::int as id, 1.25::numeric(6,2) as toll");
        Map<String, String> jdbc = jdbc("drift", "gates");
        JsonNode first = hub.exchange("drift-jdbc", "jdbc", jdbc, Map.of(), Map.of("drift", "hold"));
        assertThat(first.path("outcome").asString("")).as(first.toString()).isEqualTo("Published");
        sql("alter table drift.gates alter toll type numeric(10,2), add column road text");
        String run = begin("drift-jdbc");
        awaitStatus(run, "held");
        assertThat(decide(run, Map.of("decision", "evolve")).statusCode()).isEqualTo(202);
        JsonNode ended = hub.awaitRun(run);
        assertThat(ended.path("outcome").asString("")).as(ended.toString()).isEqualTo("Published");
        assertThat(columns("drift-jdbc")).containsExactly("id integer", "toll decimal(10,2)", "road text");
    }

    private void published(String id, Map<String, Object> task) throws Exception {
        Path file = write(id, BEFORE);
        JsonNode run = hub.exchange(id, "file", Map.of("path", file.toString()), Map.of(), task);
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
    }

    private static Map<String, Object> schema(boolean required) {
        return Map.of(
                "columns",
                List.of(
                        Map.of("name", "plate", "type", "text", "required", required),
                        Map.of("name", "weight", "type", "decimal(8,2)"),
                        Map.of("name", "road", "type", "text")));
    }

    private Path write(String id, String content) throws Exception {
        Path file = Files.createDirectories(hub.home.resolve("inbox")).resolve(id + ".csv");
        return Files.writeString(file, content);
    }

    private String begin(String task) {
        HttpResponse<String> accepted = hub.send("POST", "/api/v1/tasks/" + task + "/runs", "", "", false);
        assertThat(accepted.statusCode()).isEqualTo(202);
        return RunningHub.JSON.readTree(accepted.body()).path("id").asString("");
    }

    private void awaitStatus(String run, String status) {
        hub.await(
                run + " is " + status,
                () -> hub.get("/api/v1/runs/" + run).path("status").asString("").equals(status));
    }

    private HttpResponse<String> decide(String run, Map<String, Object> decision) {
        return hub.send(
                "POST",
                "/api/v1/runs/" + run + "/decision",
                "application/json",
                RunningHub.JSON.writeValueAsString(new HashMap<>(decision)),
                false);
    }

    private List<String> columns(String dataset) {
        List<String> columns = new ArrayList<>();
        hub.get("/api/v1/datasets/" + dataset + "/schema").path("columns").forEach(column -> {
            String type = column.path("type").asString("");
            columns.add(column.path("name").asString("") + " " + type
                    + (type.equals("decimal")
                            ? "(" + column.path("precision").asInt() + ","
                                    + column.path("scale").asInt() + ")"
                            : ""));
        });
        return columns;
    }

    private static List<String> drift(JsonNode run) {
        List<String> texts = new ArrayList<>();
        run.path("findings").forEach(finding -> {
            if (finding.path("rule").asString("").equals("schema-drift")) {
                texts.add(finding.path("messageEn").asString(""));
            }
        });
        return texts;
    }

    private Map<String, String> jdbc(String schema, String table) {
        DatabaseConnection database = hub.context.getBean(DatabaseConnection.class);
        return Map.of(
                "url",
                database.url(),
                "user",
                database.user(),
                "password",
                database.password(),
                "schema",
                schema,
                "table",
                table);
    }

    private void sql(String statement) throws SQLException {
        DatabaseConnection database = hub.context.getBean(DatabaseConnection.class);
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
