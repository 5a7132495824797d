package org.jiaohui.connector.targets.topic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.TargetSide;
import org.jiaohui.connector.kafka.KafkaConnection;
import org.jiaohui.connector.targets.StopGuard;
import org.jiaohui.exchange.delivery.CsvFeed;
import org.jiaohui.exchange.delivery.DeliveredBatch;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.disk.FullDisk;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/**
 * Topics of a Kafka cluster. A batch is one transaction: its rows, an end record in every partition, and its note in the control topic. Each subscription has one
 * transactional id. Beginning with it shuts out whoever still writes under it (a hub that was overtaken) and has the broker decide what an earlier attempt left open;
 * only then are the notes read, and they tell whether the batch took effect.
 */
public record KafkaTarget(AllowedHosts hosts) implements TargetConnector {
    /** What closing may take at most: time for the broker to hear that the transaction is given up. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "kafka",
            "Kafka 主题",
            "Kafka topics",
            KafkaConnection.login(
                    Setting.optional(
                            "control-topic",
                            "登记批次的主题（压缩保留）",
                            "Topic that notes the batches (compacted)",
                            SettingType.TEXT,
                            "jiaohui-deliveries"),
                    Setting.optional(
                            "create-topic", "缺主题时自动建", "Create topics that are missing", SettingType.BOOLEAN, "true"),
                    Setting.optional(
                            "transaction-timeout",
                            "事务时限，不超过服务器的 transaction.max.timeout.ms",
                            "Time limit of a transaction, at most the broker's transaction.max.timeout.ms",
                            SettingType.DURATION,
                            "15m")));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Set<DeliveryMode> modes() {
        return EnumSet.of(DeliveryMode.REPLACE, DeliveryMode.UPSERT, DeliveryMode.APPEND);
    }

    @Override
    public DeliveryEffect deliver(DeliveryOrder order, RowFeed rows, RunProgress progress) {
        SettingValues settings = settings(order.target());
        TargetSide.of(() -> KafkaConnection.checkNodes(settings, hosts));
        Topics.ensure(settings, order.place());
        try (Producer<byte[], byte[]> producer = producer(settings, transactionalId(order));
                StopGuard guard = new StopGuard(progress, producer)) {
            producer.initTransactions();
            BatchNotes notes =
                    BatchNotes.read(settings, order, progress).orElseThrow(() -> Trouble.undecided(settings));
            Optional<DeliveryEffect> before = notes.find(order);
            if (before.isPresent()) {
                return before.get();
            }
            producer.beginTransaction();
            RowRecords records = new RowRecords(producer, order);
            DeliveryEffect effect = CsvFeed.send(rows.alsoTo(records), order.mode(), progress, (bytes, length) -> {});
            records.end(effect);
            notes.add(order, effect, producer);
            guard.check();
            producer.commitTransaction();
            return effect;
        } catch (KafkaException broken) {
            progress.checkStop();
            throw Trouble.of(settings, order.place(), broken);
        } catch (ExchangeException failed) {
            progress.checkStop();
            throw failed;
        } catch (IOException broken) {
            throw new IllegalStateException("nothing is written but records", broken);
        }
    }

    /** Reads the notes; where a transaction is still open beside them, it is shut out first, so that the answer is final. */
    @Override
    public Optional<DeliveryEffect> findEffect(DeliveryOrder order) {
        SettingValues settings = settings(order.target());
        TargetSide.of(() -> KafkaConnection.checkNodes(settings, hosts));
        try {
            if (!Topics.hasControl(settings)) {
                return Optional.empty();
            }
            Optional<BatchNotes> decided = BatchNotes.read(settings, order, RunProgress.SILENT);
            if (decided.isPresent()) {
                return decided.get().effect(order);
            }
            try (Producer<byte[], byte[]> producer = producer(settings, transactionalId(order))) {
                producer.initTransactions();
            }
            return BatchNotes.read(settings, order, RunProgress.SILENT)
                    .orElseThrow(() -> Trouble.undecided(settings))
                    .effect(order);
        } catch (KafkaException broken) {
            throw Trouble.of(settings, order.place(), broken);
        }
    }

