package org.jiaohui.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpProtocolTest {
    @TempDir
    Path folder;

    private TestConnectors connectors;
    private Answers server;

    @BeforeEach
    void start() throws Exception {
        connectors = new TestConnectors(folder);
        server = new Answers();
    }

    @AfterEach
    void stop() throws Exception {
        connectors.close();
        server.close();
    }

    @Test
    void downloadsAndAsksConditionallyTheNextTime() {
        server.answer(
                "/a.csv",
                "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Type: text/csv; charset=utf-8\r\nContent-Length: 5\r\n\r\nid\n1\n");
        Delivery.Files files = (Delivery.Files) fetch("/a.csv", Map.of());
        assertThat(files.files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("a.csv");
            assertThat(file.mediaType()).contains("text/csv");
            assertThat(file.path()).hasContent("id\n1\n");
        });
        server.answer("/a.csv", "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n");
        assertThat(connectors.fetch(
                        "http", settings("/a.csv", Map.of()), Optional.of(files.position()), RunProgress.SILENT))
                .isInstanceOf(Delivery.NotModified.class);
        assertThat(server.lastRequest).contains("If-None-Match: \"v1\"");
    }

    @Test
    void refusesALengthThatIsTooLargeAfterTryingAgain() {
        server.answer("/lie", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nid\n1\n");
        assertThat(failure("/lie", Map.of()).code()).isEqualTo(ErrorCode.SOURCE_INTERRUPTED);
        assertThat(server.requests).hasValue(3);
        assertThat(connectors.spool()).isEmptyDirectory();
    }

    @Test
    void refusesALengthThatIsTooSmall() {
        server.answer("/lie", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nid\n1\n2\n");
        ExchangeException failure = failure("/lie", Map.of());
        assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_ANSWERED_WRONGLY);
        assertThat(failure).hasMessageContaining("3");
        assertThat(connectors.spool()).isEmptyDirectory();
    }

    @Test
    void acceptsACompleteBodyFromAServerThatKeepsTheConnectionOpen() {
        server.answerAndHang("/keep", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nid\n1\n");
        assertThat(fetch("/keep", Map.of("read-timeout", "1s"))).isInstanceOf(Delivery.Files.class);
    }

    @Test
    void readsAChunkedBodyAndRefusesATornOne() {
        server.answer("/whole", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nid\n1\n\r\n0\r\n\r\n");
        assertThat(((Delivery.Files) fetch("/whole", Map.of())).files())
                .singleElement()
                .satisfies(file -> assertThat(file.path()).hasContent("id\n1\n"));
        server.answer("/torn", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nid\n1\n\r\n");
        assertThat(failure("/torn", Map.of()).code()).isEqualTo(ErrorCode.SOURCE_INTERRUPTED);
    }

    @Test
    void endsInTimeWhenTheServerHangs() {
        server.answerAndHang("/silent", "");
        server.answerAndHang("/half", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nid\n");
        for (String path : List.of("/silent", "/half")) {
            long start = System.nanoTime();
            assertThat(failure(path, Map.of("read-timeout", "500ms")).code()).isEqualTo(ErrorCode.SOURCE_TIMED_OUT);
            assertThat(failure(path, Map.of("total-timeout", "1s")).code()).isEqualTo(ErrorCode.SOURCE_TIMED_OUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void endsInTimeWhenTheServerDripsOrItsHeaderNeverEnds() {
        server.answerForEver("/drip", "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nid\n", "1\n", 100);
        server.answerForEver("/headers", "HTTP/1.1 200 OK\r\n", "X-Filler: " + "x".repeat(60_000) + "\r\n", 0);
        server.answerForEver("/line", "HTTP/1.1 200 OK\r\nX-Filler: ", "x".repeat(60_000), 0);
        long start = System.nanoTime();
        assertThat(failure("/drip", Map.of("read-timeout", "500ms", "total-timeout", "1s"))
                        .code())
                .isEqualTo(ErrorCode.SOURCE_TIMED_OUT);
        assertThat(failure("/headers", Map.of()).code()).isEqualTo(ErrorCode.SOURCE_INTERRUPTED);
        assertThat(failure("/line", Map.of()).code()).isEqualTo(ErrorCode.SOURCE_INTERRUPTED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(connectors.spool()).isEmptyDirectory();
    }

    @Test
    void inflatesGzipAndRefusesABomb() throws Exception {
        server.answer("/plain", gzipped("id\n1\n".getBytes(StandardCharsets.UTF_8), 1));
        assertThat(((Delivery.Files) fetch("/plain", Map.of())).files())
                .singleElement()
                .satisfies(file -> assertThat(file.path()).hasContent("id\n1\n"));
        server.answer("/bomb", gzipped(new byte[1 << 20], 900));
        long start = System.nanoTime();
        ExchangeException failure = failure("/bomb", Map.of());
        assertThat(failure.code()).isEqualTo(ErrorCode.ARCHIVE_UNSAFE);
        assertThat(failure).hasMessageContaining("/bomb");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(connectors.spool()).isEmptyDirectory();
    }

    @Test
    void triesAgainAfterAMomentOfTrouble() {
        server.answerOnce("/a.csv", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
        server.answer("/a.csv", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nid\n1\n");
        assertThat(fetch("/a.csv", Map.of())).isInstanceOf(Delivery.Files.class);
        assertThat(server.requests).hasValue(2);
    }

    @Test
    void stopsWithinSecondsWhileTheServerIsSilent() {
        server.answerAndHang("/silent", "");
        long start = System.nanoTime();
        RunProgress impatient = TestConnectors.stoppingAfter(1_000);
        assertThatThrownBy(() -> connectors.fetch("http", settings("/silent", Map.of()), Optional.empty(), impatient))
                .extracting("code")
                .isEqualTo(ErrorCode.STOPPED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void followsRedirectsButNotForEverAndNotToForbiddenHosts() throws Exception {
        server.answer("/to", "HTTP/1.1 302 Found\r\nLocation: /a.csv\r\nContent-Length: 0\r\n\r\n");
        server.answer("/a.csv", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nid\n1\n");
        server.answer("/loop", "HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n");
        server.answer(
                "/cloud", "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n");
        assertThat(fetch("/to", Map.of())).isInstanceOf(Delivery.Files.class);
        assertThat(failure("/loop", Map.of()).code()).isEqualTo(ErrorCode.SOURCE_ANSWERED_WRONGLY);
        assertThat(failure("/cloud", Map.of()).code()).isEqualTo(ErrorCode.HOST_NOT_ALLOWED);
        ConnectorSettings strict = new ConnectorSettings(List.of("*.example.cn"), List.of(), 1000, 0, 1);
        try (TestConnectors few = new TestConnectors(folder, strict)) {
            assertThatThrownBy(() -> few.fetch("http", settings("/a.csv", Map.of())))
                    .extracting("code")
                    .isEqualTo(ErrorCode.HOST_NOT_ALLOWED);
        }
    }

    @Test
    void limitsTheSizeAndRefusesPathTricks() throws Exception {
        server.answer("/big", "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(5000));
        server.answer(
                "/trick",
                "HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=\"../../x\"\r\nContent-Length: 1\r\n\r\nx");
        ConnectorSettings small = new ConnectorSettings(List.of("*"), List.of(), 1000, 0, 1);
        try (TestConnectors few = new TestConnectors(folder, small)) {
            assertThatThrownBy(() -> few.fetch("http", settings("/big", Map.of())))
                    .extracting("code")
                    .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        }
        assertThat(failure("/trick", Map.of()).code()).isEqualTo(ErrorCode.SOURCE_ANSWERED_WRONGLY);
        try (var left = Files.list(connectors.spool())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void namesWhoMustActOnABadStatus() {
        server.answer("/login", "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        server.answer("/busy", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
        assertThat(failure("/login", Map.of("bearer-token", "geheim")))
                .hasMessageNotContaining("geheim")
                .extracting(ExchangeException::code)
                .isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN);
        assertThat(server.lastRequest).contains("Authorization: Bearer geheim");
        assertThat(failure("/busy", Map.of()).code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(failure("/missing", Map.of()).code()).isEqualTo(ErrorCode.SOURCE_ANSWERED_WRONGLY);
        assertThatThrownBy(() -> connectors.fetch("http", Map.of("url", "http://127.0.0.1:1/x")))
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
    }

    private static byte[] gzipped(byte[] content, int times) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        try (GZIPOutputStream gzip = new GZIPOutputStream(answer)) {
            for (int i = 0; i < times; i++) {
                gzip.write(content);
            }
        }
        return answer.toByteArray();
    }

    private ExchangeException failure(String path, Map<String, String> more) {
        return catchThrowableOfType(ExchangeException.class, () -> fetch(path, more));
    }

    private Delivery fetch(String path, Map<String, String> more) {
        return connectors.fetch("http", settings(path, more));
    }

    private Map<String, String> settings(String path, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("url", server.url(path));
        return all;
    }
}
