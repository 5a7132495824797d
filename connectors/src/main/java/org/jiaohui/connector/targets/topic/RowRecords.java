package org.jiaohui.connector.targets.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jiaohui.connector.targets.RowJson;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.table.Batch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends rows as records of one transaction. The key is a JSON object of the key columns, the value one of all columns; a deletion has no value. Memory is bounded by the
 * producer's buffer: when it is full, sending waits.
 */
final class RowRecords implements RowFeed.Receiver {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Producer<byte[], byte[]> producer;
    private final DeliveryOrder order;
    private final AtomicLongArray rowsOfPartition;
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final byte[] dataset;
    private final byte[] version;
    private final byte[] batchId;
    private long number;

    /** What the broker said to the first record that it did not take. */
    private record Failure(long row, Exception why) {}

    RowRecords(Producer<byte[], byte[]> producer, DeliveryOrder order) {
        this.producer = producer;
        this.order = order;
        rowsOfPartition =
                new AtomicLongArray(producer.partitionsFor(order.place()).size());
        dataset = bytes(order.dataset().value());
        version = bytes(order.to().toString());
        batchId = bytes(order.batch().value());
    }

    @Override
    public void take(Batch batch, byte[] operations) {
        int[] key = order.key().stream().mapToInt(batch.schema()::indexOf).toArray();
        for (int row = 0; row < batch.rows; row++) {
            byte operation = operations[row];
            if (!order.mode().sends(operation)) {
                continue;
            }
            number++;
            send(batch, row, operation, key);
            // A broker that is silent is waited for with the first record only, not with each.
            check();
        }
    }

    private void send(Batch batch, int row, byte operation, int[] key) {
        byte @Nullable [] keyBytes = null;
        if (key.length > 0) {
            text.reset();
            RowJson.write(batch, row, key, text);
            keyBytes = text.toByteArray();
        }
        byte @Nullable [] value = null;
        if (operation != RowFeed.DELETE) {
            text.reset();
            RowJson.write(batch, row, (byte) 0, text);
            value = text.toByteArray();
        }
        ProducerRecord<byte[], byte[]> record = record(null, keyBytes, value);
        record.headers().add("jiaohui-row", bytes(Long.toString(number))).add("jiaohui-op", new byte[] {operation});
        long at = number;
        var _ = producer.send(record, (sent, why) -> took(at, sent, why));
    }

    private void took(long row, @Nullable RecordMetadata sent, @Nullable Exception why) {
        if (why != null) {
            failure.compareAndSet(null, new Failure(row, why));
        } else if (sent != null) {
            rowsOfPartition.incrementAndGet(sent.partition());
        }
    }

    /** Sends the end of the batch to every partition, with the rows that this partition got. */
    void end(DeliveryEffect effect) {
        producer.flush();
        check();
        for (int partition = 0; partition < rowsOfPartition.length(); partition++) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("batchId", order.batch().value());
            members.put("resourceCode", order.dataset().value());
            members.put("version", order.to().toString());
            order.from().ifPresent(from -> members.put("previousVersion", from.toString()));
            members.put("content", order.mode().tellsOperations() ? "operations" : "rows");
            members.put("partitionRows", rowsOfPartition.get(partition));
            members.put("rows", effect.rows());
            members.put("bytes", effect.bytes());
            members.put("digestAlg", "SHA-256");
            members.put("digest", effect.digest());
            ProducerRecord<byte[], byte[]> record = record(
                    partition,
                    JSON.writeValueAsBytes(
                            Map.of("jiaohui-end", order.subscription().id().value())),
                    JSON.writeValueAsBytes(members));
            record.headers().add("jiaohui-end", bytes("true"));
            var _ = producer.send(record, (sent, why) -> {
                if (why != null) {
                    failure.compareAndSet(null, new Failure(effect.rows(), why));
                }
            });
        }
    }

    private ProducerRecord<byte[], byte[]> record(
            @Nullable Integer partition, byte @Nullable [] key, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(order.place(), partition, key, value);
        record.headers()
                .add("jiaohui-dataset", dataset)
                .add("jiaohui-version", version)
                .add("jiaohui-batch", batchId);
        return record;
    }

    private void check() {
        Failure first = failure.get();
        if (first != null) {
            throw first.why() instanceof KafkaException known
                    ? new RefusedRecord(first.row(), known)
                    : new KafkaException(first.why());
        }
    }

    /** The row whose record was not taken. */
    static final class RefusedRecord extends KafkaException {
        private static final long serialVersionUID = 1;

        private RefusedRecord(long row, KafkaException why) {
            super("第 " + row + " 行 / row " + row + ": " + why.getMessage(), why);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
