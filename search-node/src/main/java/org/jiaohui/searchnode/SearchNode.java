package org.jiaohui.searchnode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.ClassPathNode;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.transport.netty4.Netty4Plugin;

/**
 * Runs one Elasticsearch node on the loopback address until the process is told to stop.
 *
 * <p>{@code SearchNode --home DIR --port N [--transport-port N]}: data and logs lie in DIR; without a transport port the system picks one.
 */
public final class SearchNode {
    private SearchNode() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = options(arguments);
        Path home = Path.of(required(options, "home")).toAbsolutePath();
        Files.createDirectories(home.resolve("config"));
        Settings settings = Settings.builder()
                .put("path.home", home.toString())
                .put("path.data", home.resolve("data").toString())
                .put("path.logs", home.resolve("logs").toString())
                .put("cluster.name", "jiaohui-search")
                .put("node.name", "embedded")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", required(options, "port"))
                .put("transport.port", options.getOrDefault("transport-port", "0"))
                .put("transport.type", "netty4")
                .put("http.type", "netty4")
                .put("action.destructive_requires_name", true)
                .put("cluster.routing.allocation.disk.watermark.low", "2gb")
                .put("cluster.routing.allocation.disk.watermark.high", "1gb")
                .put("cluster.routing.allocation.disk.watermark.flood_stage", "500mb")
                .build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
                settings, Map.of(), home.resolve("config"), () -> "embedded");
        LogConfigurator.configureESLogging();
        LogConfigurator.configureWithoutConfig(settings);
        // Without this, two threads initialise each other's classes and a restart on existing data hangs.
        Class.forName("org.elasticsearch.ElasticsearchException");
        Node node = new ClassPathNode(environment, List.of(new Netty4Plugin(), new ChineseAnalysis()));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, stopped), "stop"));
        node.start();
        stopped.await();
    }

    private static void stop(Node node, CountDownLatch stopped) {
        try {
            node.prepareForClose();
            node.close();
            node.awaitClose(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            Runtime.getRuntime().halt(1);
        } finally {
            stopped.countDown();
        }
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
        }
        return options;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }
}
