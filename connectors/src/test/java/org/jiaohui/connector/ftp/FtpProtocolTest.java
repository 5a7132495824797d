package org.jiaohui.connector.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.connector.server.FtpTestServer;
import org.jiaohui.connector.server.TestCertificate;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FtpProtocolTest {
    @TempDir
    Path folder;

    private Path root;
    private Path drop;
    private TestConnectors connectors;

    @BeforeEach
    void start() throws Exception {
        root = folder.resolve("drop");
        drop = Files.createDirectories(root.resolve("out"));
        Files.writeString(drop.resolve("a.csv"), "id\n1\n");
        Files.writeString(drop.resolve("公路.csv"), "id\n2\n");
        Files.write(drop.resolve("big.bin"), new byte[5_000_000]);
        connectors = new TestConnectors(folder);
    }

    @AfterEach
    void stop() {
        connectors.close();
    }

    @Test
    void bringsWhatTheGlobMatchesAndThenOnlyWhatChanged() throws Exception {
        try (FtpTestServer server = FtpTestServer.plain(root)) {
            Map<String, String> settings = settings(server, Map.of("files", "*.csv"));
            Delivery.Files files = (Delivery.Files) connectors.fetch("ftp", settings);
            assertThat(files.files()).extracting("name").containsExactly("a.csv", "公路.csv");
            assertThat(files.files().get(1).path()).hasContent("id\n2\n");
            Optional<String> since = Optional.of(files.position());
            assertThat(connectors.fetch("ftp", settings, since, RunProgress.SILENT))
                    .isInstanceOf(Delivery.NotModified.class);
            Files.writeString(drop.resolve("a.csv"), "id\n1\n3\n");
            assertThat(connectors.fetch("ftp", settings, since, RunProgress.SILENT))
                    .isInstanceOf(Delivery.Files.class);
            Delivery.Files big = (Delivery.Files) connectors.fetch("ftp", settings(server, Map.of("files", "*.bin")));
            assertThat(big.files().getFirst().bytes()).isEqualTo(5_000_000);
        }
    }

    @Test
    void listsWithoutFetching() throws Exception {
        try (FtpTestServer server = FtpTestServer.plain(root)) {
            Map<String, String> settings = settings(server, Map.of("files", "*.csv"));
            Optional<String> before = connectors.listing("ftp", settings);
            assertThat(before).contains(((Delivery.Files) connectors.fetch("ftp", settings)).position());
            Files.writeString(drop.resolve("late.csv"), "id\n3\n");
            assertThat(connectors.listing("ftp", settings)).isPresent().isNotEqualTo(before);
            assertThat(connectors.listing("ftp", settings(server, Map.of("files", "*.xlsx"))))
                    .isEmpty();
            assertThatThrownBy(() -> connectors.listing("ftp", settings(server, Map.of("password", "wrong"))))
                    .extracting("code")
                    .isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN);
        }
    }

    @Test
    void namesWhoMustAct() throws Exception {
        try (FtpTestServer server = FtpTestServer.plain(root)) {
            fails(server, Map.of("password", "wrong"), ErrorCode.SOURCE_REFUSED_LOGIN);
            fails(server, Map.of("port", "1"), ErrorCode.SOURCE_UNREACHABLE);
            fails(server, Map.of("directory", "nowhere"), ErrorCode.SETTINGS_WRONG);
            fails(server, Map.of("files", "*.xlsx"), ErrorCode.SOURCE_EMPTY);
            fails(server, Map.of("name-encoding", "klingon"), ErrorCode.SETTINGS_WRONG);
        }
    }

    @Test
    void triesOutStepByStep() throws Exception {
        try (FtpTestServer server = FtpTestServer.plain(root)) {
            TrialReport good = connectors.test("ftp", settings(server, Map.of("files", "a.csv")));
            assertThat(good.passed()).as(good.toString()).isTrue();
            assertThat(good.sample().orElseThrow().rows()).hasSize(2);
            assertThat(connectors
                            .test("ftp", settings(server, Map.of("files", "big.bin")))
                            .passed())
                    .isTrue();
            assertThat(TestConnectors.steps(connectors.test("ftp", settings(server, Map.of("password", "wrong")))))
                    .endsWith("CONNECT PASSED", "AUTHENTICATE FAILED SOURCE_REFUSED_LOGIN");
            assertThat(TestConnectors.steps(connectors.test("ftp", settings(server, Map.of("directory", "nowhere")))))
                    .endsWith("PERMISSION FAILED SETTINGS_WRONG");
        }
    }

    @Test
    void encryptsBothConnectionsAndBelievesOnlyTrustedCertificates() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder);
        for (boolean implicit : List.of(false, true)) {
            try (FtpTestServer server = FtpTestServer.encrypted(root, certificate, implicit)) {
                String encryption = implicit ? "implicit" : "explicit";
                Map<String, String> settings = settings(
                        server,
                        Map.of("files", "*.csv", "encryption", encryption, "trusted-certificates", certificate.pem()));
                Delivery.Files files = (Delivery.Files) connectors.fetch("ftp", settings);
                assertThat(files.files()).as(encryption).hasSize(2);
                settings.remove("trusted-certificates");
                assertThatThrownBy(() -> connectors.fetch("ftp", settings))
                        .extracting("code")
                        .isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN);
            }
        }
    }

    private void fails(FtpTestServer server, Map<String, String> more, ErrorCode code) {
        assertThatThrownBy(() -> connectors.fetch("ftp", settings(server, more)))
                .hasMessageNotContaining("wrong")
                .extracting("code")
                .isEqualTo(code);
        assertThat(connectors.spool()).isEmptyDirectory();
    }

    private static Map<String, String> settings(FtpTestServer server, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(server.port()),
                "user",
                "gd",
                "password",
                "secret",
                "directory",
                "out"));
        all.putAll(more);
        return all;
    }
}
