package org.jiaohui.connector.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.slf4j.LoggerFactory;

/** A real Kafka broker that is its own controller (KRaft), with its log in a folder; topics have two partitions. */
public final class KafkaTestBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final String address;

    private KafkaTestBroker(KafkaRaftServer server, String address) {
        this.server = server;
        this.address = address;
    }

    public static KafkaTestBroker start(Path folder) throws Exception {
        int broker = FreePort.find();
        return start(folder, broker, broker);
    }

    /**
     * Listens on one port and tells clients to come to another, where something else passes on what they say.
     *
     * @param broker the port, free so far
     */
    public static KafkaTestBroker start(Path folder, int broker, int announced) throws Exception {
        for (String chatty : List.of("kafka", "org.apache.kafka", "state.change.logger")) {
            ((Logger) LoggerFactory.getLogger(chatty)).setLevel(Level.ERROR);
        }
        int inner = FreePort.find();
        int controller = FreePort.find();
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.put(
                "listeners",
                "CLIENTS://127.0.0.1:" + broker + ",INNER://127.0.0.1:" + inner + ",CONTROLLER://127.0.0.1:"
                        + controller);
        settings.put("advertised.listeners", "CLIENTS://127.0.0.1:" + announced + ",INNER://127.0.0.1:" + inner);
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "INNER");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", folder.resolve("log").toString());
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.partitions", "2");
        Path file = Files.createDirectories(folder).resolve("kafka.properties");
        try (var out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        int code = StorageTool.execute(
                new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
                new PrintStream(told, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IOException("kafka-storage: " + told.toString(StandardCharsets.UTF_8));
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        server.startup();
        return new KafkaTestBroker(server, "127.0.0.1:" + announced);
    }

    /** Host and port. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
