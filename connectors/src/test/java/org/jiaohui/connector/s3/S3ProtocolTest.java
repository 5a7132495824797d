package org.jiaohui.connector.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.connector.server.S3TestServer;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ProtocolTest {
    private static Path bucket;
    private static S3TestServer server;
    private static TestConnectors connectors;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        bucket = Files.createDirectories(folder.resolve("s3/traffic/2024/01"));
        Files.writeString(bucket.resolve("a.csv"), "id\n1\n");
        Files.writeString(bucket.resolve("公路.csv"), "id\n2\n");
        Files.writeString(bucket.resolve("notes.txt"), "x");
        Files.writeString(Files.createDirectories(bucket.resolve("deep")).resolve("c.csv"), "id\n3\n");
        server = S3TestServer.start(folder.resolve("s3"));
        connectors = new TestConnectors(folder);
    }

    @AfterAll
    static void stop() {
        connectors.close();
        server.close();
    }

    @Test
    void bringsWhatPrefixAndGlobMatchAndThenOnlyWhatChanged() throws Exception {
        Map<String, String> settings = settings(Map.of("prefix", "2024/01/", "files", "*.csv"));
        Delivery.Files files = (Delivery.Files) connectors.fetch("s3", settings);
        assertThat(files.files()).extracting("name").containsExactly("a.csv", "公路.csv");
        assertThat(files.files().get(1).path()).hasContent("id\n2\n");
        Optional<String> since = Optional.of(files.position());
        assertThat(connectors.fetch("s3", settings, since, RunProgress.SILENT))
                .isInstanceOf(Delivery.NotModified.class);
        Files.writeString(bucket.resolve("公路.csv"), "id\n2\n4\n");
        assertThat(connectors.fetch("s3", settings, since, RunProgress.SILENT)).isInstanceOf(Delivery.Files.class);
        Delivery.Files deep = (Delivery.Files) connectors.fetch("s3", settings(Map.of("files", "**.csv")));
        assertThat(deep.files()).hasSize(3);
    }

    @Test
    void bringsEachObjectOnceAndAgainWhenItChanged() throws Exception {
        Path folder = Files.createDirectories(bucket.resolve("../02"));
        Files.writeString(folder.resolve("x.csv"), "id\n1\n");
        Map<String, String> settings = settings(Map.of("prefix", "2024/02/", "files", "*.csv", "only-new", "true"));
        Delivery.Files first = (Delivery.Files) connectors.fetch("s3", settings);
        Files.writeString(folder.resolve("y.csv"), "id\n2\n");
        Delivery.Files second =
                (Delivery.Files) connectors.fetch("s3", settings, Optional.of(first.position()), RunProgress.SILENT);
        assertThat(second.files()).extracting("name").containsExactly("y.csv");
        Files.writeString(folder.resolve("x.csv"), "id\n9\n10\n");
        Delivery.Files third =
                (Delivery.Files) connectors.fetch("s3", settings, Optional.of(second.position()), RunProgress.SILENT);
        assertThat(third.files()).extracting("name").containsExactly("x.csv");
        assertThat(connectors.fetch("s3", settings, Optional.of(third.position()), RunProgress.SILENT))
                .isInstanceOf(Delivery.NotModified.class);
    }

    @Test
    void listsWithoutFetching() throws Exception {
        Path folder = Files.createDirectories(bucket.resolve("../03"));
        Map<String, String> settings = settings(Map.of("prefix", "2024/03/", "files", "*.csv"));
        assertThat(connectors.listing("s3", settings)).isEmpty();
        Files.writeString(folder.resolve("x.csv"), "id\n1\n");
        Optional<String> before = connectors.listing("s3", settings);
        assertThat(before).contains(((Delivery.Files) connectors.fetch("s3", settings)).position());
        Files.writeString(folder.resolve("y.csv"), "id\n2\n");
        assertThat(connectors.listing("s3", settings)).isPresent().isNotEqualTo(before);
        assertThatThrownBy(() -> connectors.listing("s3", settings(Map.of("secret-key", "wrong"))))
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN);
    }

    @Test
    void namesWhoMustAct() {
        fails(Map.of("secret-key", "wrong"), ErrorCode.SOURCE_REFUSED_LOGIN);
        fails(Map.of("endpoint", "http://127.0.0.1:1"), ErrorCode.SOURCE_UNREACHABLE);
        fails(Map.of("bucket", "nowhere"), ErrorCode.SETTINGS_WRONG);
        fails(Map.of("files", "*.xlsx"), ErrorCode.SOURCE_EMPTY);
    }

    @Test
    void reachesAllowedHostsOnly(@TempDir Path folder) throws Exception {
        ConnectorSettings strict = new ConnectorSettings(List.of("*.example.cn"), List.of(), 1L << 30, 0, 50);
        try (TestConnectors others = new TestConnectors(folder, strict)) {
            assertThatThrownBy(() -> others.fetch("s3", settings(Map.of())))
                    .extracting("code")
                    .isEqualTo(ErrorCode.HOST_NOT_ALLOWED);
        }
    }

    @Test
    void triesOutStepByStep() {
        TrialReport good = connectors.test("s3", settings(Map.of("prefix", "2024/01/", "files", "a.csv")));
        assertThat(good.passed()).as(good.toString()).isTrue();
        assertThat(good.sample().orElseThrow().rows()).hasSize(2);
        assertThat(TestConnectors.steps(connectors.test("s3", settings(Map.of("secret-key", "wrong")))))
                .endsWith("CONNECT PASSED", "AUTHENTICATE FAILED SOURCE_REFUSED_LOGIN");
        assertThat(TestConnectors.steps(connectors.test("s3", settings(Map.of("files", "*.xlsx")))))
                .endsWith("AUTHENTICATE PASSED", "PERMISSION FAILED SOURCE_EMPTY");
    }

    private static void fails(Map<String, String> more, ErrorCode code) {
        assertThatThrownBy(() -> connectors.fetch("s3", settings(more)))
                .extracting("code")
                .isEqualTo(code);
        assertThat(connectors.spool()).isEmptyDirectory();
    }

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "endpoint", server.endpoint(), "bucket", "traffic", "access-key", "key", "secret-key", "secret"));
        all.putAll(more);
        return all;
    }
}
