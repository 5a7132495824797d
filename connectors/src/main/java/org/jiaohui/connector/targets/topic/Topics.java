package org.jiaohui.connector.targets.topic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.kafka.KafkaConnection;

/** The topics of a delivery, made where they are missing: the one of the rows as the broker makes topics, the control topic compacted with one partition. */
final class Topics {
    private static final String POLICY = "cleanup.policy";

    private Topics() {}

    /** @throws org.jiaohui.exchange.fault.ExchangeException what is wrong with them */
    static void ensure(SettingValues settings, String topic) {
        try (Admin admin = Admin.create(KafkaConnection.properties(settings))) {
            ensure(admin, settings, control(settings));
            checkPolicy(admin, settings);
            ensure(admin, settings, new NewTopic(topic, Optional.empty(), Optional.empty()));
        } catch (KafkaException broken) {
            throw Trouble.of(settings, topic, broken);
        }
    }

    /** Whether there is a control topic; without one nothing has been delivered. */
    static boolean hasControl(SettingValues settings) {
        try (Admin admin = Admin.create(KafkaConnection.properties(settings))) {
            return exists(admin, settings.text("control-topic"));
        }
    }

    /** Looks at the control topic without making it. */
    static void check(SettingValues settings) {
        String name = settings.text("control-topic");
        try (Admin admin = Admin.create(KafkaConnection.properties(settings))) {
            if (exists(admin, name)) {
                checkPolicy(admin, settings);
            } else if (!settings.flag("create-topic")) {
                throw Trouble.of(settings, name, new UnknownTopicOrPartitionException(name));
            }
        }
    }

    private static NewTopic control(SettingValues settings) {
        return new NewTopic(settings.text("control-topic"), Optional.of(1), Optional.empty())
                .configs(Map.of(POLICY, "compact", "segment.bytes", "16777216", "max.compaction.lag.ms", "86400000"));
    }

    private static void ensure(Admin admin, SettingValues settings, NewTopic topic) {
        if (exists(admin, topic.name())) {
            return;
        }
        if (!settings.flag("create-topic")) {
            throw Trouble.of(settings, topic.name(), new UnknownTopicOrPartitionException(topic.name()));
        }
        try {
            done(admin.createTopics(List.of(topic)).all());
        } catch (TopicExistsException meanwhile) {
            // Another hub was faster.
            return;
        } catch (KafkaException refused) {
            throw Trouble.of(settings, topic.name(), refused);
        }
    }

    private static boolean exists(Admin admin, String topic) {
        try {
            done(admin.describeTopics(List.of(topic)).allTopicNames());
            return true;
        } catch (UnknownTopicOrPartitionException missing) {
            return false;
        }
    }

    /** Notes that expire would let a batch be written twice. */
    private static void checkPolicy(Admin admin, SettingValues settings) {
        String name = settings.text("control-topic");
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            Config config = done(admin.describeConfigs(List.of(topic)).all()).get(topic);
            ConfigEntry policy = config == null ? null : config.get(POLICY);
            if (policy != null && !policy.value().equals("compact")) {
                throw SettingValues.wrong(
                        "登记主题 %1$s 的 cleanup.policy 应为 compact，实际为 %2$s / the control topic %1$s must have cleanup.policy=compact, it has %2$s"
                                .formatted(name, policy.value()));
            }
        } catch (AuthorizationException mayNotSee) {
            // Who may not see it relies on whoever made the topic.
            return;
        }
    }

    static <T> T done(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        } catch (InterruptedException stop) {
            throw new InterruptException(stop);
        }
    }
}
