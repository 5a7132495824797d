package org.jiaohui.connector.ftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/** Sockets that connect to one address only, whatever name or address they are asked for: the address that was held against the allowed hosts. */
final class PinnedSockets extends SocketFactory {
    private final InetAddress address;
    private final int connectMillis;

    PinnedSockets(InetAddress address, int connectMillis) {
        this.address = address;
        this.connectMillis = connectMillis;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress asked) throws IOException {
                connect(asked, connectMillis);
            }

            @Override
            public void connect(SocketAddress asked, int timeout) throws IOException {
                int port = ((InetSocketAddress) asked).getPort();
                super.connect(new InetSocketAddress(address, port), timeout > 0 ? timeout : connectMillis);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(new InetSocketAddress(address, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(String.valueOf(host), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localAddress, int localPort) throws IOException {
        return createSocket(host, port);
    }
}
