package org.jiaohui.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What somebody does to delivered files is found by the keys of their rows; written again, they are byte for byte what they were. */
class ReconciledFilesTest {
    private static final int ROWS = 300;
    private static final String TASK = "reconciled-files";

    private final RunningHub hub = RunningHub.get();

    @Test
    void sftpFtpAndS3(@TempDir Path folder) throws Exception {
        Path files = Files.createDirectories(folder.resolve("sftp"));
        Path bucket = Files.createDirectories(folder.resolve("buckets/exchange"));
        int port = HubProcess.freePort();
        Path others = Files.createDirectories(folder.resolve("ftp"));
        try (ObjectServer _ = ObjectServer.start(folder, port);
                FolderServer sftp = FolderServer.sftp(files);
                FolderServer ftp = FolderServer.ftp(others)) {
            publish(0);
            subscribe("csv", sftp.target("csv"), "replace");
            subscribe("json", sftp.target("json"), "upsert");
            subscribe("parquet", sftp.target("parquet"), "replace");
            subscribe("ftp", ftp.target("csv"), "replace");
            subscribe(
                    "s3",
                    Map.of(
                            "connector",
                            "s3",
                            "settings",
                            Map.of(
                                    "endpoint",
                                    "http://127.0.0.1:" + port,
                                    "bucket",
                                    "exchange",
                                    "access-key",
                                    ObjectServer.ACCESS_KEY,
                                    "secret-key",
                                    ObjectServer.SECRET_KEY)),
                    "replace");
            awaitDelivered("v1");
            // The second version reaches the JSON folder as changes: 0 is new, 1 and 2 differ, 3 is gone.
            publish(1);
            awaitDelivered("v2");
            JsonNode balanced = hub.reconcile(TASK);
            assertThat(balanced.path("stateLabel").asString(""))
                    .as(balanced.toString())
                    .isEqualTo("平");
            balanced.at("/lines/0/deliveries")
                    .forEach(one -> assertThat(one.path("basis").asString(""))
                            .as(one.toString())
                            .isEqualTo("reread"));

            Path csv = file(files.resolve("csv"), ".csv");
            Path json = file(files.resolve("json"), ".ndjson");
            Path parquet = file(files.resolve("parquet"), ".parquet");
            Path object = file(bucket.resolve("s3"), ".csv");
            Path other = file(others.resolve("ftp"), ".csv");
            Map<Path, byte[]> delivered = new HashMap<>();
            for (Path each : List.of(csv, json, parquet, object, other)) {
                delivered.put(each, Files.readAllBytes(each));
            }
            List<String> lines = new ArrayList<>(Files.readAllLines(csv));
            lines.removeIf(line -> line.startsWith("5,"));
            lines.replaceAll(line -> line.startsWith("6,") ? "6,冒,0.00," : line);
            lines.add("9001,外,1.00,");
            Files.write(csv, lines);
            Files.writeString(json, Files.readString(json).replace("\"ex_op\":\"D\"", "\"ex_op\":\"U\""));
            Files.delete(parquet);
            Files.writeString(other, Files.readString(other).replace("\n9,粤A9,9.50", "\n9,粤A9,9.51"));
            Files.writeString(
                    object, Files.readString(object).replace("粤A8\"", "粤A9\"").replace("粤A8,", "粤A9,"));

            JsonNode different = hub.reconcile(TASK);
            String id = different.path("id").asString("");
            assertThat(different.path("stateLabel").asString("")).isEqualTo("差异");
            TreeSet<String> found = new TreeSet<>();
            hub.get("/api/v1/reconciliations/" + id + "/differences?size=1000")
                    .path("items")
                    .forEach(one ->
                            found.add(one.path("subscription").asString("").replace(TASK + "-", "") + " "
                                    + one.path("kind").asString("") + " "
                                    + one.path("key").get(0).asString("")));
            assertThat(found.stream().filter(one -> !one.startsWith("parquet ")))
                    .containsExactlyInAnyOrder(
                            "csv onlyInSource 5",
                            "csv different 6",
                            "csv onlyInTarget 9001",
                            "json different 3",
                            "ftp different 9",
                            "s3 different 8");
            assertThat(found.stream().filter(one -> one.startsWith("parquet onlyInSource ")))
                    .hasSize(ROWS);
            System.out.println("files: " + found.size() + " changed or missing rows found of " + (ROWS + 6));

            Path first = Path.of(csv.toString().replace("-v2.", "-v1."));
            byte[] firstBytes = Files.readAllBytes(first);
            Files.writeString(first, Files.readString(first).replace("\n3,粤A3,3.50", "\n3,粤A3,3.51"));
            Files.delete(Path.of(json.toString().replace("-v2.ndjson", "-v1.manifest.json")));
            id = hub.reconcile(TASK).path("id").asString("");
            assertThat(hub.get("/api/v1/reconciliations/" + id + "/differences?size=1000")
                            .path("items")
                            .valueStream()
                            .filter(one -> one.path("version").asString("").equals("v1"))
                            .map(one -> one.path("subscription").asString("") + " " + one.path("key")))
                    .containsExactly(TASK + "-csv [\"3\"]");
            mend(id);
            assertThat(first).hasBinaryContent(firstBytes);
            for (Map.Entry<Path, byte[]> each : delivered.entrySet()) {
                if (!each.getKey().equals(parquet)) {
                    assertThat(each.getKey()).hasBinaryContent(each.getValue());
                }
            }
            assertBalanced();

            Files.write(csv, "这不是 CSV \u0000\u0001\n".repeat(40).getBytes(UTF_8));
            Files.delete(object.resolveSibling(object.getFileName().toString().replace(".csv", ".manifest.json")));
            JsonNode broken = hub.reconcile(TASK);
            assertThat(delivery(broken, "csv").path("stateLabel").asString("")).isEqualTo("差异");
            assertThat(delivery(broken, "csv").path("trouble").asString("")).contains("SHA-256");
            assertThat(delivery(broken, "s3").path("trouble").asString("")).contains("manifest");
            mend(broken.path("id").asString(""));
            assertThat(csv).hasBinaryContent(delivered.get(csv));
            assertBalanced();

            // What its receiver says to have taken may be gone; what only the hub says is not taken.
            Files.delete(parquet);
            assertThat(delivery(hub.reconcile(TASK), "parquet")
                            .path("stateLabel")
                            .asString(""))
                    .isEqualTo("差异");
            hub.post(
                    "/api/v1/deliveries/"
                            + delivery(balanced, "parquet").path("delivery").asString("") + "/acknowledgement",
                    Map.of("rows", ROWS));
            assertThat(delivery(hub.reconcile(TASK), "parquet")
                            .path("stateLabel")
                            .asString(""))
                    .isEqualTo("平");

            sftp.stop();
            JsonNode silent = hub.reconcile(TASK);
            assertThat(silent.path("stateLabel").asString(""))
                    .as(silent.toString())
                    .isEqualTo("未知");
            assertThat(delivery(silent, "csv").path("trouble").asString("")).contains("TARGET_UNREACHABLE");
        }
    }

