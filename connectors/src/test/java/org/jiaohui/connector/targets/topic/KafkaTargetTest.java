package org.jiaohui.connector.targets.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.server.FreePort;
import org.jiaohui.connector.server.KafkaTestBroker;
import org.jiaohui.connector.targets.CuttingProxy;
import org.jiaohui.connector.targets.GateRows;
import org.jiaohui.connector.targets.MadeRows;
import org.jiaohui.connector.targets.Orders;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveredBatch;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KafkaTargetTest {
    private static final TargetConnector TARGET = new KafkaTarget(AllowedHosts.ANY);

    private static CuttingProxy proxy;
    private static KafkaTestBroker broker;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        int port = FreePort.find();
        proxy = new CuttingProxy(port);
        broker = KafkaTestBroker.start(folder.resolve("kafka"), port, proxy.port());
    }

    @AfterEach
    void heal() {
        proxy.cutAfter(Long.MAX_VALUE);
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
        proxy.close();
    }

    private static Map<String, String> settings() {
        return Map.of("servers", broker.address(), "read-timeout", "1500ms", "connect-timeout", "1500ms");
    }

    private static DeliveryOrder order(DeliveryMode mode, String topic, int version, int attempt) {
        return Orders.order("kafka", settings(), mode, topic, version, GateRows.SCHEMA, attempt);
    }

    private static DeliveryEffect deliver(DeliveryOrder order, RowFeed rows) {
        return TARGET.deliver(order, rows, RunProgress.SILENT);
    }

    private static void fails(DeliveryOrder order, RowFeed rows, ErrorCode code) {
        assertThatThrownBy(() -> deliver(order, rows))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        failed -> assertThat(failed.code())
                                .as(failed.getMessage())
                                .isEqualTo(code));
    }

    /** What a reader of committed records sees, up to the end that others see now: marks of a commit come a moment after it is acknowledged. */
    private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed");
                KafkaConsumer<byte[], byte[]> uncommitted = consumer("read_uncommitted")) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = uncommitted.endOffsets(partitions);
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
                assertThat(System.nanoTime()).as("records stay hidden").isLessThan(deadline);
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.address());
        properties.put("isolation.level", isolation);
        properties.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader("jiaohui-" + name))
                .map(each -> new String(each.value(), UTF_8))
                .orElse("");
    }

    private static List<ConsumerRecord<byte[], byte[]>> rows(String topic, DeliveryOrder order) {
        return read(topic).stream()
                .filter(each -> header(each, "batch").equals(order.batch().value()))
                .filter(each -> header(each, "end").isEmpty())
                .toList();
    }

    private static void isWhole(DeliveryOrder order, int count) {
        areWhole(List.of(order), count);
    }

    /** Of each batch every row once, and an end in each partition that tells so. */
    private static void areWhole(List<DeliveryOrder> orders, int count) {
        Map<String, List<ConsumerRecord<byte[], byte[]>>> batches =
                read(orders.getFirst().place()).stream().collect(Collectors.groupingBy(each -> header(each, "batch")));
        for (DeliveryOrder order : orders) {
            List<ConsumerRecord<byte[], byte[]>> batch =
                    batches.getOrDefault(order.batch().value(), List.of());
            assertThat(batch.stream()
                            .filter(each -> header(each, "end").isEmpty())
                            .map(each -> header(each, "row")))
                    .as(order.batch().value())
                    .hasSize(count)
                    .doesNotHaveDuplicates();
            List<JsonNode> ends = batch.stream()
                    .filter(each -> header(each, "end").equals("true"))
                    .map(each -> JsonMapper.shared().readTree(each.value()))
                    .toList();
            assertThat(ends).hasSize(2);
            assertThat(ends.stream()
                            .mapToLong(each -> each.path("partitionRows").asLong())
                            .sum())
                    .isEqualTo(count);
            assertThat(ends.getFirst().path("rows").asLong()).isEqualTo(count);
        }
    }

    private static KafkaProducer<byte[], byte[]> foreign(String transactionalId) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.address());
        properties.put("transactional.id", transactionalId);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    @Test
    void eachRowIsARecordWithItsKeyAndABatchEndsInEveryPartition() {
        DeliveryOrder order = order(DeliveryMode.REPLACE, "gates", 1, 1);
        assertThat(TARGET.findEffect(order)).isEmpty();
        DeliveryEffect effect = deliver(order, GateRows.many(12, 150));
        assertThat(TARGET.findEffect(order)).contains(effect);
        isWhole(order, 12);
        ConsumerRecord<byte[], byte[]> second = rows("gates", order).stream()
                .filter(each -> header(each, "row").equals("2"))
                .findFirst()
                .orElseThrow();
        assertThat(new String(second.key(), UTF_8)).isEqualTo("{\"id\":1}");
        assertThat(new String(second.value(), UTF_8))
                .isEqualTo("{\"id\":1,\"站名\":\"收费站,\\\"1\\\"\",\"fee\":1.50,\"at\":\"2024-02-29T23:59:58.000001\"}");
        assertThat(header(second, "dataset")).isEqualTo("gates");
        assertThat(header(second, "version")).isEqualTo("v1");
        assertThat(header(second, "op")).isEqualTo("I");
        int before = read("gates").size();
        assertThat(deliver(order, GateRows.many(12, 150))).isEqualTo(effect);
        assertThat(read("gates")).hasSize(before);
    }

    @Test
    void deletionsHaveAKeyAndNoValue() {
        MadeRows changes = MadeRows.changes(
                GateRows.SCHEMA,
                List.of(
                        new MadeRows.Row(RowFeed.UPDATE, Arrays.asList(1L, "改", 5L, 0L)),
                        new MadeRows.Row(RowFeed.DELETE, Arrays.asList(2L, null, null, null))));
        DeliveryOrder upsert = order(DeliveryMode.UPSERT, "changes", 2, 1);
        assertThat(deliver(upsert, changes).rows()).isEqualTo(2);
        ConsumerRecord<byte[], byte[]> gone = rows("changes", upsert).stream()
                .filter(each -> header(each, "op").equals("D"))
                .findFirst()
                .orElseThrow();
        assertThat(new String(gone.key(), UTF_8)).isEqualTo("{\"id\":2}");
        assertThat(gone.value()).isNull();
        DeliveryOrder append = order(DeliveryMode.APPEND, "appended", 2, 1);
        assertThat(deliver(append, changes).rows()).isEqualTo(1);
        assertThat(rows("appended", append)).hasSize(1);
    }

    /** The lines that are brought back, by id; an id that comes twice is a failure. */
    private static Map<Long, String> held(DeliveryOrder order, DeliveredBatch batch, Path folder) throws Exception {
        HeldRows held =
                TARGET.findHeld(order, batch, folder, RunProgress.SILENT).orElseThrow();
        assertThat(held).isInstanceOf(HeldRows.File.class);
        return Files.readAllLines(((HeldRows.File) held).file().path()).stream()
                .collect(Collectors.toMap(
                        line -> JsonMapper.shared().readTree(line).path("id").asLong(), line -> line));
    }

    private static DeliveredBatch batch(DeliveryEffect effect, BatchId... corrections) {
        return new DeliveredBatch(effect, List.of(corrections), Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void aBatchIsBroughtBackAsItsRecordsAreNow(@TempDir Path folder) throws Exception {
        DeliveryOrder order = order(DeliveryMode.UPSERT, "held", 2, 1);
        List<MadeRows.Row> rows = new ArrayList<>(List.of(
                new MadeRows.Row(RowFeed.UPDATE, Arrays.asList(1L, "改", 5L, 0L)),
                new MadeRows.Row(RowFeed.DELETE, Arrays.asList(2L, null, null, null))));
        for (long id = 3; id <= 40; id++) {
            rows.add(new MadeRows.Row(RowFeed.INSERT, Arrays.asList(id, "站", 7L, 0L)));
        }
        DeliveryEffect effect = deliver(order, MadeRows.changes(GateRows.SCHEMA, rows));
        deliver(order(DeliveryMode.UPSERT, "held", 3, 1), GateRows.many(5, 1));
        Map<Long, String> whole = held(order, batch(effect), folder);
        assertThat(whole).hasSize(40);
        assertThat(whole.get(1L))
                .isEqualTo("{\"ex_op\":\"U\",\"id\":1,\"站名\":\"改\",\"fee\":0.05,\"at\":\"1970-01-01T00:00\"}");
        assertThat(whole.get(2L)).isEqualTo("{\"ex_op\":\"D\",\"id\":2}");

        // Somebody deletes the first records of one partition, and writes one under our batch id; a correction brings a
        // key once more and takes another back.
        ConsumerRecord<byte[], byte[]> last = rows("held", order).stream()
                .filter(each -> each.partition() == 0)
                .skip(4)
                .findFirst()
                .orElseThrow();
        Set<Long> deleted = rows("held", order).stream()
                .filter(each -> each.partition() == 0 && each.offset() < last.offset())
                .map(each -> JsonMapper.shared().readTree(each.key()).path("id").asLong())
                .collect(Collectors.toSet());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.deleteRecords(Map.of(new TopicPartition("held", 0), RecordsToDelete.beforeOffset(last.offset())))
                    .all()
                    .get();
        }
        try (Producer<byte[], byte[]> foreign = foreign("held-foreign")) {
            foreign.beginTransaction();
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>("held", "{\"id\":99}".getBytes(UTF_8), "{\"id\":99}".getBytes(UTF_8));
            record.headers().add("jiaohui-batch", order.batch().value().getBytes(UTF_8));
            foreign.send(record).get();
            foreign.commitTransaction();
        }
        Map<Long, String> tampered = held(order, batch(effect), folder);
        assertThat(deleted).hasSize(4);
        assertThat(tampered.keySet()).doesNotContainAnyElementsOf(deleted).contains(99L);
        assertThat(tampered).hasSize(40 - 4 + 1);

        BatchId correction = new BatchId(order.batch() + "-r0123456789");
        DeliveryOrder corrected = new DeliveryOrder(
                order.target(),
                order.subscription(),
                correction,
                1,
                order.from(),
                new VersionNumber(3),
                order.schema(),
                order.key());
        List<MadeRows.Row> again = new ArrayList<>();
        deleted.forEach(id -> again.add(new MadeRows.Row(RowFeed.UPDATE, Arrays.asList(id, "站", 7L, 0L))));
        again.add(new MadeRows.Row(RowFeed.DELETE, Arrays.asList(99L, null, null, null)));
        deliver(corrected, MadeRows.changes(GateRows.SCHEMA, again));
        Map<Long, String> mended = held(order, batch(effect, correction), folder);
        assertThat(mended).hasSize(40 + 1).containsKeys(deleted.toArray(Long[]::new));
        assertThat(mended.get(99L)).isEqualTo("{\"ex_op\":\"C\",\"id\":99}");
    }

    @Test
    void recordsWhoseRetentionIsOverAreNotMissing(@TempDir Path folder) throws Exception {
        DeliveryOrder order = order(DeliveryMode.REPLACE, "expired", 1, 1);
        DeliveryEffect effect = deliver(order, GateRows.many(50, 1));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition("expired", 0), RecordsToDelete.beforeOffset(-1),
                            new TopicPartition("expired", 1), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
        DeliveredBatch recent = batch(effect);
        assertThat(TARGET.findHeld(order, recent, folder, RunProgress.SILENT))
                .hasValueSatisfying(held -> assertThat(held).isInstanceOf(HeldRows.Nothing.class));
        DeliveredBatch old =
                new DeliveredBatch(effect, List.of(), Instant.now().minus(Duration.ofDays(8)), Instant.now());
        assertThat(TARGET.findHeld(order, old, folder, RunProgress.SILENT))
                .hasValueSatisfying(held -> assertThat(held).isInstanceOf(HeldRows.Untold.class));
    }

    @Test
    void aConnectionThatBreaksAtAnyTenthLeavesEachBatchOnce(TestReporter reporter) {
        int broken = 0;
        List<DeliveryOrder> delivered = new ArrayList<>();
        deliver(order(DeliveryMode.REPLACE, "cut", 1, 1), GateRows.many(10, 1));
        proxy.cutAfter(Long.MAX_VALUE);
        deliver(order(DeliveryMode.REPLACE, "cut", 2, 1), GateRows.many(5_000, 1));
        long whole = proxy.sent();
        for (int tenth = 1; tenth <= 10; tenth++) {
            int version = 2 + tenth;
            proxy.cutAfter(whole * tenth / 10 - 20);
            try {
                deliver(order(DeliveryMode.REPLACE, "cut", version, 1), GateRows.many(5_000, tenth));
            } catch (ExchangeException cut) {
                assertThat(cut.code())
                        .as(cut.getMessage())
                        .isIn(ErrorCode.TARGET_INTERRUPTED, ErrorCode.TARGET_UNREACHABLE);
                broken++;
            }
            proxy.cutAfter(Long.MAX_VALUE);
            DeliveryOrder again = order(DeliveryMode.REPLACE, "cut", version, 2);
            if (TARGET.findEffect(again).isEmpty()) {
                deliver(again, GateRows.many(5_000, tenth));
            }
            delivered.add(again);
        }
        areWhole(delivered, 5_000);
        assertThat(broken).isGreaterThan(7);
        reporter.publishEntry("connections cut", Integer.toString(broken));
    }

    @Test
    void twoHubsThatRaceLeaveEachBatchOnce() throws Exception {
        try (ExecutorService hubs = Executors.newFixedThreadPool(2)) {
            for (int version = 1; version <= 3; version++) {
                List<Future<DeliveryEffect>> both = new ArrayList<>();
                for (int hub = 1; hub <= 2; hub++) {
                    DeliveryOrder order = order(DeliveryMode.REPLACE, "raced", version, hub);
                    both.add(hubs.submit(() -> deliver(order, GateRows.many(5_000, 1))));
                }
                int done = 0;
                for (Future<DeliveryEffect> each : both) {
                    try {
                        assertThat(each.get().rows()).isEqualTo(5_000);
                        done++;
                    } catch (ExecutionException overtaken) {
                        assertThat(overtaken.getCause())
                                .isInstanceOfSatisfying(
                                        ExchangeException.class,
                                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TARGET_INTERRUPTED));
                    }
                }
                DeliveryOrder order = order(DeliveryMode.REPLACE, "raced", version, 3);
                if (done == 0) {
                    deliver(order, GateRows.many(5_000, 1));
                }
                isWhole(order, 5_000);
            }
        }
    }

    /** Killed after everything was sent, before the commit: the transaction stays open with the broker until the next attempt. */
    @Test
    void whatAKilledHubLeftOpenDoesNotCount() {
        deliver(order(DeliveryMode.REPLACE, "killed", 1, 1), GateRows.many(10, 1));
        DeliveryOrder order = order(DeliveryMode.REPLACE, "killed", 2, 1);
        try (KafkaProducer<byte[], byte[]> killed = foreign("jiaohui-"
                + order.subscription().id() + "-" + order.subscription().mark())) {
            killed.beginTransaction();
            ProducerRecord<byte[], byte[]> row = new ProducerRecord<>("killed", "{}".getBytes(UTF_8));
            row.headers().add("jiaohui-batch", order.batch().value().getBytes(UTF_8));
            var _ = killed.send(row);
            var _ = killed.send(new ProducerRecord<>(
                    "jiaohui-deliveries",
                    0,
                    (order.subscription().id() + "-" + order.subscription().mark()).getBytes(UTF_8),
                    ("{\"batches\":[{\"batchId\":\"" + order.batch() + "\",\"version\":2,\"rows\":1}]}")
                            .getBytes(UTF_8)));
            killed.flush();
            assertThat(TARGET.findEffect(order)).isEmpty();
            deliver(order(DeliveryMode.REPLACE, "killed", 2, 2), GateRows.many(10, 1));
        }
        isWhole(order, 10);
    }

    /** An open transaction of another subscription hides notes behind it; guessing would write a batch twice. */
    @Test
    void waitsWhileNotesAreHidden() {
        DeliveryOrder order = order(DeliveryMode.REPLACE, "hidden", 1, 1);
        deliver(order, GateRows.many(10, 1));
        try (Producer<byte[], byte[]> other = foreign("another")) {
            other.beginTransaction();
            var _ = other.send(
                    new ProducerRecord<>("jiaohui-deliveries", 0, "another".getBytes(UTF_8), "{}".getBytes(UTF_8)));
            other.flush();
            fails(order, GateRows.many(10, 1), ErrorCode.TARGET_INTERRUPTED);
            other.abortTransaction();
        }
        deliver(order, GateRows.many(10, 1));
        isWhole(order, 10);
    }

    @Test
    void aVersionThatIsOverIsNotSentAnyMore() {
        deliver(order(DeliveryMode.REPLACE, "overtaken", 4, 1), GateRows.many(10, 1));
        fails(order(DeliveryMode.REPLACE, "overtaken", 3, 1), GateRows.many(10, 1), ErrorCode.TARGET_REFUSED_ROWS);
        assertThat(rows("overtaken", order(DeliveryMode.REPLACE, "overtaken", 3, 1)))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertThat(Orders.steps(TARGET, order(DeliveryMode.REPLACE, "x", 1, 1).target()))
                .containsExactly("RESOLVE_HOST PASSED", "CONNECT PASSED", "AUTHENTICATE PASSED", "WRITE PASSED");
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.address());
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(
                            new NewTopic("expiring", 1, (short) 1),
                            new NewTopic("small", 1, (short) 1).configs(Map.of("max.message.bytes", "500"))))
                    .all()
                    .get();
        }
        fails(with(Map.of("control-topic", "expiring")), GateRows.many(1, 1), ErrorCode.SETTINGS_WRONG);
        fails(with(Map.of("create-topic", "false")), GateRows.many(1, 1), ErrorCode.TARGET_REFUSED_ROWS);
        fails(with(Map.of("servers", "127.0.0.1:1")), GateRows.many(1, 1), ErrorCode.TARGET_UNREACHABLE);
        fails(with(Map.of("transaction-timeout", "2h")), GateRows.many(1, 1), ErrorCode.SETTINGS_WRONG);
        fails(order(DeliveryMode.REPLACE, "no topic", 1, 1), GateRows.many(1, 1), ErrorCode.SETTINGS_WRONG);
        assertThatThrownBy(() -> deliver(
                        order(DeliveryMode.REPLACE, "small", 1, 1),
                        MadeRows.whole(
                                GateRows.SCHEMA,
                                Arrays.asList(1L, "a", 5L, 0L),
                                Arrays.asList(2L, "x".repeat(2_000_000), 5L, 0L))))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TARGET_REFUSED_ROWS))
                .hasMessageContaining("row 2");
        assertThat(Orders.steps(
                        new KafkaTarget(new AllowedHosts(List.of("*.example.cn"))),
                        order(DeliveryMode.REPLACE, "x", 1, 1).target()))
                .containsExactly(
                        "RESOLVE_HOST FAILED HOST_NOT_ALLOWED",
                        "CONNECT NOT_REACHED",
                        "AUTHENTICATE NOT_REACHED",
                        "WRITE NOT_REACHED");
        assertThat(Orders.steps(
                        TARGET, with(Map.of("control-topic", "expiring")).target()))
                .endsWith("AUTHENTICATE PASSED", "WRITE FAILED SETTINGS_WRONG");
    }

    private static DeliveryOrder with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings());
        all.putAll(more);
        return Orders.order("kafka", all, DeliveryMode.REPLACE, "unmade", 1, GateRows.SCHEMA, 1);
    }
}
