package org.jiaohui.connector.targets.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.kafka.KafkaConnection;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveredBatch;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.SpooledFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings the committed records of a batch back as a file of one JSON object a line. They are looked for from a little before the delivery began to where the topic
 * ends now. Of a key that was written again, by a correction or by somebody else, the newest record counts, as it does for whoever reads the topic by key; where rows
 * are only ever added, others may add theirs.
 */
final class BatchRecords {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration POLL = Duration.ofMillis(200);

    /** Clocks of hubs and brokers may differ by so much. */
    private static final Duration CLOCKS = Duration.ofMinutes(15);

    private final SettingValues settings;
    private final DeliveryOrder order;
    private final DeliveredBatch batch;
    private final Path folder;
    private final RunProgress progress;
    private final String batchesOfSubscription;

    BatchRecords(SettingValues settings, DeliveryOrder order, DeliveredBatch batch, Path folder, RunProgress progress) {
        this.settings = settings;
        this.order = order;
        this.batch = batch;
        this.folder = folder;
        this.progress = progress;
        batchesOfSubscription =
                order.subscription().id() + "-" + order.subscription().mark() + "-v";
    }

    /** @throws KafkaException what the broker said */
    HeldRows bring() throws IOException {
        GatheredRecords records = new GatheredRecords(folder);
        try (records) {
            read(records);
        }
        if (!records.read()) {
            return new HeldRows.Untold(
                    "更正过的键，或别人写过的键太多，无法逐键核对 / too many keys were corrected, or written by others, to be compared one by one");
        }
        if (records.found() < batch.effect().rows() && mayBeOver()) {
            return new HeldRows.Untold(
                    "主题 %1$s 只留着这一批的 %2$d 行（共 %3$d 行）：已过保留期或已压缩 / the topic %1$s keeps only %2$d of %3$d rows of the batch: its retention is over, or it was compacted"
                            .formatted(
                                    order.place(),
                                    records.found(),
                                    batch.effect().rows()));
        }
        if (records.found() + records.corrected() == 0) {
            return batch.effect().rows() == 0
                    ? new HeldRows.Untold("这一批没有行 / the batch has no rows")
                    : new HeldRows.Nothing(
                            "主题 %1$s 里没有这一批的消息 / the topic %1$s has no record of the batch".formatted(order.place()));
        }
        Path file = folder.resolve("records.ndjson");
        records.merge(file);
        return new HeldRows.File(
                new SpooledFile(file, order.batch() + ".ndjson", Optional.empty(), Files.size(file), ""),
                new FormatOptions(
                        Optional.of("ndjson"),
                        Optional.of("UTF-8"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                true,
                Optional.empty());
    }

    private void read(GatheredRecords records) throws IOException {
        Properties properties = KafkaConnection.properties(settings);
        properties.put("enable.auto.commit", "false");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", "false");
        Set<String> corrections =
                batch.corrections().stream().map(BatchId::value).collect(Collectors.toSet());
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> places = consumer.partitionsFor(order.place()).stream()
                    .map(each -> new TopicPartition(order.place(), each.partition()))
                    .toList();
            consumer.assign(places);
            Map<TopicPartition, Long> ends = ends(places);
            seek(consumer, places);
            Set<TopicPartition> open = new HashSet<>(places);
            long silence = settings.duration("read-timeout").toNanos();
            long heard = System.nanoTime();
            open.removeIf(place -> consumer.position(place) >= ends.getOrDefault(place, 0L));
            while (!open.isEmpty()) {
                progress.checkStop();
                ConsumerRecords<byte[], byte[]> some = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : some) {
                    take(record, corrections, records);
                }
                int before = open.size();
                open.removeIf(place -> consumer.position(place) >= ends.getOrDefault(place, 0L));
                if (!some.isEmpty() || open.size() < before) {
                    heard = System.nanoTime();
                } else if (System.nanoTime() - heard > silence) {
                    if (records.found() >= batch.effect().rows()) {
                        // All is there; what is hidden behind somebody's open transaction is none of ours.
                        return;
                    }
                    throw Trouble.undecided(settings, order.place());
                }
            }
        }
    }

