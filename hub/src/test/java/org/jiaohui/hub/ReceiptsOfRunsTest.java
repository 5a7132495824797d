package org.jiaohui.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.cli.ReceiptCommand;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Receipts over HTTP, as the officer who must prove an exchange gets them. */
class ReceiptsOfRunsTest {
    private final RunningHub hub = RunningHub.get();

    @Test
    void fourOutcomesMakeAChainOfFourReceiptsThatHoldsOffline() throws Exception {
        Path file = hub.home.resolve("receipted.csv");
        Files.writeString(file, "code,lanes\nA1,12\nA2,8\nA3,x\nA4,4\nA5,5\nA6,6\nA7,7\nA8,8\nA9,9\nB1,1\n");
        Map<String, Object> schema = Map.of(
                "columns", List.of(Map.of("name", "code", "type", "C(4)"), Map.of("name", "lanes", "type", "N(4)")));
        JsonNode published =
                hub.exchange("receipted", "file", Map.of("path", file.toString()), Map.of(), Map.of("schema", schema));
        assertThat(published.path("outcome").asString("")).isEqualTo("Published");
        JsonNode receipt = receipt(published);
        String original = sha256(Files.readAllBytes(file));
        assertThat(receipt.at("/read/count").asLong()).isEqualTo(10);
        assertThat(receipt.at("/read/sha256").asString("")).isEqualTo(original);
        assertThat(receipt.at("/inputs/0/sha256").asString("")).isEqualTo(original);
        assertThat(receipt.at("/refused/count").asLong()).isEqualTo(1);
        assertThat(receipt.at("/refused/sha256").asString(""))
                .isEqualTo(sha256(text("/api/v1/runs/" + published.path("id").asString("") + "/quarantine")
                        .getBytes(UTF_8)));
        JsonNode version =
                hub.get("/api/v1/datasets/receipted/versions").path("versions").get(0);
        assertThat(receipt.at("/published/sha256").asString(""))
                .isEqualTo(version.path("sha256").asString("none"));
        assertThat(receipt.at("/versions/0/version").asString("")).isEqualTo("v1");
        assertThat(receipt.at("/signatureAlgorithm").asString("")).isEqualTo("SM2-SM3");

        assertThat(receipt(hub.run("receipted")).path("outcome").asString("")).isEqualTo("Unchanged");
        Files.writeString(file, "code,lanes\nA1,x\nA2,y\n");
        assertThat(receipt(hub.run("receipted")).path("outcome").asString("")).isEqualTo("Rejected");
        Files.delete(file);
        JsonNode failed = receipt(hub.run("receipted"));
        assertThat(failed.path("outcome").asString("")).isEqualTo("Failed");
        assertThat(failed.path("error").asString("")).isNotEmpty();
        assertThat(failed.path("sequence").asInt()).isEqualTo(4);

        Path key = Files.writeString(hub.home.resolve("served.pem"), text("/api/v1/receipts/key"));
        Path chain = Files.writeString(hub.home.resolve("chain.jsonl"), text("/api/v1/tasks/receipted/receipts"));
        Path head = Files.writeString(hub.home.resolve("head.json"), text("/api/v1/tasks/receipted/receipts/head"));
        assertThat(verify("--key", key.toString(), chain.toString(), head.toString()))
                .isZero();
        assertThat(verify("--home", hub.home.toString(), chain.toString(), "--expect-last", "4"))
                .isZero();
        Path part =
                Files.writeString(hub.home.resolve("part.jsonl"), text("/api/v1/tasks/receipted/receipts?from=2&to=3"));
        assertThat(verify("--key", key.toString(), part.toString(), "--from", "2", "--expect-last", "3"))
                .isZero();
        assertThat(verify("--key", key.toString(), part.toString(), head.toString(), "--from", "2"))
                .isEqualTo(2);
        JsonNode check = hub.get("/api/v1/runs/" + published.path("id").asString("") + "/receipt/check");
        assertThat(check.path("verified").asBoolean()).isTrue();
        assertThat(text("/api/v1/receipts/key")).contains(check.path("keyId").asString("none"));
        HttpResponse<String> zip = hub.send("GET", "/api/v1/tasks/receipted/receipts?format=zip", "", "", false);
        assertThat(zip.headers().firstValue("Content-Type").orElseThrow()).isEqualTo("application/zip");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(hub.send("GET", "/api/v1/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV/receipt", "", "", false)
                        .body())
                .contains("UNKNOWN_RUN");
        assertThat(hub.send("GET", "/api/v1/tasks/nobody/receipts", "", "", false)
                        .body())
                .contains("UNKNOWN_TASK");
        assertThat(hub.send("GET", "/api/v1/tasks/nobody/receipts/head", "", "", false)
                        .statusCode())
                .isEqualTo(404);
    }

    private JsonNode receipt(JsonNode run) {
        return RunningHub.JSON.readTree(text("/api/v1/runs/" + run.path("id").asString("") + "/receipt"));
    }

    private String text(String path) {
        HttpResponse<String> answer = hub.send("GET", path, "", "", false);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static int verify(String... words) {
        List<String> all = new java.util.ArrayList<>(List.of("verify"));
        all.addAll(List.of(words));
        return ReceiptCommand.run(Arguments.parse(all));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
