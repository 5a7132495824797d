package org.jiaohui.hub.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An SFTP server on this machine's loopback for the demonstration's SFTP source; started when the demonstration asks, and again with the hub. */
public final class DemonstrationDrop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemonstrationDrop.class);
    private static final String USER = "demo";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path folder;
    private final SshServer server;
    private final Access access;

    /** How the server is reached; {@code knownHosts} is one line of OpenSSH's known_hosts format. */
    public record Access(String host, int port, String user, String password, String knownHosts) {}

    private DemonstrationDrop(Path folder, SshServer server, Access access) {
        this.folder = folder;
        this.server = server;
        this.access = access;
    }

    /** Whether the demonstration was loaded into this home before. */
    public static boolean wasLoaded(HubHome home) {
        return Files.exists(home.resolve("demo/sftp.json"));
    }

    /** Starts the server on the port and with the password that it had before, or on a free port with a new one. */
    public static DemonstrationDrop start(HubHome home) {
        Path settings = home.resolve("demo/sftp.json");
        try {
            Path folder = Files.createDirectories(home.resolve("demo/sftp"));
            int port = 0;
            String password = HexFormat.of().formatHex(random());
            if (Files.exists(settings)) {
                JsonNode known = JSON.readTree(Files.readString(settings));
                port = known.path("port").asInt(0);
                password = known.path("password").asString(password);
            }
            String expected = password;
            SshServer server = SshServer.setUpDefaultServer();
            server.setHost("127.0.0.1");
            server.setPort(port);
            SimpleGeneratorHostKeyProvider keys =
                    new SimpleGeneratorHostKeyProvider(home.resolve("demo/sftp-host.key"));
            keys.setAlgorithm(KeyUtils.RSA_ALGORITHM);
            keys.setKeySize(3072);
            server.setKeyPairProvider(keys);
            server.setPasswordAuthenticator((user, given, session) -> user.equals(USER) && given.equals(expected));
            server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
            server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
            server.start();
            Access access = new Access(
                    "127.0.0.1",
                    server.getPort(),
                    USER,
                    password,
                    "[127.0.0.1]:" + server.getPort() + " "
                            + PublicKeyEntry.toString(
                                    keys.loadKeys(null).iterator().next().getPublic()));
            Files.deleteIfExists(settings);
            Files.createFile(
                    settings, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(settings, JSON.writeValueAsString(access));
            return new DemonstrationDrop(folder, server, access);
        } catch (IOException broken) {
            throw new ExchangeException(
                    ErrorCode.INTERNAL,
                    "演示用 SFTP 服务无法启动 / the demonstration's SFTP server cannot be started: " + broken.getMessage(),
                    broken);
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    public Access access() {
        return access;
    }

    /** What lies here can be fetched. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException broken) {
            LOG.warn("the demonstration's SFTP server could not be stopped: {}", broken.toString());
        }
    }
}