    /** Where the partitions end, transactions that have not ended included: marks of a commit come a moment after it is acknowledged. */
    private Map<TopicPartition, Long> ends(List<TopicPartition> places) {
        try (Admin admin = Admin.create(KafkaConnection.properties(settings))) {
            Map<TopicPartition, Long> ends = new LinkedHashMap<>();
            Topics.done(admin.listOffsets(
                                    places.stream()
                                            .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())),
                                    new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                            .all())
                    .forEach((place, told) -> ends.put(place, told.offset()));
            return ends;
        }
    }

    private void seek(Consumer<byte[], byte[]> consumer, List<TopicPartition> places) {
        long since = batch.begun().minus(CLOCKS).toEpochMilli();
        Map<TopicPartition, Long> asked = places.stream().collect(Collectors.toMap(each -> each, each -> since));
        consumer.offsetsForTimes(asked).forEach((place, offset) -> {
            if (offset == null) {
                consumer.seekToEnd(List.of(place));
            } else {
                consumer.seek(place, offset.offset());
            }
        });
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Set<String> corrections, GatheredRecords records)
            throws IOException {
        if (record.headers().lastHeader("jiaohui-end") != null) {
            return;
        }
        String of = header(record, "jiaohui-batch");
        boolean keyed = record.key() != null && order.mode() != DeliveryMode.APPEND;
        if (order.batch().value().equals(of)) {
            records.own(record, line(record, "D"));
        } else if (corrections.contains(of)) {
            records.correction(record, line(record, HeldRows.TAKEN_BACK));
        } else if (of == null && keyed) {
            records.others(record, line(record, HeldRows.TAKEN_BACK));
        } else if (of != null && keyed && of.startsWith(batchesOfSubscription)) {
            records.settled(record);
        }
        progress.advanced(records.found(), 0);
    }

    /**
     * The row as the rows of a file are written. Of a value that is no JSON object only the key is known.
     *
     * @param deletion the operation of a record without a value
     */
    private static byte[] line(ConsumerRecord<byte[], byte[]> record, String deletion) {
        boolean gone = record.value() == null;
        String told = header(record, "jiaohui-op");
        String operation = gone ? deletion : told == null || told.equals("D") ? "U" : told;
        byte @Nullable [] object = gone || !isObject(record.value()) ? record.key() : record.value();
        String members = object != null && isObject(object)
                ? new String(object, UTF_8)
                        .strip()
                        .substring(1)
                        .replace('\n', ' ')
                        .replace('\r', ' ')
                : "}";
        String begun = "{\"" + HeldRows.OPERATION + "\":" + JSON.writeValueAsString(operation);
        return (begun + (members.stripLeading().startsWith("}") ? "}" : "," + members)).getBytes(UTF_8);
    }

    private static boolean isObject(byte[] text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException broken) {
            return false;
        }
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** Whether records may be missing in the course of things; so they may where nobody may see what the topic keeps. */
    private boolean mayBeOver() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, order.place());
        try (Admin admin = Admin.create(KafkaConnection.properties(settings))) {
            Config config =
                    Topics.done(admin.describeConfigs(List.of(topic)).all()).get(topic);
            if (config == null) {
                return true;
            }
            long millis = number(config, "retention.ms");
            boolean expired = millis >= 0 && batch.begun().plusMillis(millis).isBefore(Instant.now());
            return !value(config, "cleanup.policy").equals("delete")
                    || number(config, "retention.bytes") >= 0
                    || expired;
        } catch (KafkaException mayNotSee) {
            return true;
        }
    }

    private static long number(Config config, String name) {
        String value = value(config, name);
        return value.isEmpty() ? -1 : Long.parseLong(value);
    }

    private static String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }
}
