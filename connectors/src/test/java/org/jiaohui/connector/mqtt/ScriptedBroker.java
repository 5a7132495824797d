package org.jiaohui.connector.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A broker that sends the same packets to everyone who subscribes: a retained message, and a message that it sends twice before it is acknowledged. */
final class ScriptedBroker implements AutoCloseable {
    private static final int CONNECT = 1;
    private static final int SUBSCRIBE = 8;
    private static final int RETAINED = 0x31;
    private static final int AT_LEAST_ONCE = 0x32;
    private static final int AGAIN = 0x3a;

    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());

    ScriptedBroker() throws IOException {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    serve(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
                } catch (IOException gone) {
                    // The next client may come.
                }
            }
        });
    }

    String url() {
        return "mqtt://127.0.0.1:" + server.getLocalPort();
    }

    private static void serve(DataInputStream in, OutputStream out) throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            int length = in.read();
            length = length < 128 ? length : length - 128 + 128 * in.read();
            byte[] body = in.readNBytes(length);
            if (first >> 4 == CONNECT) {
                out.write(new byte[] {0x20, 2, 0, 0});
            } else if (first >> 4 == SUBSCRIBE) {
                out.write(new byte[] {(byte) 0x90, 3, body[0], body[1], 1});
                publish(out, RETAINED, "{\"id\":1}");
                publish(out, AT_LEAST_ONCE, "{\"id\":2}");
                publish(out, AGAIN, "{\"id\":2}");
            }
            out.flush();
        }
    }

    private static void publish(OutputStream out, int first, String text) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 'a'});
        if (first != RETAINED) {
            body.writeBytes(new byte[] {0, 7});
        }
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(first);
        out.write(body.size());
        body.writeTo(out);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
