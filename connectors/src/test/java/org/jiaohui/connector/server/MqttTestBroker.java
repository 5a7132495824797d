package org.jiaohui.connector.server;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** A real MQTT broker that keeps sessions in a folder: user {@code gd}, password {@code secret}. */
public final class MqttTestBroker implements AutoCloseable {
    private final Server server;
    private final int port;

    private MqttTestBroker(Server server, int port) {
        this.server = server;
        this.port = port;
    }

    public static MqttTestBroker start(Path folder) throws Exception {
        int port = FreePort.find();
        Properties settings = new Properties();
        settings.setProperty("host", "127.0.0.1");
        settings.setProperty("port", Integer.toString(port));
        settings.setProperty("data_path", Files.createDirectories(folder).toString());
        settings.setProperty("persistence_enabled", "true");
        settings.setProperty("allow_anonymous", "false");
        settings.setProperty("telemetry_enabled", "false");
        Server server = new Server();
        server.startServer(
                new MemoryConfig(settings),
                List.of(),
                null,
                (client, user, password) ->
                        "gd".equals(user) && "secret".equals(new String(password, StandardCharsets.UTF_8)),
                null);
        return new MqttTestBroker(server, port);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.stopServer();
    }
}
