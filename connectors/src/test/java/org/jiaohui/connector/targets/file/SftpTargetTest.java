package org.jiaohui.connector.targets.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.targets.GateRows;
import org.jiaohui.connector.targets.Orders;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpTargetTest extends FolderTargetContract {
    @TempDir
    static Path root;

    private static SshServer server;

    @BeforeAll
    static void start() throws Exception {
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider());
        server.setPasswordAuthenticator((user, password, session) -> user.equals("gd") && password.equals("secret"));
        server.setSubsystemFactories(java.util.List.of(new SftpSubsystemFactory.Builder().build()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop(true);
    }

    @Override
    TargetConnector target() {
        return new FileTarget(new SftpFolders(AllowedHosts.ANY), spool, NO_PARQUET);
    }

    @Override
    String type() {
        return "sftp";
    }

    @Override
    int port() {
        return server.getPort();
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(port),
                "user",
                "gd",
                "password",
                "secret",
                "read-timeout",
                "20s");
    }

    @Override
    Path folder(String place) {
        return root.resolve(place);
    }

    @Test
    void aFolderThatMayNotBeMadeLeavesNoConnectionBehind() throws Exception {
        Files.writeString(root.resolve("taken"), "a file, no folder");
        DeliveryOrder order =
                Orders.order(type(), settings(port()), DeliveryMode.REPLACE, "taken/below", 1, GateRows.SCHEMA, 1);
        assertThatThrownBy(() -> target().findEffect(order))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TARGET_REFUSED_LOGIN));
        for (int wait = 0; wait < 100 && !server.getActiveSessions().isEmpty(); wait++) {
            Thread.sleep(50);
        }
        assertThat(server.getActiveSessions()).isEmpty();
    }
}
