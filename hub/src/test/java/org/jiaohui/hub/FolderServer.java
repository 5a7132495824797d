package org.jiaohui.hub;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jiaohui.connector.server.FtpTestServer;
import org.slf4j.LoggerFactory;

/** A real SFTP or FTP server on a folder: user {@code gd}, password {@code secret}, may write. */
record FolderServer(String connector, int port, Closeable running) implements AutoCloseable {
    private static final String USER = "gd";
    private static final String PASSWORD = "secret";

    static FolderServer sftp(Path folder) throws Exception {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPasswordAuthenticator((user, password, session) -> user.equals(USER) && password.equals(PASSWORD));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder().build()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
        server.start();
        return new FolderServer("sftp", server.getPort(), () -> server.stop(true));
    }

    static FolderServer ftp(Path folder) throws Exception {
        ((Logger) LoggerFactory.getLogger("org.apache.ftpserver")).setLevel(Level.ERROR);
        FtpTestServer server = FtpTestServer.plain(folder);
        return new FolderServer("ftp", server.port(), server::close);
    }

    /** The body of a target that is this server; without its id. */
    Map<String, Object> target(String format) {
        return target(format, PASSWORD);
    }

    Map<String, Object> target(String format, String password) {
        return Map.of(
                "connector",
                connector,
                "settings",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        Integer.toString(port),
                        "user",
                        USER,
                        "password",
                        password,
                        "format",
                        format));
    }

    /** From now on it does not answer any more. */
    void stop() throws IOException {
        running.close();
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
