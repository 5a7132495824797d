package org.jiaohui.connector.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An HTTP server that may lie, fall silent or hang up: each path gets raw bytes, and the connection is closed or held open afterwards. */
public final class Answers implements AutoCloseable {
    /** Bytes in ISO 8859-1; {@code then} is sent again and again after them, every so many milliseconds. */
    private record Raw(String bytes, boolean hold, String then, long everyMillis) {}

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ConcurrentHashMap<String, Raw> byPath = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, String> once = new ConcurrentHashMap<>();
    final AtomicInteger requests = new AtomicInteger();
    volatile String lastRequest = "";

    public Answers() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    void answer(String path, String text) {
        answer(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public void answer(String path, byte[] bytes) {
        byPath.put(path, new Raw(raw(bytes), false, "", 0));
    }

    /** Sends {@code text}, and {@code then} without end. */
    void answerForEver(String path, String text, String then, long everyMillis) {
        byPath.put(path, new Raw(text, false, then, everyMillis));
    }

    /** The first answer differs from the later ones. */
    void answerOnce(String path, String text) {
        once.put(path, text);
    }

    void answerAndHang(String path, String text) {
        byPath.put(path, new Raw(raw(text.getBytes(StandardCharsets.UTF_8)), true, "", 0));
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
            String path = request.split(" ", -1)[1];
            @Nullable String first = once.remove(path);
            @Nullable Raw raw = first == null ? byPath.get(path) : null;
            OutputStream out = socket.getOutputStream();
            String text = first == null ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" : first;
            out.write((raw == null ? text : raw.bytes()).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            while (raw != null && !raw.then().isEmpty()) {
                out.write(raw.then().getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                Thread.sleep(raw.everyMillis());
            }
            if (raw != null && raw.hold()) {
                Thread.sleep(20_000);
            }
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().interrupt();
        }
    }

    private static String raw(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
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
