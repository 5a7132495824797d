package org.jiaohui.connector.mqtt;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jiaohui.connector.AcknowledgedProtocol;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.account.Acknowledgement;
import org.jiaohui.exchange.source.account.Claim;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/**
 * Takes the messages that arrive within a window. The connection stays open until the ledger knows how the run ended: then they are acknowledged, or, when
 * nothing was published, left for the next run. Whatever breaks in between, the broker sends them again: at least once.
 */
public final class MqttProtocol implements AcknowledgedProtocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "mqtt",
            "MQTT 主题",
            "MQTT topics",
            List.of(
                    Setting.required(
                            "server",
                            "服务器（mqtt://主机:1883 或 mqtts://主机:8883）",
                            "Server (mqtt://host:1883 or mqtts://host:8883)",
                            SettingType.URI),
                    Setting.required(
                            "topics", "主题，逗号分隔，可用 + 和 #", "Topics, comma-separated, with + and #", SettingType.TEXT),
                    Setting.required(
                            "client-id",
                            "客户端标识；服务器以它保存会话，不得另作他用",
                            "Client id; the broker keeps the session under it, nobody else may use it",
                            SettingType.TEXT),
                    Setting.optional("user", "用户名", "User name", SettingType.TEXT, ""),
                    Setting.secret("password", "密码", "Password"),
                    Setting.choice("payload", "消息格式", "Format of the messages", "json", "ndjson", "csv", "text"),
                    Setting.optional(
                            "csv-columns",
                            "CSV 列名，逗号分隔；留空则每条消息首行为列名",
                            "Columns of CSV, comma-separated; when empty the first line of each message names them",
                            SettingType.TEXT,
                            ""),
                    Setting.optional(
                            "metadata",
                            "加入主题、到达时间两列",
                            "Add columns for topic and time of arrival",
                            SettingType.BOOLEAN,
                            "true"),
                    Setting.choice("broken-messages", "无法解码的消息", "Messages that cannot be decoded", "fail", "keep"),
                    Setting.choice("retained", "保留消息", "Retained messages", "skip", "take"),
                    Setting.optional("window", "每次收取时长", "How long a run listens", SettingType.DURATION, "30s"),
                    Setting.optional(
                            "max-messages", "每次最多消息数", "Messages a run takes at most", SettingType.INTEGER, "60000"),
                    Setting.optional(
                            "max-bytes", "每次最多字节数", "Bytes a run takes at most", SettingType.INTEGER, "100000000"),
                    Setting.optional(
                            "trusted-certificates",
                            "只信任这些证书（PEM）；留空用 Java 的",
                            "Only these certificates are trusted (PEM); when empty, those that Java trusts",
                            SettingType.TEXT,
                            ""),
                    Setting.optional("connect-timeout", "连接时限", "Connect time-out", SettingType.DURATION, "10s"),
                    Setting.optional(
                            "total-timeout", "总时限", "Time limit of the whole fetch", SettingType.DURATION, "30m")));
    private static final int SAMPLE_MESSAGES = 5;
    private static final long SAMPLE_MILLIS = 5_000;

    private final AllowedHosts hosts;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** A connection whose messages wait to be acknowledged. */
    private record Held(Claim claim, MqttSession session) {}

    public MqttProtocol(AllowedHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        throw SettingValues.wrong("MQTT 只能在任务运行中读取 / MQTT topics are read by runs alone");
    }

    @Override
    public Delivery fetch(Fetch fetch, Claim claim) {
        SettingValues settings = fetch.settings();
        Broker broker = Broker.of(settings);
        settle(broker, fetch.since());
        MqttSession session = fetch.watch().opened(() -> MqttSession.open(broker, hosts, true));
        boolean kept = false;
        try {
            session.subscribe();
            Optional<SpooledFile> file = take(
                    fetch,
                    session,
                    settings.integer("max-messages"),
                    settings.duration("window").toMillis());
            session.stopListening();
            if (file.isEmpty()) {
                session.acknowledge(); // Messages without rows, and retained ones that are passed over.
                return new Delivery.NotModified();
            }
            held.put(broker.session(), new Held(claim, session));
            kept = true;
            return new Delivery.Files(List.of(file.get()), claim.toString());
        } finally {
            fetch.watch().release(session);
            if (!kept) {
                session.close();
            }
        }
    }

    /** A connection that an earlier run left open: acknowledged when that run is the last that was published, closed in any case. */
    private void settle(Broker broker, Optional<String> published) {
        Held earlier = held.remove(broker.session());
        if (earlier != null) {
            if (published.filter(earlier.claim().toString()::equals).isPresent()) {
                earlier.session().acknowledge();
            }
            earlier.session().close();
        }
    }

    @Override
    public void acknowledge(Source source, SettingValues settings, Acknowledgement told) {
        Broker broker = Broker.of(settings);
        Held waiting = held.get(broker.session());
        if (waiting == null || !waiting.claim().run().equals(told.run()) || !held.remove(broker.session(), waiting)) {
            return; // Another hub fetched, or this one was started anew: the broker sends the messages again.
        }
        boolean found = told.published().isPresent() || told.outcome() == RunOutcome.UNCHANGED;
        if (found) {
            waiting.session().acknowledge();
        }
        waiting.session().close();
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        Broker broker = Broker.of(fetch.settings()).as("jiaohui-" + UUID.randomUUID());
        Reach.steps(trial, hosts, broker.host(), broker.port(), broker.connectTimeout());
        try (MqttSession session = trial.step(
                TrialStep.AUTHENTICATE,
                () -> MqttSession.open(broker, hosts, false),
                opened -> broker.user().isPresent() ? "凭据被接受 / the credentials are accepted" : "匿名 / anonymous")) {
            trial.step(
                    TrialStep.PERMISSION,
                    () -> {
                        session.subscribe();
                        return broker.topics();
                    },
                    topics -> "已订阅 / subscribed: " + String.join(", ", topics));
            fetch.sample(
                    trial,
                    () -> take(fetch, session, SAMPLE_MESSAGES, SAMPLE_MILLIS)
                            .<Delivery>map(file -> new Delivery.Files(List.of(file), ""))
                            .orElseThrow(() -> new ExchangeException(
                                    ErrorCode.SOURCE_EMPTY,
                                    broker.shown()
                                            + " 5 秒内没有消息；主题可能只是安静 / no message arrived within 5 seconds; the"
                                            + " topics may just be quiet")));
        }
    }

    /** Lays down what arrives, until the window ends or one of the limits is reached; empty when nothing arrives. */
    private static Optional<SpooledFile> take(Fetch fetch, MqttSession session, int most, long millis) {
        SettingValues settings = fetch.settings();
        long mostBytes = settings.integer("max-bytes");
        long end = System.nanoTime() + millis * 1_000_000;
        SpooledFile file = fetch.lines("messages.ndjson", to -> {
            PayloadRows rows = PayloadRows.of(settings);
            int taken = 0;
            long bytes = 0;
            while (taken < most && bytes < mostBytes && System.nanoTime() < end) {
                fetch.watch().check();
                long left = (end - System.nanoTime()) / 1_000_000;
                Optional<MqttSession.Arrived> next = next(session, Math.min(200, left));
                boolean skipped =
                        next.filter(each -> each.message().isRetained()).isPresent()
                                && settings.text("retained").equals("skip");
                if (next.isPresent() && !skipped) {
                    write(settings, rows, next.get(), to);
                    bytes += next.get().message().getPayload().length;
                    taken++;
                }
            }
        });
        return file.bytes() == 0 ? Optional.empty() : Optional.of(file);
    }

    private static Optional<MqttSession.Arrived> next(MqttSession session, long millis) throws IOException {
        try {
            return session.next(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ExchangeException(ErrorCode.STOPPED, "运行被停止 / the run was stopped", stop);
        }
    }

    private static void write(SettingValues settings, PayloadRows rows, MqttSession.Arrived arrived, OutputStream to)
            throws IOException {
        byte[] payload = arrived.message().getPayload();
        List<tools.jackson.databind.node.ObjectNode> found;
        try {
            found = rows.of(payload);
        } catch (IOException broken) {
            if (settings.text("broken-messages").equals("fail")) {
                throw new ExchangeException(
                        ErrorCode.FORMAT_BROKEN,
                        "主题 " + arrived.topic() + " 的一条消息无法解码（broken-messages=keep 可留待检查） / a message of the topic "
                                + arrived.topic() + " cannot be decoded (broken-messages=keep keeps it): "
                                + broken.getMessage(),
                        broken);
            }
            found = List.of(PayloadRows.JSON
                    .createObjectNode()
                    .put("mqtt_error", broken.getMessage())
                    .put("mqtt_payload", Base64.getEncoder().encodeToString(payload)));
        }
        String now = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        for (tools.jackson.databind.node.ObjectNode row : found) {
            if (settings.flag("metadata")) {
                row.put("mqtt_topic", arrived.topic());
                row.put("mqtt_received_at", now);
            }
            to.write(PayloadRows.JSON.writeValueAsBytes(row));
            to.write('\n');
        }
    }
}
