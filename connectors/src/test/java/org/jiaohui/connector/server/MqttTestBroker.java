package org.jiaohui.connector.server;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.IAuthenticator;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A real MQTT broker in this process, without login or with one user. */
public final class MqttTestBroker implements AutoCloseable {
    public static final String USER = "gate";
    public static final String PASSWORD = "开门";

    private final Server server = new Server();
    public final int port = FreePort.find();

    /** Where it listens with TLS, when it does. */
    public final int securePort = FreePort.find();

    public MqttTestBroker() throws IOException {
        this(new Properties());
    }

    /** Listens with TLS too, under this certificate. */
    public MqttTestBroker(TestCertificate certificate) throws IOException {
        this(secured(certificate));
    }

    private static Properties secured(TestCertificate certificate) {
        Properties settings = new Properties();
        settings.setProperty("ssl_provider", "JDK");
        settings.setProperty("jks_path", certificate.keyStore().toString());
        settings.setProperty("key_store_type", "pkcs12");
        settings.setProperty("key_store_password", TestCertificate.PASSWORD);
        settings.setProperty("key_manager_password", TestCertificate.PASSWORD);
        return settings;
    }

    private MqttTestBroker(Properties settings) throws IOException {
        if (!settings.isEmpty()) {
            settings.setProperty("ssl_port", Integer.toString(securePort));
        }
        settings.setProperty("host", "127.0.0.1");
        settings.setProperty("port", Integer.toString(port));
        settings.setProperty("websocket_port", "disabled");
        settings.setProperty("persistence_enabled", "false");
        settings.setProperty("telemetry_enabled", "false");
        settings.setProperty("allow_anonymous", "true");
        IAuthenticator login = (client, user, password) ->
                USER.equals(user) && PASSWORD.equals(new String(password, StandardCharsets.UTF_8));
        server.startServer(new MemoryConfig(settings), List.of(), null, login, new PermitAllAuthorizatorPolicy());
    }

    public String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    public String secureUrl() {
        return "mqtts://127.0.0.1:" + securePort;
    }

    public void publish(String topic, String text) throws MqttException {
        publish(topic, text, false);
    }

    public void publish(String topic, String text, boolean retained) throws MqttException {
        try (MqttClient client =
                new MqttClient("tcp://127.0.0.1:" + port, MqttClient.generateClientId(), new MemoryPersistence())) {
            client.connect();
            client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, retained);
            client.disconnect();
        }
    }

    @Override
    public void close() {
        server.stopServer();
    }
}
