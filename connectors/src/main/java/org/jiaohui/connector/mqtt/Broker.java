package org.jiaohui.connector.mqtt;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.connector.SettingValues;

/** Where and as whom a source connects, and to which topics it listens. */
record Broker(
        String host,
        int port,
        boolean secure,
        String clientId,
        List<String> topics,
        Optional<String> user,
        String password,
        Optional<String> certificates,
        Duration connectTimeout) {
    private static final int LONGEST_ID = 256;

    Broker {
        topics = List.copyOf(topics);
    }

    static Broker of(SettingValues settings) {
        URI server = settings.uri("server");
        String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("mqtts") || scheme.equals("ssl");
        boolean plain = scheme.equals("mqtt") || scheme.equals("tcp");
        if (server.getHost() == null || !(secure || plain)) {
            throw SettingValues.wrong(
                    "设置项 \"server\" 应如 mqtt://主机:1883 或 mqtts://主机:8883 / the setting \"server\" must be like mqtt://host:1883 or mqtts://host:8883");
        }
        List<String> topics = Arrays.stream(settings.text("topics").split("[,\\n]", -1))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .toList();
        String clientId = settings.text("client-id");
        if (topics.isEmpty() || clientId.length() > LONGEST_ID) {
            throw SettingValues.wrong(
                    "设置项 \"topics\" 至少要有一个主题，\"client-id\" 最多 256 个字符 / the setting \"topics\" must name a topic, \"client-id\" have 256 characters at most");
        }
        return new Broker(
                server.getHost(),
                server.getPort() >= 0 ? server.getPort() : secure ? 8883 : 1883,
                secure,
                clientId,
                topics,
                settings.find("user"),
                settings.find("password").orElse(""),
                settings.find("trusted-certificates"),
                settings.duration("connect-timeout"));
    }

    /** The same under another client id, for a trial that must not disturb the session of the runs. */
    Broker as(String otherId) {
        return new Broker(host, port, secure, otherId, topics, user, password, certificates, connectTimeout);
    }

    String address() {
        return (secure ? "ssl://" : "tcp://")
                + (host.indexOf(':') >= 0 ? "[" + host.replaceAll("[\\[\\]]", "") + "]" : host) + ":" + port;
    }

    /** Whose session it is. */
    String session() {
        return address() + " " + clientId;
    }

    /** For messages: no secrets. */
    String shown() {
        return "MQTT " + host + ":" + port;
    }
}
