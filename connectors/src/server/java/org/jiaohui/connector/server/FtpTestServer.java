package org.jiaohui.connector.server;

import java.nio.file.Path;
import java.util.List;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** A real FTP server on a folder: user {@code gd}, password {@code secret}, may write. */
public final class FtpTestServer implements AutoCloseable {
    private final FtpServer server;
    private final int port;

    private FtpTestServer(FtpServer server, int port) {
        this.server = server;
        this.port = port;
    }

    public static FtpTestServer plain(Path root) throws Exception {
        return plain(root, "secret");
    }

    public static FtpTestServer plain(Path root, String password) throws Exception {
        return start(root, new ListenerFactory(), password);
    }

    /** Speaks TLS with the certificate of {@code 127.0.0.1} and {@code localhost}: after AUTH, or from the first byte when {@code implicit}. */
    public static FtpTestServer encrypted(Path root, TestCertificate certificate, boolean implicit) throws Exception {
        SslConfigurationFactory ssl = new SslConfigurationFactory();
        ssl.setKeystoreFile(certificate.keyStore().toFile());
        ssl.setKeystorePassword(TestCertificate.PASSWORD);
        ssl.setKeystoreType("PKCS12");
        ListenerFactory listener = new ListenerFactory();
        listener.setSslConfiguration(ssl.createSslConfiguration());
        listener.setImplicitSsl(implicit);
        return start(root, listener, "secret");
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.stop();
    }

    private static FtpTestServer start(Path root, ListenerFactory listener, String password) throws Exception {
        int port = FreePort.find();
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setPassiveAddress("127.0.0.1");
        if (listener.getSslConfiguration() != null) {
            data.setImplicitSsl(listener.isImplicitSsl());
        }
        listener.setServerAddress("127.0.0.1");
        listener.setPort(port);
        listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        ConnectionConfigFactory connections = new ConnectionConfigFactory();
        connections.setLoginFailureDelay(0);
        FtpServerFactory factory = new FtpServerFactory();
        factory.setConnectionConfig(connections.createConnectionConfig());
        factory.addListener("default", listener.createListener());
        factory.getUserManager().save(user(root, password));
        FtpServer server = factory.createServer();
        server.start();
        return new FtpTestServer(server, port);
    }

    private static BaseUser user(Path root, String password) throws FtpException {
        BaseUser user = new BaseUser();
        user.setName("gd");
        user.setPassword(password);
        user.setHomeDirectory(root.toString());
        user.setAuthorities(List.of(new WritePermission()));
        return user;
    }
}