    private void publish(int version) throws Exception {
        StringBuilder rows = new StringBuilder("id,plate,fee,at\n");
        for (int i = 1 - version; i < ROWS + 1; i++) {
            if (version == 0 || i != 3) {
                rows.append("%d,粤A%d,%d.50,%s\n"
                        .formatted(i, i, i < 3 ? i + version : i, i % 2 == 0 ? "2026-11-27T08:30:00" : ""));
            }
        }
        Path file = hub.home.resolve(TASK + ".csv");
        Files.writeString(file, rows);
        if (version > 0) {
            assertThat(hub.run(TASK).path("outcome").asString("")).isEqualTo("Published");
            return;
        }
        Map<String, Object> schema = Map.of(
                "columns",
                List.of(
                        Map.of("name", "id", "type", "integer", "key", true),
                        Map.of("name", "plate", "type", "text"),
                        Map.of("name", "fee", "type", "N(8,2)"),
                        Map.of("name", "at", "type", "timestamp")));
        JsonNode run = hub.exchange(TASK, "file", Map.of("path", file.toString()), Map.of(), Map.of("schema", schema));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
    }

    private void subscribe(String name, Map<String, Object> target, String mode) {
        Map<String, Object> body = new HashMap<>(target);
        body.put("id", TASK + "-" + name);
        hub.post("/api/v1/targets", body);
        hub.post(
                "/api/v1/subscriptions",
                Map.of(
                        "id", TASK + "-" + name,
                        "dataset", TASK,
                        "target", TASK + "-" + name,
                        "mode", mode,
                        "place", name));
    }

    private void awaitDelivered(String version) {
        hub.await(
                "everything is delivered",
                () -> Stream.of("csv", "json", "parquet", "ftp", "s3")
                        .map(name -> hub.get("/api/v1/subscriptions/" + TASK + "-" + name)
                                .path("lastDelivery"))
                        .allMatch(last -> last.path("status").asString("").equals("delivered")
                                && last.path("version").asString("").equals(version)));
    }

    private void mend(String statement) {
        JsonNode ordered = hub.post("/api/v1/reconciliations/" + statement + "/retransmit", Map.of());
        assertThat(ordered.path("deliveries").size()).as(ordered.toString()).isPositive();
        ordered.path("deliveries")
                .forEach(one -> hub.await("delivery " + one, () -> {
                    JsonNode now =
                            hub.get("/api/v1/deliveries/" + one.path("id").asString(""));
                    assertThat(now.path("status").asString(""))
                            .as(now.toString())
                            .isNotEqualTo("failed");
                    return now.path("status").asString("").equals("delivered");
                }));
    }

    private void assertBalanced() {
        JsonNode statement = hub.reconcile(TASK);
        assertThat(statement.path("stateLabel").asString(""))
                .as(statement.toString())
                .isEqualTo("平");
    }

    private static JsonNode delivery(JsonNode statement, String name) {
        return statement
                .at("/lines/0/deliveries")
                .valueStream()
                .filter(one -> one.path("subscription").asString("").equals(TASK + "-" + name))
                .findFirst()
                .orElseThrow();
    }

    /** The newest file of that kind. */
    private static Path file(Path folder, String ending) throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.getFileName().toString().endsWith("-v2" + ending))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
