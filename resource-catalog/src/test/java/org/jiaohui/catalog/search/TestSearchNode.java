package org.jiaohui.catalog.search;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The real search node, forked once per test run. */
public final class TestSearchNode {
    private TestSearchNode() {}

    private static final class Holder {
        static final SearchNodeProcess NODE = start();

        private static SearchNodeProcess start() {
            try {
                SearchNodeProcess node = fork(Files.createTempDirectory("search-node"), freePort());
                Runtime.getRuntime().addShutdownHook(new Thread(node::stop));
                return node;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public static URI address() {
        return Holder.NODE.address();
    }

    static SearchNodeProcess fork(Path home, int port) {
        Path module = Path.of("..", "search-node", "target");
        return SearchNodeProcess.start(
                Path.of(System.getProperty("java.home")),
                List.of(
                        module.resolve("classes").toAbsolutePath().toString(),
                        module.resolve("lib").toAbsolutePath() + "/*"),
                home,
                port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
