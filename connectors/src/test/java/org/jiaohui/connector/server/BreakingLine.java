package org.jiaohui.connector.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands before a server and breaks, once, when so many bytes have come from it; what connects afterwards passes. Data connections of FTP pass through it too. */
public final class BreakingLine implements AutoCloseable {
    /** How a line breaks. */
    public enum Manner {
        /** The connection that brings the byte is reset, as a network does. */
        RESET,
        /** Every connection ends in good order, as when a server's process falls. */
        ENDED,
        /** The connection that brings the byte ends in good order and the others stand. */
        ENDED_ALONE
    }

    private static final Pattern PASSIVE = Pattern.compile("227 [^(]*\\(127,0,0,1,(\\d+),(\\d+)\\)");

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong passed = new AtomicLong();
    private long left = Long.MAX_VALUE;
    private Manner manner = Manner.RESET;
    private boolean broken;

    public BreakingLine(int behind) throws IOException {
        this(behind, 0);
    }

    /** @param port where it listens; 0 for any */
    public BreakingLine(int behind, int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(server, behind, true));
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Bytes that the server has sent through here. */
    public long passed() {
        return passed.get();
    }

    /** Sockets that neither side has closed. */
    public int open() {
        return open.size();
    }

    /** From now on: this many more bytes, then it breaks. */
    public synchronized void breakAfter(long bytes, Manner how) {
        left = bytes;
        manner = how;
        broken = false;
    }

    public synchronized void passEverything() {
        left = Long.MAX_VALUE;
    }

    public synchronized boolean hasBroken() {
        return broken;
    }

    private void accept(ServerSocket from, int to, boolean again) {
        do {
            try {
                Socket client = from.accept();
                open.add(client);
                Socket target = new Socket(InetAddress.getLoopbackAddress(), to);
                open.add(target);
                Thread.ofVirtual().start(() -> copy(client, target, false));
                Thread.ofVirtual().start(() -> copy(target, client, true));
            } catch (IOException closed) {
                again = again && !from.isClosed();
            }
        } while (again);
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[4_096];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int passing = answers ? passing(n) : n;
                out.write(answers ? passive(buffer, passing) : Arrays.copyOf(buffer, passing));
                out.flush();
                if (passing < n) {
                    breakOff(from, to);
                    return;
                }
            }
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                close(from);
                close(to);
            }
        } catch (IOException gone) {
            close(from);
            close(to);
        }
    }

    /** How many of the next bytes pass. */
    private synchronized int passing(int next) {
        passed.addAndGet(next);
        if (left == Long.MAX_VALUE) {
            return next;
        }
        int passing = (int) Math.min(next, left);
        left = passing < next ? Long.MAX_VALUE : left - passing;
        broken |= passing < next;
        return passing;
    }

    private void breakOff(Socket from, Socket to) throws IOException {
        Manner how;
        synchronized (this) {
            how = manner;
        }
        if (how == Manner.RESET) {
            to.setSoLinger(true, 0);
            from.setSoLinger(true, 0);
        }
        if (how == Manner.ENDED) {
            Set.copyOf(open).forEach(this::close);
        }
        close(to);
        close(from);
    }

    private byte[] passive(byte[] buffer, int length) throws IOException {
        byte[] answer = Arrays.copyOf(buffer, length);
        if (length < 4 || answer[0] != '2' || answer[1] != '2' || answer[2] != '7') {
            return answer;
        }
        Matcher passive = PASSIVE.matcher(new String(answer, ISO_8859_1));
        if (!passive.find()) {
            return answer;
        }
        int port = Integer.parseInt(passive.group(1)) * 256 + Integer.parseInt(passive.group(2));
        ServerSocket data = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try (data) {
                accept(data, port, false);
            } catch (IOException closed) {
                throw new IllegalStateException(closed);
            }
        });
        return passive.replaceFirst("227 Entering Passive Mode (127,0,0,1," + data.getLocalPort() / 256 + ","
                        + data.getLocalPort() % 256 + ")")
                .getBytes(ISO_8859_1);
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException gone) {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Set.copyOf(open).forEach(this::close);
    }
}
