package org.jiaohui.hub;

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

/** A real Kafka broker of a test's own, its own controller, with its log in a folder; topics have two partitions. */
record KafkaBroker(KafkaRaftServer server, String address) implements AutoCloseable {
    static KafkaBroker start(Path folder) throws IOException {
        for (String chatty : List.of("kafka", "org.apache.kafka", "state.change.logger")) {
            ((Logger) LoggerFactory.getLogger(chatty)).setLevel(Level.ERROR);
        }
        String address = "127.0.0.1:" + HubProcess.freePort();
        String controller = "127.0.0.1:" + HubProcess.freePort();
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@" + controller);
        settings.put("listeners", "CLIENTS://" + address + ",CONTROLLER://" + controller);
        settings.put("advertised.listeners", "CLIENTS://" + address);
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENTS");
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
        return new KafkaBroker(server, address);
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
