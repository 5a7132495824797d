package org.jiaohui.connector.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedRequestsTest {
    @TempDir
    Path folder;

    private TestConnectors connectors;
    private HttpServer server;
    private final AtomicInteger tokens = new AtomicInteger();
    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private int lifetime = 3_600;

    @BeforeEach
    void start() throws Exception {
        connectors = new TestConnectors(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/rows", exchange -> {
            boolean known = ("Bearer token-" + tokens.get())
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            send(exchange, known ? 200 : 401, "[{\"id\":1}]");
        });
        server.createContext("/signed", exchange -> {
            requests.add(exchange.getRequestHeaders());
            send(exchange, 200, "[{\"id\":1}]");
        });
        server.start();
    }

    @AfterEach
    void stop() {
        connectors.close();
        server.stop(0);
    }

    @Test
    void getsATokenOnceAndUsesItUntilItExpires() {
        Map<String, String> settings = oauth("one");
        assertThat(connectors.fetch("rest", settings)).isInstanceOf(Delivery.Files.class);
        assertThat(connectors.fetch("rest", settings)).isInstanceOf(Delivery.Files.class);
        assertThat(tokens).hasValue(1);
        lifetime = 1;
        assertThat(connectors.fetch("rest", oauth("two"))).isInstanceOf(Delivery.Files.class);
        assertThat(connectors.fetch("rest", oauth("two"))).isInstanceOf(Delivery.Files.class);
        assertThat(tokens).as("shorter than the margin: never kept").hasValue(3);
    }

    @Test
    void getsAnotherTokenWhenTheServerForgotTheFirst() {
        Map<String, String> settings = oauth("three");
        connectors.fetch("rest", settings);
        tokens.incrementAndGet();
        assertThat(connectors.fetch("rest", settings)).isInstanceOf(Delivery.Files.class);
        assertThat(tokens).hasValue(3);
    }

    @Test
    void namesWrongCredentialsAndShowsNone() {
        Map<String, String> settings = oauth("four");
        settings.put("oauth-client-secret", "s3cret-wrong");
        assertThatThrownBy(() -> connectors.fetch("rest", settings))
                .hasMessageContaining("oauth-client-id")
                .hasMessageNotContaining("s3cret")
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN);
        assertThat(TestConnectors.steps(connectors.test("rest", settings)))
                .endsWith("CONNECT PASSED", "AUTHENTICATE FAILED SOURCE_REFUSED_LOGIN");
        assertThat(connectors.test("rest", oauth("four")).passed()).isTrue();
    }

    @Test
    void signsMethodPathQueryKeyTimeAndNonce() throws Exception {
        for (String algorithm : List.of("hmac-sha256", "hmac-sm3")) {
            Map<String, String> settings = signed(algorithm, "/signed?b=2&a=%E8%B7%AF");
            connectors.fetch("rest", settings);
            Headers sent = requests.getLast();
            String time = sent.getFirst("X-Timestamp");
            String nonce = sent.getFirst("X-Nonce");
            String text = "GET\n/signed\na=%E8%B7%AF&b=2\ngd-app\n" + time + "\n" + nonce;
            assertThat(Math.abs(System.currentTimeMillis() - Long.parseLong(time)))
                    .isLessThan(60_000);
            assertThat(sent.getFirst("X-App-Key")).isEqualTo("gd-app");
            assertThat(sent.getFirst("X-Signature"))
                    .isEqualTo(
                            algorithm.equals("hmac-sha256")
                                    ? sha256(text)
                                    : HexFormat.of()
                                            .formatHex(Sm3.hmac("app-s3cret".getBytes(UTF_8), text.getBytes(UTF_8))));
        }
        assertThat(requests).extracting(each -> each.getFirst("X-Nonce")).doesNotHaveDuplicates();
    }

    @Test
    void hashesAsTheStandardSays() {
        assertThat(HexFormat.of().formatHex(Sm3.hash("abc".getBytes(UTF_8))))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(HexFormat.of().formatHex(Sm3.hash("abcd".repeat(16).getBytes(UTF_8))))
                .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }

    @Test
    void namesAClockThatIsWrong() throws Exception {
        try (Answers answers = new Answers()) {
            answers.answer(
                    "/late", "HTTP/1.1 401 No\r\nDate: Mon, 02 Nov 2020 08:00:00 GMT\r\nContent-Length: 0\r\n\r\n");
            Map<String, String> settings = new HashMap<>(signed("hmac-sm3", "/late"));
            settings.put("url", answers.url("/late"));
            assertThatThrownBy(() -> connectors.fetch("rest", settings))
                    .hasMessageContaining("NTP")
                    .hasMessageNotContaining("app-s3cret")
                    .extracting("code")
                    .isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN);
        }
    }

    @Test
    void asksAgainOnlyForWhatChanged() {
        server.createContext("/tagged", exchange -> {
            boolean same = "\"7\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            exchange.getResponseHeaders().set("ETag", "\"7\"");
            send(exchange, same ? 304 : 200, same ? "" : "[{\"id\":1}]");
        });
        Map<String, String> settings = Map.of("url", url("/tagged"));
        Delivery.Files first = (Delivery.Files) connectors.fetch("rest", settings);
        assertThat(connectors.fetch("rest", settings, Optional.of(first.position()), RunProgress.SILENT))
                .isInstanceOf(Delivery.NotModified.class);
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean good = form.equals("grant_type=client_credentials&scope=rows.read")
                && new String(java.util.Base64.getDecoder().decode(authorization.substring(6)), UTF_8)
                        .endsWith(":s3cret");
        send(
                exchange,
                good ? 200 : 401,
                good
                        ? "{\"access_token\":\"token-" + tokens.incrementAndGet() + "\",\"expires_in\":" + lifetime
                                + "}"
                        : "");
    }

    private Map<String, String> oauth(String client) {
        return new HashMap<>(Map.of(
                "url",
                url("/rows"),
                "oauth-token-url",
                url("/token"),
                "oauth-client-id",
                client,
                "oauth-client-secret",
                "s3cret",
                "oauth-scope",
                "rows.read"));
    }

    private Map<String, String> signed(String algorithm, String path) {
        return Map.of("url", url(path), "signature", algorithm, "app-key", "gd-app", "app-secret", "app-s3cret");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static String sha256(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("app-s3cret".getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
