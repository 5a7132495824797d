package org.jiaohui.connector.targets.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.server.FtpTestServer;
import org.jiaohui.connector.server.TestCertificate;
import org.jiaohui.connector.targets.CuttingProxy;
import org.jiaohui.connector.targets.GateRows;
import org.jiaohui.connector.targets.Orders;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FtpTargetTest extends FolderTargetContract {
    @TempDir
    static Path root;

    private static FtpTestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = FtpTestServer.plain(root);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    TargetConnector target() {
        return new FileTarget(new FtpFolders(AllowedHosts.ANY), spool, NO_PARQUET);
    }

    @Override
    String type() {
        return "ftp";
    }

    @Override
    int port() {
        return server.port();
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
                "5s");
    }

    @Override
    Path folder(String place) {
        return root.resolve(place);
    }

    @Override
    CuttingProxy proxy() throws IOException {
        return new WithDataConnections(port());
    }

    @Test
    void encryptedServersAreWrittenToo(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder);
        for (String encryption : List.of("explicit", "implicit")) {
            try (FtpTestServer secure = FtpTestServer.encrypted(root, certificate, encryption.equals("implicit"))) {
                Map<String, String> settings = new HashMap<>(settings(secure.port()));
                settings.put("encryption", encryption);
                DeliveryOrder untrusted =
                        Orders.order(type(), settings, DeliveryMode.REPLACE, encryption, 1, GateRows.SCHEMA, 1);
                assertThatThrownBy(() -> Orders.tryOut(target(), untrusted.target()))
                        .isInstanceOfSatisfying(
                                ExchangeException.class,
                                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TARGET_REFUSED_LOGIN));
                settings.put("trusted-certificates", certificate.pem());
                DeliveryOrder order =
                        Orders.order(type(), settings, DeliveryMode.REPLACE, encryption, 1, GateRows.SCHEMA, 1);
                target().deliver(order, GateRows.many(5_000, 150), RunProgress.SILENT);
                assertThat(Files.readAllLines(folder(encryption).resolve(order.batch() + ".csv")))
                        .hasSize(5_001);
                assertThat(target().findEffect(order)).isPresent();
            }
        }
    }

    @Test
    void hostsThatAreNotAllowedAreNotReached() {
        TargetConnector strict =
                new FileTarget(new FtpFolders(new AllowedHosts(List.of("*.example.cn"))), spool, NO_PARQUET);
        assertThatThrownBy(() -> Orders.tryOut(
                        strict,
                        Orders.order(type(), settings(port()), DeliveryMode.REPLACE, "x", 1, GateRows.SCHEMA, 1)
                                .target()))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.HOST_NOT_ALLOWED));
    }

    /** Leads the connections on which files go through itself as well. */
    private static final class WithDataConnections extends CuttingProxy {
        private static final Pattern PASSIVE = Pattern.compile("227 [^(]*\\(127,0,0,1,(\\d+),(\\d+)\\)");

        private WithDataConnections(int behind) throws IOException {
            super(behind);
        }

        @Override
        protected byte[] answered(byte[] answer) throws IOException {
            Matcher passive = PASSIVE.matcher(new String(answer, ISO_8859_1));
            if (!passive.find()) {
                return answer;
            }
            int port = Integer.parseInt(passive.group(1)) * 256 + Integer.parseInt(passive.group(2));
            ServerSocket before = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
                try (before) {
                    connect(before.accept(), new Socket(InetAddress.getLoopbackAddress(), port));
                } catch (IOException closed) {
                    throw new IllegalStateException(closed);
                }
            });
            return passive.replaceFirst("227 Entering Passive Mode (127,0,0,1," + before.getLocalPort() / 256 + ","
                            + before.getLocalPort() % 256 + ")")
                    .getBytes(ISO_8859_1);
        }
    }
}
