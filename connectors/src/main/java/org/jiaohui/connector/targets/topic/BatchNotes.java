package org.jiaohui.connector.targets.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.kafka.KafkaConnection;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The latest batches of one subscription as the control topic notes them: one record a subscription, which compaction keeps. It is written in the transaction of the
 * batch itself.
 */
final class BatchNotes {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration POLL = Duration.ofMillis(200);

    /** More than one would do, as a subscription is delivered version after version; the others answer for a hub that was away for long. */
    private static final int MOST = 20;

    private final TopicPartition place;
    private final List<Note> notes;

    /** One delivered batch. */
    private record Note(String batchId, int version, long rows, long bytes, String digest) {}

    private BatchNotes(TopicPartition place, List<Note> notes) {
        this.place = place;
        this.notes = notes;
    }

    /**
     * Reads the notes of the order's subscription; empty when transactions that have not ended hide some of them within the time limit of an answer.
     *
     * @param progress asked whether the delivery must stop
     */
    static Optional<BatchNotes> read(SettingValues settings, DeliveryOrder order, RunProgress progress) {
        TopicPartition place = new TopicPartition(settings.text("control-topic"), 0);
        long end = end(settings, place);
        Properties properties = KafkaConnection.properties(settings);
        properties.put("enable.auto.commit", "false");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", "false");
        String key = key(order);
        List<Note> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            long limit = System.nanoTime() + settings.duration("read-timeout").toNanos();
            while (consumer.position(place) < end) {
                progress.checkStop();
                if (System.nanoTime() - limit > 0) {
                    return Optional.empty();
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.key() != null && key.equals(new String(record.key(), UTF_8))) {
                        found = parse(record.value());
                    }
                }
            }
        }
        return Optional.of(new BatchNotes(place, found));
    }

    /** Where the topic ends, transactions that have not ended included. */
    private static long end(SettingValues settings, TopicPartition place) {
        try (Admin admin = Admin.create(KafkaConnection.properties(settings))) {
            return Topics.done(admin.listOffsets(
                                    Map.of(place, OffsetSpec.latest()),
                                    new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                            .partitionResult(place))
                    .offset();
        }
    }

    /** What the order's batch did. */
    Optional<DeliveryEffect> effect(DeliveryOrder order) {
        return notes.stream()
                .filter(note -> note.batchId().equals(order.batch().value()))
                .map(note -> new DeliveryEffect(note.rows(), note.bytes(), note.digest()))
                .findFirst();
    }

    /**
     * The same, before the batch is sent. What corrects an earlier batch brings only rows that no later one has brought since.
     *
     * @throws ExchangeException TARGET_REFUSED_ROWS when a later version has been delivered: what this one brings is over
     */
    Optional<DeliveryEffect> find(DeliveryOrder order) {
        Optional<DeliveryEffect> effect = effect(order);
        int newest = notes.stream().mapToInt(Note::version).max().orElse(0);
        if (effect.isEmpty() && newest > order.to().value() && !order.corrects()) {
            throw new ExchangeException(
                    ErrorCode.TARGET_REFUSED_ROWS,
                    "主题 %1$s 已收到更新的版本 v%2$d，不再送 %3$s / the topic %1$s has got the later version v%2$d, %3$s is not sent any more"
                            .formatted(order.place(), newest, order.to()));
        }
        return effect;
    }

    /** Notes the order's batch, as part of the transaction that is under way. */
    void add(DeliveryOrder order, DeliveryEffect effect, Producer<byte[], byte[]> producer) {
        List<Note> all = new ArrayList<>();
        all.add(new Note(order.batch().value(), order.to().value(), effect.rows(), effect.bytes(), effect.digest()));
        notes.stream().limit(MOST - 1).forEach(all::add);
        var _ = producer.send(new ProducerRecord<>(
                place.topic(),
                place.partition(),
                key(order).getBytes(UTF_8),
                JSON.writeValueAsBytes(Map.of("batches", all))));
    }

    private static String key(DeliveryOrder order) {
        return order.subscription().id() + "-" + order.subscription().mark();
    }

    private static List<Note> parse(byte[] value) {
        List<Note> notes = new ArrayList<>();
        for (JsonNode each : JSON.readTree(value).path("batches")) {
            notes.add(new Note(
                    each.path("batchId").asString(""),
                    each.path("version").asInt(),
                    each.path("rows").asLong(),
                    each.path("bytes").asLong(),
                    each.path("digest").asString("")));
        }
        return notes;
    }
}
