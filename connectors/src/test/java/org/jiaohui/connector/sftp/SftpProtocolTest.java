package org.jiaohui.connector.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpProtocolTest {
    @TempDir
    Path folder;

    private Path drop;
    private SshServer server;
    private KeyPair hostKey;
    private KeyPair userKey;
    private TestConnectors connectors;
    private final AtomicBoolean stall = new AtomicBoolean();
    private final AtomicInteger dropsLeft = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        drop = Files.createDirectories(folder.resolve("drop/out"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        hostKey = generator.generateKeyPair();
        userKey = generator.generateKeyPair();
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, session) -> user.equals("gd") && password.equals("secret"));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, userKey.getPublic()));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(new Dropping());
        server.setSubsystemFactories(List.of(sftp));
        server.setFileSystemFactory(new VirtualFileSystemFactory(drop.getParent()));
        server.start();
        connectors = new TestConnectors(folder);
        Files.writeString(drop.resolve("a.csv"), "id\n1\n");
        Files.writeString(drop.resolve("公路.csv"), "id\n2\n");
        Files.write(drop.resolve("big.bin"), new byte[3_000_000]);
    }

    @AfterEach
    void stop() throws Exception {
        stall.set(false);
        connectors.close();
        server.stop(true);
    }

    @Test
    void bringsWhatTheGlobMatchesAndThenOnlyWhatChanged() throws Exception {
        Delivery.Files files = (Delivery.Files) connectors.fetch("sftp", settings(Map.of("files", "*.csv")));
        assertThat(files.files()).extracting("name").containsExactly("a.csv", "公路.csv");
        assertThat(files.files().get(1).path()).hasContent("id\n2\n");
        Optional<String> since = Optional.of(files.position());
        assertThat(connectors.fetch("sftp", settings(Map.of("files", "*.csv")), since, RunProgress.SILENT))
                .isInstanceOf(Delivery.NotModified.class);
        Files.writeString(drop.resolve("a.csv"), "id\n1\n3\n");
        assertThat(connectors.fetch("sftp", settings(Map.of("files", "*.csv")), since, RunProgress.SILENT))
                .isInstanceOf(Delivery.Files.class);
    }

    @Test
    void bringsEachFileOnceAndAgainWhenItChanged() throws Exception {
        Map<String, String> settings = settings(Map.of("files", "*.csv", "only-new", "true", "max-files", "1"));
        Delivery.Files first = (Delivery.Files) connectors.fetch("sftp", settings);
        assertThat(first.files()).extracting("name").containsExactly("a.csv");
        assertThat(first.extent()).isEqualTo(Delivery.Extent.NEWS);
        Delivery.Files again = (Delivery.Files) connectors.fetch("sftp", settings);
        assertThat(again.position()).as("told again it takes the same").isEqualTo(first.position());
        Delivery.Files second = next(settings, first);
        assertThat(second.files()).extracting("name").containsExactly("公路.csv");
        assertThat(connectors.fetch("sftp", settings, Optional.of(second.position()), RunProgress.SILENT))
                .isInstanceOf(Delivery.NotModified.class);
        Files.writeString(drop.resolve("a.csv"), "id\n1\n3\n");
        Files.delete(drop.resolve("公路.csv"));
        Delivery.Files third = next(settings, second);
        assertThat(third.files()).extracting("name").containsExactly("a.csv");
        assertThat(connectors.fetch("sftp", settings, Optional.of(third.position()), RunProgress.SILENT))
                .isInstanceOf(Delivery.NotModified.class);
    }

    private Delivery.Files next(Map<String, String> settings, Delivery.Files before) {
        return (Delivery.Files) connectors.fetch("sftp", settings, Optional.of(before.position()), RunProgress.SILENT);
    }

    @Test
    void triesAgainAfterADroppedConnection() {
        dropsLeft.set(1);
        Delivery.Files files = (Delivery.Files) connectors.fetch("sftp", settings(Map.of("files", "big.bin")));
        assertThat(files.files())
                .singleElement()
                .satisfies(file -> assertThat(file.bytes()).isEqualTo(3_000_000));
        assertThat(dropsLeft).hasValue(0);
    }

    @Test
    void reportsAConnectionThatDropsEveryTime() {
        dropsLeft.set(100);
        assertThatThrownBy(() -> connectors.fetch("sftp", settings(Map.of("files", "big.bin"))))
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_INTERRUPTED);
        assertThat(connectors.spool()).isEmptyDirectory();
    }

    @Test
    void endsInTimeWhenTheServerStallsInTheMiddle() {
        stall.set(true);
        long start = System.nanoTime();
        assertThatThrownBy(() -> connectors.fetch(
                        "sftp", settings(Map.of("files", "big.bin", "read-timeout", "1s", "total-timeout", "3s"))))
                .extracting("code")
                .isIn(ErrorCode.SOURCE_INTERRUPTED, ErrorCode.SOURCE_TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertThat(connectors.spool()).isEmptyDirectory();
    }

    @Test
    void logsInWithAKeyAndChecksTheHostKey() {
        Map<String, String> settings = settings(Map.of("files", "a.csv"));
        settings.remove("password");
        settings.put("private-key", pem());
        settings.put(
                "known-hosts", "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(hostKey.getPublic()));
        assertThat(connectors.fetch("sftp", settings)).isInstanceOf(Delivery.Files.class);
        settings.put(
                "known-hosts", "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(userKey.getPublic()));
        assertThatThrownBy(() -> connectors.fetch("sftp", settings))
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN);
    }

    @Test
    void namesWhoMustAct() {
        assertThatThrownBy(() -> connectors.fetch("sftp", settings(Map.of("password", "wrong"))))
                .hasMessageNotContaining("wrong")
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN);
        assertThatThrownBy(() -> connectors.fetch("sftp", settings(Map.of("port", "1"))))
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        assertThatThrownBy(() -> connectors.fetch("sftp", settings(Map.of("directory", "nowhere"))))
                .extracting("code")
                .isEqualTo(ErrorCode.SETTINGS_WRONG);
        assertThatThrownBy(() -> connectors.fetch("sftp", settings(Map.of("files", "*.xlsx"))))
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_EMPTY);
    }

    @Test
    void triesOutStepByStep() {
        TrialReport good = connectors.test("sftp", settings(Map.of("files", "*.csv")));
        assertThat(good.passed()).as(good.toString()).isTrue();
        assertThat(good.sample().orElseThrow().rows())
                .containsExactly(List.of(Optional.of("id")), List.of(Optional.of("1")));
        TrialReport large = connectors.test("sftp", settings(Map.of("files", "big.bin")));
        assertThat(large.passed()).as(large.toString()).isTrue();
        assertThat(TestConnectors.steps(connectors.test("sftp", settings(Map.of("password", "wrong")))))
                .containsExactly("RESOLVE_HOST PASSED", "CONNECT PASSED", "AUTHENTICATE FAILED SOURCE_REFUSED_LOGIN");
        assertThat(TestConnectors.steps(connectors.test("sftp", settings(Map.of("port", "1")))))
                .containsExactly("RESOLVE_HOST PASSED", "CONNECT FAILED SOURCE_UNREACHABLE");
        assertThat(TestConnectors.steps(connectors.test("sftp", settings(Map.of("directory", "nowhere")))))
                .endsWith("AUTHENTICATE PASSED", "PERMISSION FAILED SETTINGS_WRONG");
        assertThat(TestConnectors.steps(connectors.test("sftp", settings(Map.of("files", "*.xlsx")))))
                .endsWith("PERMISSION FAILED SOURCE_EMPTY");
        assertThat(connectors.spool()).isEmptyDirectory();
    }

    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(server.getPort()),
                "user",
                "gd",
                "password",
                "secret",
                "directory",
                "out"));
        all.putAll(more);
        return all;
    }

    private String pem() {
        StringWriter text = new StringWriter();
        text.write("-----BEGIN PRIVATE KEY-----\n");
        text.write(Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(userKey.getPrivate().getEncoded()));
        text.write("\n-----END PRIVATE KEY-----\n");
        return text.toString();
    }

    /** Hangs up in the middle of the large file as often as asked. */
    private final class Dropping implements SftpEventListener {
        @Override
        public void reading(
                ServerSession session,
                String remoteHandle,
                FileHandle localHandle,
                long offset,
                byte[] data,
                int dataOffset,
                int dataLen) {
            try {
                while (offset > 1_000_000 && stall.get()) {
                    Thread.sleep(50);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            if (offset > 1_000_000 && dropsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                session.close(true);
            }
        }
    }
}
