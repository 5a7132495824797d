package org.jiaohui.connector.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.connector.server.KafkaTestBroker;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaProtocolTest {
    private static final String SCHEMA = """
        {"type":"record","name":"Gate","fields":[{"name":"id","type":"long"},{"name":"plate","type":["null","string"]},
         {"name":"fee","type":{"type":"bytes","logicalType":"decimal","precision":8,"scale":2}},
         {"name":"seen","type":{"type":"long","logicalType":"timestamp-millis"}}]}""";

    private static KafkaTestBroker broker;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;
    private static TestConnectors connectors;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        broker = KafkaTestBroker.start(folder.resolve("kafka"));
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.address());
        admin = Admin.create(properties);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        connectors = new TestConnectors(folder);
    }

    @AfterAll
    static void stop() {
        connectors.close();
        producer.close();
        admin.close();
        broker.close();
    }

    @Test
    void takesEveryRecordOnceFromWhereTheLastPublishedRunEnded() throws Exception {
        topic("gates", 2);
        for (int i = 0; i < 1_000; i++) {
            send("gates", "k" + i, ("{\"id\":" + i + ",\"fee\":1.10}").getBytes(UTF_8));
        }
        Delivery.Files first = (Delivery.Files) fetch("gates", Optional.empty(), Map.of());
        List<String> lines = lines(first);
        assertThat(lines).hasSize(1_000).allMatch(line -> line.contains("\"kafka_offset\":"));
        assertThat(lines.stream()
                        .map(line -> line.replaceAll(",\"kafka_.*", ""))
                        .distinct())
                .hasSize(1_000);
        assertThat(lines.getFirst()).contains("\"fee\":1.10");
        assertThat(fetch("gates", Optional.of(first.position()), Map.of())).isInstanceOf(Delivery.NotModified.class);

        for (int i = 1_000; i < 1_010; i++) {
            send("gates", "k" + i, ("{\"id\":" + i + "}").getBytes(UTF_8));
        }
        Delivery.Files next = (Delivery.Files) fetch("gates", Optional.of(first.position()), Map.of());
        assertThat(lines(next)).hasSize(10);
        Delivery.Files again = (Delivery.Files) fetch("gates", Optional.of(first.position()), Map.of());
        assertThat(lines(again)).as("a run that is told again gets the same").hasSize(10);
        Delivery.Files few = (Delivery.Files) fetch("gates", Optional.of(first.position()), Map.of("max-records", "4"));
        assertThat(lines(few)).hasSize(4);
        Delivery.Files rest = (Delivery.Files) fetch("gates", Optional.of(few.position()), Map.of());
        assertThat(lines(rest)).hasSize(6);
    }

    @Test
    void readsAvroByASchemaWithoutARegistry() throws Exception {
        topic("avro", 1);
        byte[] value = avro(7, "粤A12345", 1250, 1_704_067_200_000L);
        send("avro", "a", value);
        Map<String, String> settings = Map.of("value-format", "avro", "avro-schema", SCHEMA, "metadata", "false");
        assertThat(lines((Delivery.Files) fetch("avro", Optional.empty(), settings)))
                .containsExactly("{\"id\":7,\"plate\":\"粤A12345\",\"fee\":12.50,\"seen\":\"2024-01-01T00:00:00Z\"}");
        topic("marked", 1);
        ByteBuffer marked =
                ByteBuffer.allocate(value.length + 5).put((byte) 0).putInt(3).put(value);
        send("marked", "a", marked.array());
        Map<String, String> withHeader = Map.of("value-format", "avro-with-header", "avro-schema", SCHEMA);
        assertThat(lines((Delivery.Files) fetch("marked", Optional.empty(), withHeader)))
                .singleElement()
                .asString()
                .contains("粤A12345");
    }

    @Test
    void namesARecordThatCannotBeDecodedOrKeepsIt() throws Exception {
        topic("odd", 1);
        send("odd", "a", "{\"id\":1}".getBytes(UTF_8));
        send("odd", "b", "not json".getBytes(UTF_8));
        assertThatThrownBy(() -> fetch("odd", Optional.empty(), Map.of()))
                .hasMessageContaining("offset 1")
                .extracting("code")
                .isEqualTo(ErrorCode.FORMAT_BROKEN);
        assertThat(lines((Delivery.Files) fetch("odd", Optional.empty(), Map.of("broken-records", "keep"))))
                .hasSize(2)
                .last()
                .asString()
                .contains("kafka_error");
    }

    @Test
    void tellsThatRecordsAreGone() throws Exception {
        topic("short", 1);
        for (int i = 0; i < 20; i++) {
            send("short", "k", ("{\"id\":" + i + "}").getBytes(UTF_8));
        }
        Delivery.Files few = (Delivery.Files) fetch("short", Optional.empty(), Map.of("max-records", "5"));
        admin.deleteRecords(Map.of(new TopicPartition("short", 0), RecordsToDelete.beforeOffset(10)))
                .all()
                .get();
        assertThatThrownBy(() -> fetch("short", Optional.of(few.position()), Map.of()))
                .hasMessageContaining("5–9")
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_INTERRUPTED);
        assertThat(lines((Delivery.Files) fetch("short", Optional.of(few.position()), Map.of("lost-records", "skip"))))
                .hasSize(10);
    }

    @Test
    void triesOutStepByStepAndNamesWhoMustAct(@TempDir Path other) throws Exception {
        topic("tried", 1);
        for (int i = 0; i < 9; i++) {
            send("tried", "k", ("{\"id\":" + i + "}").getBytes(UTF_8));
        }
        TrialReport good = connectors.test("kafka", settings("tried", Map.of()));
        assertThat(good.passed()).as(good.toString()).isTrue();
        assertThat(good.sample().orElseThrow().rows()).hasSize(5);
        assertThat(TestConnectors.steps(connectors.test("kafka", settings("nowhere", Map.of()))))
                .endsWith("AUTHENTICATE PASSED", "PERMISSION FAILED SETTINGS_WRONG");
        assertThat(TestConnectors.steps(connectors.test("kafka", settings("tried", Map.of("servers", "127.0.0.1:1")))))
                .containsExactly("RESOLVE_HOST PASSED", "CONNECT FAILED SOURCE_UNREACHABLE");
        try (TestConnectors strict =
                new TestConnectors(other, new ConnectorSettings(List.of("localhost"), List.of(), 1L << 30, 0, 50))) {
            Map<String, String> settings =
                    settings("tried", Map.of("servers", broker.address().replace("127.0.0.1", "localhost")));
            assertThatThrownBy(() -> strict.fetch("kafka", settings))
                    .as("the node calls itself 127.0.0.1, which is not allowed")
                    .extracting("code")
                    .isEqualTo(ErrorCode.HOST_NOT_ALLOWED);
        }
    }

    private static Delivery fetch(String topic, Optional<String> since, Map<String, String> more) {
        return connectors.fetch("kafka", settings(topic, more), since, RunProgress.SILENT);
    }

    private static Map<String, String> settings(String topic, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("servers", broker.address(), "topic", topic));
        all.putAll(more);
        return all;
    }

    private static List<String> lines(Delivery.Files files) throws Exception {
        return Files.readAllLines(files.files().getFirst().path());
    }

    private static void topic(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get();
    }

    private static void send(String topic, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
    }

    private static byte[] avro(long id, String plate, long cents, long seen) throws Exception {
        Schema schema = new Schema.Parser().parse(SCHEMA);
        GenericRecord row = new GenericData.Record(schema);
        row.put("id", id);
        row.put("plate", plate);
        row.put("fee", ByteBuffer.wrap(java.math.BigInteger.valueOf(cents).toByteArray()));
        row.put("seen", seen);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(row, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }
}
