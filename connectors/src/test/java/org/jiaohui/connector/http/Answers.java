package org.jiaohui.connector.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An HTTP server that may lie, fall silent or hang up: each path gets raw bytes, and the connection is closed or held open afterwards. */
final class Answers implements AutoCloseable {
    private record Raw(String text, boolean hold) {}

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ConcurrentHashMap<String, Raw> byPath = new ConcurrentHashMap<>();
    final AtomicInteger requests = new AtomicInteger();
    volatile String lastRequest = "";

    Answers() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    void answer(String path, String text) {
        byPath.put(path, new Raw(text, false));
    }

    void answerAndHang(String path, String text) {
        byPath.put(path, new Raw(text, true));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String request = head(socket.getInputStream());
            lastRequest = request;
            requests.incrementAndGet();
            @Nullable Raw raw = byPath.get(request.split(" ", -1)[1]);
            String text = raw == null ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" : raw.text();
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            if (raw != null && raw.hold()) {
                Thread.sleep(20_000);
            }
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream from) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = from.read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
