package org.jiaohui.connector.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestProtocolTest {
    private static final int ROWS = 25;

    @TempDir
    Path folder;

    private TestConnectors connectors;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        connectors = new TestConnectors(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/page", exchange -> rows(exchange, 10 * (number(exchange, "page", 1) - 1)));
        server.createContext("/offset", exchange -> rows(exchange, number(exchange, "from", 0)));
        server.createContext("/cursor", exchange -> rows(exchange, number(exchange, "after", 0)));
        server.createContext("/link", exchange -> {
            int from = number(exchange, "o", 0);
            if (from + 10 < ROWS) {
                exchange.getResponseHeaders().add("Link", "</link?o=" + (from + 10) + ">; rel=\"next\"");
            }
            rows(exchange, from);
        });
        server.createContext("/same", exchange -> rows(exchange, 0));
        server.createContext("/html", exchange -> send(exchange, "<html>"));
        server.start();
    }

    @AfterEach
    void stop() {
        connectors.close();
        server.stop(0);
    }

    @Test
    void readsAllPagesInEachWayOfPaging() throws Exception {
        List<Map<String, String>> ways = List.of(
                Map.of("url", url("/page?year=2024"), "paging", "page"),
                Map.of("url", url("/offset"), "paging", "offset", "page-parameter", "from", "first-page", "0"),
                Map.of(
                        "url",
                        url("/cursor"),
                        "paging",
                        "cursor",
                        "page-parameter",
                        "after",
                        "cursor-path",
                        "/data/next"),
                Map.of("url", url("/link"), "paging", "link"));
        for (Map<String, String> way : ways) {
            Map<String, String> settings = new HashMap<>(way);
            settings.put("rows-path", "/data/items");
            Delivery.Files files = (Delivery.Files) connectors.fetch("rest", settings);
            List<String> lines = Files.readAllLines(files.files().get(0).path());
            assertThat(lines).as(way.toString()).hasSize(ROWS);
            assertThat(lines.get(24)).isEqualTo("{\"id\":24,\"n\":1.10}");
        }
    }

    @Test
    void refusesPagesThatNeverEndAndAnswersThatAreNotPages() {
        assertThatThrownBy(() -> connectors.fetch(
                        "rest", Map.of("url", url("/same"), "paging", "page", "rows-path", "/data/items")))
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_ANSWERED_WRONGLY);
        assertThatThrownBy(() -> connectors.fetch("rest", Map.of("url", url("/html"))))
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_ANSWERED_WRONGLY);
        assertThatThrownBy(() -> connectors.fetch("rest", Map.of("url", url("/same"), "rows-path", "/rows")))
                .hasMessageContaining("/rows")
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_ANSWERED_WRONGLY);
    }

    @Test
    void triesOutWithTheFirstPageAlone() {
        TrialReport report =
                connectors.test("rest", Map.of("url", url("/page"), "paging", "page", "rows-path", "/data/items"));
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.sample().orElseThrow().rows()).hasSize(5);
        assertThat(TestConnectors.steps(connectors.test("rest", Map.of("url", url("/html")))))
                .endsWith("PERMISSION PASSED", "SAMPLE FAILED SOURCE_ANSWERED_WRONGLY");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static void rows(HttpExchange exchange, int from) throws IOException {
        int to = Math.min(from + 10, ROWS);
        String items = IntStream.range(from, Math.max(from, to))
                .mapToObj(i -> "{\"id\":" + i + ",\"n\":1.10}")
                .collect(Collectors.joining(","));
        send(
                exchange,
                "{\"data\":{\"items\":[" + items + "],\"next\":" + (to < ROWS ? "\"" + to + "\"" : "null") + "}}");
    }

    private static int number(HttpExchange exchange, String name, int absent) {
        Matcher matcher = Pattern.compile("\\b" + name + "=(\\d+)").matcher(String.valueOf(exchange.getRequestURI()));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : absent;
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
