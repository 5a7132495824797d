package org.jiaohui.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.jiaohui.exchange.source.trial.TrialReport.Check;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTrialTest {
    @TempDir
    Path folder;

    private TestConnectors connectors;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        connectors = new TestConnectors(
                folder, new ConnectorSettings(List.of("127.0.0.1", "*.invalid"), List.of(folder), 1L << 30, 2, 50));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/good", 200, "id\n1\n");
        answer("/unknown", 401, "");
        answer("/secret", 403, "");
        answer("/gone", 404, "");
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://localhost/other");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] line = "0123456789\n".repeat(5_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 20_000; i++) {
                exchange.getResponseBody().write(line);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        connectors.close();
        server.stop(0);
    }

    @Test
    void showsTheFirstRowsOfWhatCanBeRead() {
        TrialReport report = connectors.test("http", Map.of("url", url("/good")));
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(TestConnectors.steps(report))
                .containsExactly(
                        "RESOLVE_HOST PASSED",
                        "CONNECT PASSED",
                        "AUTHENTICATE PASSED",
                        "PERMISSION PASSED",
                        "SAMPLE PASSED");
        assertThat(report.sample().orElseThrow().rows()).hasSize(2);
    }

    @Test
    void namesTheStepThatFailsAndWhatToDo() {
        failsAt("http://nowhere.invalid/", "RESOLVE_HOST FAILED SOURCE_UNREACHABLE");
        failsAt("http://example.com/", "RESOLVE_HOST FAILED HOST_NOT_ALLOWED");
        failsAt("http://127.0.0.1:1/", "CONNECT FAILED SOURCE_UNREACHABLE");
        failsAt(url("/unknown"), "AUTHENTICATE FAILED SOURCE_REFUSED_LOGIN");
        failsAt(url("/secret"), "PERMISSION FAILED SOURCE_REFUSED_LOGIN");
        failsAt(url("/gone"), "PERMISSION FAILED SOURCE_ANSWERED_WRONGLY");
    }

    @Test
    void followsNoRedirectToAHostThatIsNotAllowed() {
        failsAt(url("/away"), "AUTHENTICATE FAILED HOST_NOT_ALLOWED");
    }

    @Test
    void readsOnlyTheBeginningOfALargeFile() {
        TrialReport report = connectors.test("http", Map.of("url", url("/endless")));
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.sample().orElseThrow().rows()).hasSize(5);
        assertThat(report.millis()).isLessThan(10_000);
        assertThat(connectors.spool()).isEmptyDirectory();
    }

    @Test
    void endsInTimeWhenTheServerIsSilent() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            long start = System.nanoTime();
            TrialReport report = connectors.test(
                    "http", Map.of("url", "http://127.0.0.1:" + silent.getLocalPort() + "/"), Duration.ofSeconds(2));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(TestConnectors.steps(report))
                    .containsExactly("RESOLVE_HOST PASSED", "CONNECT PASSED", "AUTHENTICATE FAILED SOURCE_TIMED_OUT");
        }
    }

    private void failsAt(String url, String step) {
        TrialReport report = connectors.test("http", Map.of("url", url, "bearer-token", "s3cret"));
        assertThat(report.passed()).isFalse();
        assertThat(TestConnectors.steps(report)).as(report.toString()).last().isEqualTo(step);
        Check failed = report.checks().stream()
                .filter(each -> each.result() == TrialReport.Result.FAILED)
                .findFirst()
                .orElseThrow();
        assertThat(failed.fix().orElseThrow().text()).isNotBlank();
        assertThat(failed.fix().orElseThrow().textEn()).isNotBlank();
        assertThat(report.toString()).doesNotContain("s3cret");
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}
