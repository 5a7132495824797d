package org.jiaohui.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jiaohui.connector.server.KafkaTestBroker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What somebody does to the records of a topic is found by their keys, and exactly those are sent again. */
class ReconciledTopicTest {
    private static final int ROWS = 200;
    private static final String TASK = "reconciled-topics";
    private static final List<String> MODES = List.of("replace", "upsert", "append");

    private final RunningHub hub = RunningHub.get();

    @Test
    void whatIsWrittenAndDeletedInATopicByHandIsFoundAndMended(@TempDir Path folder) throws Exception {
        try (KafkaTestBroker broker = KafkaTestBroker.start(folder)) {
            publish();
            hub.post(
                    "/api/v1/targets",
                    Map.of("id", TASK, "connector", "kafka", "settings", Map.of("servers", broker.address())));
            for (String mode : MODES) {
                hub.post(
                        "/api/v1/subscriptions",
                        Map.of(
                                "id", TASK + "-" + mode,
                                "dataset", TASK,
                                "target", TASK,
                                "mode", mode,
                                "place", mode));
            }
            hub.await(
                    "everything is delivered",
                    () -> MODES.stream()
                            .map(mode -> hub.get("/api/v1/subscriptions/" + TASK + "-" + mode)
                                    .path("lastDelivery"))
                            .allMatch(last -> last.path("status").asString("").equals("delivered")));
            JsonNode untold = hub.reconcile(TASK);
            assertThat(untold.path("stateLabel").asString(""))
                    .as(untold.toString())
                    .isEqualTo("未回执");
            for (String mode : MODES) {
                hub.post(
                        "/api/v1/deliveries/"
                                + delivery(untold, mode).path("delivery").asString("") + "/acknowledgement",
                        Map.of("rows", ROWS));
            }
            assertBalanced();

            Properties login = new Properties();
            login.put("bootstrap.servers", broker.address());
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(login, new ByteArraySerializer(), new ByteArraySerializer())) {
                write(producer, "upsert", 5, null);
                write(producer, "upsert", 6, "{\"id\":6,\"plate\":\"冒\",\"fee\":0}");
                write(producer, "upsert", 7, "not a row");
                // Somebody else's row, and somebody else's row of the same key in a topic that is added to.
                write(producer, "upsert", 9001, "{\"id\":9001,\"plate\":\"外\",\"fee\":1}");
                write(producer, "append", 6, "{\"id\":6,\"plate\":\"外\",\"fee\":1}");
                write(producer, "replace", 8, null);
                write(producer, "replace", 8, "{\"id\":8,\"plate\":\"粤A8\",\"fee\":8.50}");
                write(producer, "replace", 9, null);
            }
            long deleted = deleteFirst(broker, "append", 4);

            JsonNode different = hub.reconcile(TASK);
            String id = different.path("id").asString("");
            assertThat(different.path("stateLabel").asString(""))
                    .as(different.toString())
                    .isEqualTo("差异");
            Set<String> found = found(id);
            assertThat(found.stream().filter(each -> !each.startsWith("append ")))
                    .containsExactlyInAnyOrder(
                            "upsert onlyInSource 5",
                            "upsert different 6",
                            "upsert different 7",
                            "replace onlyInSource 9");
            assertThat(found.stream().filter(each -> each.startsWith("append onlyInSource ")))
                    .hasSize((int) deleted);
            System.out.println("topics: " + found.size() + " changed or missing rows found of " + (4 + deleted));

            JsonNode ordered = hub.post("/api/v1/reconciliations/" + id + "/retransmit", Map.of());
            assertThat(ordered.path("deliveries").size()).as(ordered.toString()).isEqualTo(MODES.size());
            assertThat(ordered.path("notes").size()).as(ordered.toString()).isZero();
            Map<String, Long> sent = new HashMap<>();
            for (JsonNode one : ordered.path("deliveries")) {
                JsonNode done = awaitDelivery(one.path("id").asString(""));
                sent.put(
                        done.path("subscription").asString("").replace(TASK + "-", ""),
                        done.path("rows").asLong());
            }
            assertThat(sent).isEqualTo(Map.of("upsert", 3L, "append", deleted, "replace", 1L));
            assertThat(newest(broker, "upsert"))
                    .containsEntry("{\"id\":5}", "{\"id\":5,\"plate\":\"粤A5\",\"fee\":5.50}")
                    .containsEntry("{\"id\":6}", "{\"id\":6,\"plate\":\"粤A6\",\"fee\":6.50}")
                    .hasSize(ROWS + 1);
            assertBalanced();

            // The second version changes 1 and 2; what is written over 10, which the first one brought, is found as
            // well.
            write(1);
            assertThat(hub.run(TASK).path("outcome").asString("")).isEqualTo("Published");
            hub.await(
                    "the second version is delivered",
                    () -> MODES.stream()
                            .map(mode -> hub.get("/api/v1/subscriptions/" + TASK + "-" + mode)
                                    .path("lastDelivery"))
                            .allMatch(last -> last.path("status").asString("").equals("delivered")
                                    && last.path("version").asString("").equals("v2")));
            JsonNode second = hub.reconcile(TASK);
            for (String mode : MODES) {
                hub.post(
                        "/api/v1/deliveries/"
                                + delivery(second, mode).path("delivery").asString("") + "/acknowledgement",
                        Map.of("rows", mode.equals("replace") ? ROWS : 2));
            }
            assertBalanced();
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(login, new ByteArraySerializer(), new ByteArraySerializer())) {
                write(producer, "upsert", 10, null);
                write(producer, "upsert", 2, null);
            }
            String later = hub.reconcile(TASK).path("id").asString("");
            assertThat(found(later)).containsExactly("upsert onlyInSource 10", "upsert onlyInSource 2");
            JsonNode again = hub.post("/api/v1/reconciliations/" + later + "/retransmit", Map.of());
            assertThat(again.path("deliveries").size()).as(again.toString()).isEqualTo(2);
            again.path("deliveries").forEach(one -> awaitDelivery(one.path("id").asString("")));
            assertBalanced();
            assertThat(newest(broker, "upsert"))
                    .containsEntry("{\"id\":10}", "{\"id\":10,\"plate\":\"粤A10\",\"fee\":10.50}")
                    .containsEntry("{\"id\":2}", "{\"id\":2,\"plate\":\"粤A2\",\"fee\":3.50}");
        }
    }

    /** The file whose first two rows are dearer by so much. */
    private Path write(int dearer) throws Exception {
        StringBuilder rows = new StringBuilder("id,plate,fee\n");
        for (int i = 1; i <= ROWS; i++) {
            rows.append("%d,粤A%d,%d.50\n".formatted(i, i, i < 3 ? i + dearer : i));
        }
        return Files.writeString(hub.home.resolve(TASK + ".csv"), rows);
    }

    private void publish() throws Exception {
        Path file = write(0);
        Map<String, Object> schema = Map.of(
                "columns",
                List.of(
                        Map.of("name", "id", "type", "integer", "key", true),
                        Map.of("name", "plate", "type", "text"),
                        Map.of("name", "fee", "type", "N(8,2)")));
        JsonNode run = hub.exchange(TASK, "file", Map.of("path", file.toString()), Map.of(), Map.of("schema", schema));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
    }

    private static void write(KafkaProducer<byte[], byte[]> producer, String topic, int id, @Nullable String value)
            throws Exception {
        byte[] key = ("{\"id\":" + id + "}").getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topic, key, value == null ? null : value.getBytes(UTF_8)))
                .get();
    }

    /** Deletes the first records of the first partition. */
    private static long deleteFirst(KafkaTestBroker broker, String topic, long records) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(records)))
                    .all()
                    .get();
        }
        return records;
    }

    /** What a reader of the topic who goes by the newest record of each key has in the end. */
    private static Map<String, String> newest(KafkaTestBroker broker, String topic) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", broker.address());
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        Map<String, String> rows = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> places = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(places);
            consumer.seekToBeginning(places);
            Map<TopicPartition, Long> ends = consumer.endOffsets(places);
            while (places.stream().anyMatch(place -> consumer.position(place) < ends.getOrDefault(place, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (record.headers().lastHeader("jiaohui-end") == null) {
                        String key = new String(record.key(), UTF_8);
                        if (record.value() == null) {
                            rows.remove(key);
                        } else {
                            rows.put(key, new String(record.value(), UTF_8));
                        }
                    }
                });
            }
        }
        return rows;
    }

    private Set<String> found(String statement) {
        Set<String> found = new TreeSet<>();
        hub.get("/api/v1/reconciliations/" + statement + "/differences?size=1000")
                .path("items")
                .forEach(one -> found.add(one.path("subscription").asString("").replace(TASK + "-", "") + " "
                        + one.path("kind").asString("") + " "
                        + one.path("key").get(0).asString("")));
        return found;
    }

    private void assertBalanced() {
        JsonNode statement = hub.reconcile(TASK);
        assertThat(statement.path("stateLabel").asString(""))
                .as(statement.toString())
                .isEqualTo("平");
        statement
                .at("/lines/0/deliveries")
                .forEach(one -> assertThat(one.path("basis").asString(""))
                        .as(one.toString())
                        .isEqualTo("reread"));
    }

    private static JsonNode delivery(JsonNode statement, String mode) {
        return statement
                .at("/lines/0/deliveries")
                .valueStream()
                .filter(one -> one.path("subscription").asString("").equals(TASK + "-" + mode))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode awaitDelivery(String id) {
        hub.await("delivery " + id, () -> {
            JsonNode now = hub.get("/api/v1/deliveries/" + id);
            assertThat(now.path("status").asString("")).as(now.toString()).isNotEqualTo("failed");
            return now.path("status").asString("").equals("delivered");
        });
        return hub.get("/api/v1/deliveries/" + id);
    }
}
