package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jiaohui.hub.cli.Arguments;
import org.jiaohui.hub.cli.ReceiptCommand;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Receipts of deliveries over HTTP, checked offline; and the words of targets and receivers. */
class ReceiptsOfDeliveriesTest {
    private final RunningHub hub = RunningHub.get();
    private final String server =
            hub.context.getBean(DatabaseConnection.class).url().replaceFirst("/[^/]*$", "/");

    @Test
    void deliveriesAreProvenAndAcknowledged() throws Exception {
        try (Connection connection = DriverManager.getConnection(server + "postgres", "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE proven");
        }
        Path file = hub.home.resolve("uploads/proven.csv");
        Files.writeString(file, "id,plate\n1,粤A1\n2,粤A2\n3,粤A3\n");
        Map<String, Object> schema = Map.of(
                "columns",
                List.of(Map.of("name", "id", "type", "integer", "key", true), Map.of("name", "plate", "type", "text")));
        hub.exchange("proven", "file", Map.of("path", file.toString()), Map.of(), Map.of("schema", schema));
        hub.post(
                "/api/v1/targets",
                Map.of(
                        "id",
                        "proven",
                        "connector",
                        "postgresql",
                        "settings",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                server.replaceFirst(".*:(\\d+)/$", "$1"),
                                "database",
                                "proven",
                                "user",
                                "postgres",
                                "password",
                                "postgres",
                                "tls",
                                "disable")));
        for (String mode : List.of("upsert", "front-end")) {
            hub.post(
                    "/api/v1/subscriptions",
                    Map.of(
                            "id",
                            "proven-" + mode,
                            "dataset",
                            "proven",
                            "target",
                            "proven",
                            "mode",
                            mode,
                            "place",
                            mode));
        }
        awaitDelivered("v1");
        Files.writeString(file, "id,plate\n1,粤A1\n2,粤B2\n");
        hub.run("proven");
        awaitDelivered("v2");

        JsonNode delivery = last("proven-upsert");
        String id = delivery.path("id").asString("");
        JsonNode receipt = RunningHub.JSON.readTree(text("/api/v1/deliveries/" + id + "/receipt"));
        JsonNode version =
                hub.get("/api/v1/datasets/proven/versions").path("versions").get(0);
        assertThat(receipt.path("kind").asString("")).isEqualTo("delivery");
        assertThat(receipt.at("/read/count").asLong()).isEqualTo(2);
        assertThat(receipt.at("/read/sha256").asString(""))
                .isEqualTo(version.path("sha256").asString("none"));
        assertThat(receipt.at("/delivered/count").asLong()).isEqualTo(2);
        assertThat(receipt.at("/delivered/sha256").asString(""))
                .isEqualTo(delivery.path("sha256").asString("none"));
        assertThat(receipt.at("/acknowledged/count").asLong()).isEqualTo(2);
        assertThat(receipt.path("previousVersion").asString("")).isEqualTo("v1");
        assertThat(receipt.path("batch").asString(""))
                .isEqualTo(delivery.path("batch").asString("none"));
        assertThat(receipt.at("/versions/0/snapshot").asString("")).matches("\\d+");
        assertThat(receipt.path("sequence").asInt()).isEqualTo(2);
        assertThat(hub.get("/api/v1/deliveries/" + id + "/receipt/check")
                        .path("verified")
                        .asBoolean())
                .isTrue();
        assertThat(delivery.at("/acknowledgement/by").asString("")).isEqualTo("target");
        assertThat(delivery.at("/acknowledgement/agrees").asBoolean()).isTrue();
        for (String path :
                List.of("/api/v1/deliveries/" + id + "/receipt", "/api/v1/subscriptions/proven-upsert/receipts")) {
            assertThat(hub.send("GET", path, "", "", true).statusCode()).isEqualTo(401);
        }

        String waiting = last("proven-front-end").path("id").asString("");
        assertThat(hub.get("/api/v1/deliveries/" + waiting)
                                .path("acknowledgement")
                                .isMissingNode()
                        || hub.get("/api/v1/deliveries/" + waiting)
                                .path("acknowledgement")
                                .isNull())
                .isTrue();
        String word = "/api/v1/deliveries/" + waiting + "/acknowledgement";
        hub.post(word, Map.of("rows", 1, "note", "少一行"));
        hub.post(word, Map.of("rows", 1, "note", "少一行"));
        assertThat(hub.post(
                                word,
                                Map.of(
                                        "rows",
                                        2,
                                        "digest",
                                        last("proven-front-end").path("sha256").asString("")))
                        .at("/acknowledgement/agrees")
                        .asBoolean())
                .isTrue();
        JsonNode words = hub.get(word + "s").path("acknowledgements");
        assertThat(words.size()).isEqualTo(2);
        assertThat(words.get(0).path("agrees").asBoolean(true)).isFalse();
        assertThat(hub.answer(word, Map.of("refused", 1)).statusCode()).isEqualTo(400);
        assertThat(hub.answer(word, Map.of("rows", 2, "digest", "xyz")).statusCode())
                .isEqualTo(400);

        chainsHoldOffline();
    }

    /** One byte changed, one receipt taken away: each is found without the hub. */
    private void chainsHoldOffline() throws Exception {
        Path key = Files.writeString(hub.home.resolve("proven.pem"), text("/api/v1/receipts/key"));
        String chain = text("/api/v1/subscriptions/proven-front-end/receipts");
        Path head = Files.writeString(
                hub.home.resolve("proven-head.json"), text("/api/v1/subscriptions/proven-front-end/receipts/head"));
        List<String> receipts = chain.lines().toList();
        assertThat(receipts).hasSize(4);
        assertThat(verify(key, head, receipts)).isZero();
        int found = 0;
        for (int i = 0; i < receipts.size(); i++) {
            List<String> changed = new ArrayList<>(receipts);
            changed.set(i, receipts.get(i).replace("\"rows\":", "\"rows\": ").replace("\"count\":2", "\"count\":3"));
            found += verify(key, head, changed);
            List<String> removed = new ArrayList<>(receipts);
            removed.remove(i);
            found += verify(key, head, removed);
        }
        assertThat(found).isEqualTo(2 * 2 * receipts.size());
        System.out.println("receipts of deliveries: " + found / 2 + " of " + 2 * receipts.size() + " forgeries found");
    }

    private int verify(Path key, Path head, List<String> receipts) throws Exception {
        Path file = Files.writeString(hub.home.resolve("proven.jsonl"), String.join("\n", receipts) + "\n");
        return ReceiptCommand.run(
                Arguments.parse(List.of("verify", "--key", key.toString(), file.toString(), head.toString())));
    }

    private void awaitDelivered(String version) {
        hub.await(
                "both subscriptions have " + version,
                () -> List.of("proven-upsert", "proven-front-end").stream()
                        .map(this::last)
                        .allMatch(last -> last.path("version").asString("").equals(version)
                                && last.path("status").asString("").equals("delivered")));
    }

    private JsonNode last(String subscription) {
        return hub.get("/api/v1/subscriptions/" + subscription).path("lastDelivery");
    }

    private String text(String path) {
        HttpResponse<String> answer = hub.send("GET", path, "", "", false);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
