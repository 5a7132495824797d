package org.jiaohui.connector.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;

/** How a Kafka cluster is reached. */
public final class KafkaConnection {
    private KafkaConnection() {}

    /** The settings of a connection, with the own ones of a source or target among them. */
    public static List<Setting> login(Setting... own) {
        List<Setting> all = new ArrayList<>();
        all.add(Setting.required(
                "servers", "服务器（主机:端口，逗号分隔）", "Servers (host:port, comma-separated)", SettingType.ADDRESS));
        all.addAll(List.of(own));
        all.add(Setting.choice(
                "security", "连接安全", "Security of the connection", "plaintext", "ssl", "sasl-plaintext", "sasl-ssl"));
        all.add(Setting.choice(
                "sasl-mechanism", "SASL 机制", "SASL mechanism", "SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN"));
        all.add(Setting.optional("user", "用户名", "User name", SettingType.TEXT, ""));
        all.add(Setting.secret("password", "密码", "Password"));
        all.add(Setting.optional(
                "trusted-certificates",
                "只信任这些证书（PEM）；留空用 Java 的",
                "Only these certificates are trusted (PEM); when empty, those that Java trusts",
                SettingType.TEXT,
                ""));
        all.add(Setting.optional("connect-timeout", "连接时限", "Connect time-out", SettingType.DURATION, "10s"));
        all.add(Setting.optional("read-timeout", "读取时限", "Read time-out", SettingType.DURATION, "30s"));
        return List.copyOf(all);
    }

    /**
     * Asks the cluster for its nodes; each must be allowed, not only those that the settings name.
     *
     * @throws ExchangeException SOURCE_UNREACHABLE, SOURCE_REFUSED_LOGIN, HOST_NOT_ALLOWED or SETTINGS_WRONG
     */
    public static Collection<Node> checkNodes(SettingValues settings, AllowedHosts hosts) {
        String shown = "kafka://" + settings.text("servers");
        servers(settings).forEach(each -> hosts.resolve(host(each)));
        try (Admin admin = Admin.create(properties(settings))) {
            Collection<Node> nodes = admin.describeCluster().nodes().get();
            nodes.forEach(each -> hosts.resolve(each.host()));
            return nodes;
        } catch (ExecutionException failed) {
            throw trouble(
                    shown, failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw trouble(shown, new KafkaException(stop));
        } catch (KafkaException broken) {
            throw trouble(shown, broken);
        }
    }

    /** What every client of the cluster is made with. */
    public static Properties properties(SettingValues settings) {
        int millis = (int) settings.duration("connect-timeout").toMillis();
        Properties properties = new Properties();
        properties.put("bootstrap.servers", settings.text("servers"));
        properties.put("client.id", "jiaohui");
        properties.put("default.api.timeout.ms", millis);
        properties.put("request.timeout.ms", millis);
        properties.put("socket.connection.setup.timeout.ms", (long) millis);
        String security = settings.text("security");
        properties.put("security.protocol", security.toUpperCase(Locale.ROOT).replace('-', '_'));
        if (security.startsWith("sasl")) {
            String mechanism = settings.text("sasl-mechanism");
            properties.put("sasl.mechanism", mechanism);
            String module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
            properties.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security." + module + " required username=" + quoted(settings.text("user"))
                            + " password=" + quoted(settings.text("password")) + ";");
        }
        settings.find("trusted-certificates").ifPresent(pem -> {
            properties.put("ssl.truststore.type", "PEM");
            properties.put("ssl.truststore.certificates", pem);
        });
        return properties;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /**
     * What a refused or broken request means.
     *
     * @param shown the cluster or topic as people may see it
     */
    public static ExchangeException trouble(String shown, KafkaException broken) {
        boolean refused = broken instanceof AuthenticationException || broken instanceof AuthorizationException;
        return new ExchangeException(
                refused ? ErrorCode.SOURCE_REFUSED_LOGIN : ErrorCode.SOURCE_UNREACHABLE,
                shown
                        + (refused
                                ? " 拒绝登录或访问，请检查用户、密码和权限 / refused the login or the access; check user, password and"
                                        + " rights: "
                                : " 没有应答 / does not answer: ")
                        + broken.getMessage(),
                broken);
    }

    /** A topic as people may see it. */
    public static String shown(SettingValues settings, String topic) {
        return "kafka://" + settings.text("servers") + "/" + topic;
    }

    /** The host of the first server. */
    public static String host(SettingValues settings) {
        return host(servers(settings).getFirst());
    }

    /** The port of the first server. */
    public static int port(SettingValues settings) {
        String first = servers(settings).getFirst();
        return Integer.parseInt(first.substring(host(first).length() + 1));
    }

    private static List<String> servers(SettingValues settings) {
        return Arrays.stream(settings.text("servers").split(",", -1))
                .map(String::strip)
                .toList();
    }

    private static String host(String server) {
        int colon = server.lastIndexOf(':');
        if (colon < 1 || !server.substring(colon + 1).matches("\\d{1,5}")) {
            throw SettingValues.wrong(
                    "设置项 \"servers\" 应为 主机:端口，实际为 \"" + server + "\" / the setting \"servers\" must be host:port");
        }
        return server.substring(0, colon);
    }
}
