package org.jiaohui.connector.targets.topic;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.kafka.KafkaConnection;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** What the failures of a Kafka client mean for a delivery. */
final class Trouble {
    private Trouble() {}

    static ExchangeException of(SettingValues settings, String topic, KafkaException broken) {
        String shown = KafkaConnection.shown(settings, topic);
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case AuthenticationException _ -> {
                    return made(
                            ErrorCode.TARGET_REFUSED_LOGIN,
                            shown + " 拒绝登录，请检查用户和密码 / refused the login; check user and password: ",
                            broken);
                }
                case AuthorizationException _ -> {
                    return made(
                            ErrorCode.TARGET_REFUSED_LOGIN,
                            shown
                                    + " 权限不足：需要写主题和登记主题，以及前缀为 jiaohui- 的事务标识 / a right is missing: writing the topic"
                                    + " and the control topic, and transactional ids that begin with jiaohui-: ",
                            broken);
                }
                case RecordTooLargeException _ -> {
                    return made(
                            ErrorCode.TARGET_REFUSED_ROWS,
                            shown + " 不接受这么大的消息 / does not take records of that size: ",
                            broken);
                }
                case InvalidRecordException _ -> {
                    return made(
                            ErrorCode.TARGET_REFUSED_ROWS,
                            shown
                                    + " 不接受消息；压缩保留的主题需要主键，请在订阅中填写 key / does not take the records; a compacted topic"
                                    + " needs a key, give the subscription one: ",
                            broken);
                }
                case UnknownTopicOrPartitionException _ -> {
                    return made(
                            ErrorCode.TARGET_REFUSED_ROWS,
                            shown
                                    + " 没有这个主题，请使用方创建或设 create-topic=true / there is no such topic; have it made, or"
                                    + " set create-topic=true: ",
                            broken);
                }
                case InvalidTopicException _ -> {
                    return made(ErrorCode.SETTINGS_WRONG, shown + " 主题名不合法 / is no name of a topic: ", broken);
                }
                case InvalidReplicationFactorException _ -> {
                    return made(
                            ErrorCode.TARGET_REFUSED_ROWS,
                            shown + " 不能自动创建，请使用方创建 / cannot be made; have it made by the consumer: ",
                            broken);
                }
                case UnsupportedVersionException _ -> {
                    return made(
                            ErrorCode.SETTINGS_WRONG,
                            shown + " 服务器版本过旧，不支持事务 / the broker is too old for transactions: ",
                            broken);
                }
                case ProducerFencedException _ -> {
                    return overtaken(shown, broken);
                }
                case InvalidProducerEpochException _ -> {
                    return overtaken(shown, broken);
                }
                case ConfigException _ -> {
                    return made(ErrorCode.TARGET_UNREACHABLE, shown + " 无法连接 / cannot be reached: ", broken);
                }
                default -> {
                    // Perhaps what it was caused by says more.
                }
            }
        }
        if (String.valueOf(broken.getMessage()).contains("transaction.max.timeout.ms")) {
            // The client tells this by its words alone.
            return made(
                    ErrorCode.SETTINGS_WRONG,
                    shown + " transaction-timeout 超过服务器的限制 / transaction-timeout is longer than the broker allows: ",
                    broken);
        }
        return made(ErrorCode.TARGET_INTERRUPTED, shown + " 传输中断 / the transfer broke off: ", broken);
    }

    /** While another transaction beside the notes is open, nobody knows which of them count. */
    static ExchangeException undecided(SettingValues settings) {
        return undecided(settings, settings.text("control-topic"));
    }

    /** While another transaction in the topic is open, nobody sees what lies behind it. */
    static ExchangeException undecided(SettingValues settings, String topic) {
        return new ExchangeException(
                ErrorCode.TARGET_INTERRUPTED,
                KafkaConnection.shown(settings, topic)
                        + " 有未结束的事务，稍后再试 / holds a transaction that has not ended; it is tried again later");
    }

    private static ExchangeException overtaken(String shown, KafkaException broken) {
        return made(
                ErrorCode.TARGET_INTERRUPTED,
                shown + " 同一订阅已由另一次交付接手 / another delivery of this subscription took over: ",
                broken);
    }

    private static ExchangeException made(ErrorCode code, String words, KafkaException broken) {
        return new ExchangeException(code, words + broken.getMessage(), broken);
    }
}
