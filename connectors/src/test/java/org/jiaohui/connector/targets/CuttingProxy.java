package org.jiaohui.connector.targets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before a server and drops connections after so many bytes have gone to it. */
public class CuttingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int behind;
    private final AtomicLong sent = new AtomicLong();
    private volatile long cutAfter = Long.MAX_VALUE;

    public CuttingProxy(int behind) throws IOException {
        this.behind = behind;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** From now on: this many bytes in all, then every connection breaks. */
    public void cutAfter(long bytes) {
        sent.set(0);
        cutAfter = bytes;
    }

    /** Bytes that went to the server since {@link #cutAfter}. */
    public long sent() {
        return sent.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connect(client, new Socket(InetAddress.getLoopbackAddress(), behind));
            } catch (IOException closed) {
                if (!server.isClosed()) {
                    throw new IllegalStateException(closed);
                }
            }
        }
    }

    /** Passes on what two ends of a connection say, until one of them or this proxy breaks it. */
    protected void connect(Socket client, Socket target) {
        Thread.ofVirtual().start(() -> copy(client, target, true));
        Thread.ofVirtual().start(() -> copy(target, client, false));
    }

    /** What becomes of something that the server says. */
    protected byte[] answered(byte[] answer) throws IOException {
        return answer;
    }

    private void copy(Socket from, Socket to, boolean counted) {
        byte[] buffer = new byte[4_096];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (counted && sent.addAndGet(n) > cutAfter) {
                    from.setSoLinger(true, 0);
                    to.setSoLinger(true, 0);
                    return;
                }
                out.write(counted ? Arrays.copyOf(buffer, n) : answered(Arrays.copyOf(buffer, n)));
                out.flush();
            }
        } catch (IOException broken) {
            // The other direction broke: that is what this is for.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
