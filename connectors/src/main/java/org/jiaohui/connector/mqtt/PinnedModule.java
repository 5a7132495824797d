package org.jiaohui.connector.mqtt;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.eclipse.paho.client.mqttv3.internal.NetworkModule;

/** The connection to the address that was held against the allowed hosts, whatever the name means a moment later; with TLS, under the host's name. */
final class PinnedModule implements NetworkModule {
    private final Broker broker;
    private final InetAddress address;
    private final Optional<TrustManager> trusted;
    private volatile Socket socket = new Socket();

    /** @param trusted whose certificates are believed; absent without TLS */
    PinnedModule(Broker broker, InetAddress address, Optional<TrustManager> trusted) {
        this.broker = broker;
        this.address = address;
        this.trusted = trusted;
    }

    @Override
    public void start() throws IOException {
        Socket plain = new Socket();
        socket = plain;
        int millis = (int) broker.connectTimeout().toMillis();
        plain.connect(new InetSocketAddress(address, broker.port()), millis);
        if (trusted.isPresent()) {
            socket = secured(plain, trusted.get(), millis);
        }
    }

    private SSLSocket secured(Socket plain, TrustManager manager, int millis) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            SSLSocket secure =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, broker.host(), broker.port(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.setSoTimeout(millis);
            secure.startHandshake();
            secure.setSoTimeout(0);
            return secure;
        } catch (GeneralSecurityException missing) {
            throw new IOException(missing);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new PacketLimit(new BufferedInputStream(socket.getInputStream(), 1 << 14));
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void stop() throws IOException {
        socket.close();
    }

    @Override
    public String getServerURI() {
        return broker.address();
    }
}