    @Override
    public Optional<HeldRows> findHeld(DeliveryOrder order, DeliveredBatch batch, Path folder, RunProgress progress) {
        SettingValues settings = settings(order.target());
        TargetSide.of(() -> KafkaConnection.checkNodes(settings, hosts));
        try {
            return Optional.of(new BatchRecords(settings, order, batch, folder, progress).bring());
        } catch (KafkaException broken) {
            progress.checkStop();
            throw Trouble.of(settings, order.place(), broken);
        } catch (IOException full) {
            throw new ExchangeException(
                    FullDisk.isBehind(full) ? ErrorCode.DISK_FULL : ErrorCode.INTERNAL,
                    "读回的消息无法写到本机 / records that were read back cannot be written here: " + full.getMessage(),
                    full);
        }
    }

    /** A batch of all rows is over when the next one is there. */
    @Override
    public boolean keepsBatches(DeliveryMode mode) {
        return mode != DeliveryMode.REPLACE;
    }

    /** Takes a transactional id of its own for the trial, which tells whether the account may; no record is written. */
    @Override
    public void test(Target target, Trial trial) {
        SettingValues settings = settings(target);
        Reach.targetSteps(
                trial,
                hosts,
                KafkaConnection.host(settings),
                KafkaConnection.port(settings),
                settings.duration("connect-timeout"));
        trial.step(
                TrialStep.AUTHENTICATE,
                () -> TargetSide.of(() -> KafkaConnection.checkNodes(settings, hosts)),
                nodes -> nodes.size() + " 个节点 / nodes");
        trial.step(TrialStep.WRITE, () -> mayWrite(settings), topic -> topic);
    }

    private static String mayWrite(SettingValues settings) {
        String control = settings.text("control-topic");
        try (Producer<byte[], byte[]> producer = producer(settings, "jiaohui-test")) {
            producer.initTransactions();
            Topics.check(settings);
            return control;
        } catch (KafkaException broken) {
            throw Trouble.of(settings, control, broken);
        }
    }

    private static String transactionalId(DeliveryOrder order) {
        return "jiaohui-" + order.subscription().id() + "-"
                + order.subscription().mark();
    }

    private static Producer<byte[], byte[]> producer(SettingValues settings, String transactionalId) {
        int answer = (int) settings.duration("read-timeout").toMillis();
        int request = (int) settings.duration("connect-timeout").toMillis();
        Properties properties = KafkaConnection.properties(settings);
        properties.remove("default.api.timeout.ms");
        properties.put("transactional.id", transactionalId);
        properties.put("transaction.timeout.ms", (int)
                settings.duration("transaction-timeout").toMillis());
        properties.put("max.block.ms", (long) answer);
        properties.put("linger.ms", 20);
        properties.put("batch.size", 1 << 16);
        properties.put("request.timeout.ms", Math.min(request, answer));
        properties.put("delivery.timeout.ms", Math.max(answer, Math.min(request, answer) + 20));
        return new ClosedInTime(properties, Duration.ofMillis(Math.min(answer, LAST_WORDS.toMillis())));
    }

    private static SettingValues settings(Target target) {
        return SettingValues.of(DESCRIPTION, target.settings());
    }

    /** A producer that is closed within seconds, also while the broker is silent; a transaction that is under way is given up. */
    private static final class ClosedInTime extends KafkaProducer<byte[], byte[]> {
        private final Duration within;

        private ClosedInTime(Properties properties, Duration within) {
            super(properties, new ByteArraySerializer(), new ByteArraySerializer());
            this.within = within;
        }

        @Override
        public void close() {
            close(within);
        }
    }
}
