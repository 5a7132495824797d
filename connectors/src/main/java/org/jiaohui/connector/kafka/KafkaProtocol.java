package org.jiaohui.connector.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Protocol;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;
import tools.jackson.databind.node.ObjectNode;

/** Takes the records that a topic holds when the fetch begins, from where the last published run ended. */
public record KafkaProtocol(AllowedHosts hosts) implements Protocol {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final ConnectorDescription DESCRIPTION =
            new ConnectorDescription("kafka", "Kafka 主题", "Kafka topic", settings());

    private static List<Setting> settings() {
        List<Setting> all = new ArrayList<>(KafkaConnection.login(
                Setting.required("topic", "主题", "Topic", SettingType.TEXT),
                Setting.choice("value-format", "消息格式", "Format of the values", "json", "avro", "avro-with-header"),
                Setting.optional("avro-schema", "Avro 结构（JSON）", "Avro schema (JSON)", SettingType.TEXT, ""),
                Setting.optional(
                        "metadata",
                        "加入分区、偏移、时间、键四列",
                        "Add columns for partition, offset, time and key",
                        SettingType.BOOLEAN,
                        "true"),
                Setting.choice("lost-records", "已被服务器删除的消息", "Records that the server has deleted", "fail", "skip"),
                Setting.choice("broken-records", "无法解码的消息", "Records that cannot be decoded", "fail", "keep"),
                Setting.optional(
                        "max-records", "每次最多消息数", "Records a run takes at most", SettingType.INTEGER, "1000000")));
        all.add(Setting.optional("total-timeout", "总时限", "Time limit of the whole fetch", SettingType.DURATION, "30m"));
        return List.copyOf(all);
    }

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        KafkaConnection.checkNodes(fetch.settings(), hosts);
        return take(fetch, fetch.settings().integer("max-records"));
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        SettingValues settings = fetch.settings();
        Reach.steps(
                trial,
                hosts,
                KafkaConnection.host(settings),
                KafkaConnection.port(settings),
                settings.duration("connect-timeout"));
        trial.step(
                TrialStep.AUTHENTICATE,
                () -> KafkaConnection.checkNodes(settings, hosts),
                nodes -> nodes.size() + " 个节点 / nodes");
        trial.step(
                TrialStep.PERMISSION,
                () -> {
                    try (Consumer<byte[], byte[]> consumer = consumer(settings)) {
                        return partitions(settings, consumer);
                    } catch (KafkaException broken) {
                        throw trouble(settings, broken);
                    }
                },
                found -> found.size() + " 个分区 / partitions");
        fetch.sample(trial, () -> take(fetch, 5));
    }

    private Delivery take(Fetch fetch, int most) {
        SettingValues settings = fetch.settings();
        try (Consumer<byte[], byte[]> consumer = consumer(settings)) {
            List<TopicPartition> partitions = partitions(settings, consumer);
            Map<TopicPartition, Long> from = start(fetch, consumer, partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            from.forEach(consumer::seek);
            boolean anything = partitions.stream().anyMatch(each -> offset(from, each) < offset(ends, each));
            if (!anything) {
                return fetch.since().isPresent() ? new Delivery.NotModified() : nothing(settings);
            }
            Map<Integer, Long> next = new TreeMap<>();
            from.forEach((partition, offset) -> next.put(partition.partition(), offset));
            SpooledFile file =
                    fetch.lines(settings.text("topic") + ".ndjson", to -> copy(fetch, consumer, ends, next, most, to));
            if (file.bytes() == 0) {
                return fetch.since().isPresent() ? new Delivery.NotModified() : nothing(settings);
            }
            return new Delivery.Files(List.of(file), new TopicPosition(settings.text("topic"), next).toString());
        } catch (InterruptException stopped) {
            fetch.watch().check();
            throw trouble(settings, stopped);
        } catch (KafkaException broken) {
            fetch.watch().check();
            throw trouble(settings, broken);
        }
    }

    private static Delivery nothing(SettingValues settings) {
        throw new ExchangeException(ErrorCode.SOURCE_EMPTY, shown(settings) + " 没有消息 / the topic holds no record yet");
    }

    /** Copies records up to the ends that were there at the start, or to the most; notes how far it came. */
    private static void copy(
            Fetch fetch,
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Map<Integer, Long> next,
            int most,
            OutputStream to)
            throws IOException {
        RecordDecoder decoder = RecordDecoder.of(fetch.settings());
        Duration patience = fetch.settings().duration("read-timeout");
        long quietSince = System.nanoTime();
        int taken = 0;
        while (taken < most && !reached(consumer, ends)) {
            fetch.watch().check();
            boolean any = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                any = true;
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (taken < most && record.offset() < offset(ends, partition)) {
                    write(fetch.settings(), decoder, record, to);
                    next.put(record.partition(), record.offset() + 1);
                    taken++;
                }
            }
            if (any) {
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > patience.toNanos()) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_TIMED_OUT,
                        shown(fetch.settings()) + " 超过 read-timeout 没有消息 / sent nothing within read-timeout after "
                                + taken + " records");
            }
        }
        if (taken < most) {
            // Control records and aborted transactions leave gaps: the position goes past them.
            ends.forEach((partition, end) -> next.merge(partition.partition(), end, Math::max));
        }
    }

    private static boolean reached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(each -> consumer.position(each.getKey()) >= each.getValue());
    }

    private static void write(
            SettingValues settings, RecordDecoder decoder, ConsumerRecord<byte[], byte[]> record, OutputStream to)
            throws IOException {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        ObjectNode row;
        try {
            row = decoder.decode(value);
        } catch (IOException broken) {
            if (settings.text("broken-records").equals("fail")) {
                throw new ExchangeException(
                        ErrorCode.FORMAT_BROKEN,
                        shown(settings) + " 分区 " + record.partition() + " 偏移 " + record.offset()
                                + " 的消息无法解码（broken-records=keep 可留待检查） / the record at partition "
                                + record.partition() + ", offset " + record.offset() + " cannot be decoded: "
                                + broken.getMessage(),
                        broken);
            }
            row = RecordDecoder.JSON.createObjectNode();
            row.put("kafka_error", broken.getMessage());
            row.put("kafka_value", Base64.getEncoder().encodeToString(value));
        }
        if (settings.flag("metadata")) {
            row.put("kafka_partition", record.partition());
            row.put("kafka_offset", record.offset());
            row.put("kafka_time", Instant.ofEpochMilli(record.timestamp()).toString());
            row.put("kafka_key", record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8));
        }
        to.write(RecordDecoder.JSON.writeValueAsBytes(row));
        to.write('\n');
    }

    private static Map<TopicPartition, Long> start(
            Fetch fetch, Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        SettingValues settings = fetch.settings();
        Optional<TopicPosition> before =
                fetch.since().flatMap(text -> TopicPosition.parse(text, settings.text("topic")));
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> from = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Optional<Long> known = before.map(TopicPosition::next).map(each -> each.get(partition.partition()));
            long beginning = offset(beginnings, partition);
            if (known.filter(each -> each < beginning).isPresent()
                    && settings.text("lost-records").equals("fail")) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_INTERRUPTED,
                        shown(settings) + " 分区 " + partition.partition() + " 的消息 " + known.get() + "–" + (beginning - 1)
                                + " 已被服务器删除（lost-records=skip 可跳过） / the records " + known.get() + "–" + (beginning - 1)
                                + " of partition " + partition.partition() + " are gone from the server");
            }
            from.put(partition, known.map(each -> Math.max(each, beginning)).orElse(beginning));
        }
        return from;
    }

    private static List<TopicPartition> partitions(SettingValues settings, Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> found = consumer.partitionsFor(settings.text("topic"));
        if (found == null || found.isEmpty()) {
            throw SettingValues.wrong(shown(settings) + " 没有这个主题 / there is no such topic");
        }
        return found.stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }

    private static Consumer<byte[], byte[]> consumer(SettingValues settings) {
        Properties properties = KafkaConnection.properties(settings);
        properties.put("enable.auto.commit", "false");
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "none");
        properties.put("allow.auto.create.topics", "false");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static ExchangeException trouble(SettingValues settings, KafkaException broken) {
        return KafkaConnection.trouble(shown(settings), broken);
    }

    private static String shown(SettingValues settings) {
        return KafkaConnection.shown(settings, settings.text("topic"));
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }
}
