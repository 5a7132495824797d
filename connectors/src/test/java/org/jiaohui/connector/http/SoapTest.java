package org.jiaohui.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are asked by POST: SOAP services and others. */
class SoapTest {
    private static final String ASK = """
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
            <getVessels><password>{{secret}}</password><port>舟山</port></getVessels></soap:Body></soap:Envelope>""";
    private static final String ANSWER = """
            <?xml version="1.0"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header><a/></soap:Header><soap:Body>
            <list><vessel><id>1</id></vessel><vessel><id>2</id></vessel></list></soap:Body></soap:Envelope>""";
    private static final String FAULT = """
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Server</faultcode>
            <faultstring>数据库维护中 &lt;ORA-01034&gt;</faultstring><detail><x>faultstring</x></detail></soap:Fault></soap:Body></soap:Envelope>""";
    private static final String FAULT_1_2 = """
            <e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>app:NoPort</e:Value>
            </e:Subcode></e:Code><e:Reason><e:Text xml:lang="zh">没有该港口</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>""";

    @TempDir
    Path folder;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private TestConnectors connectors;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        connectors = new TestConnectors(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/vessels", 200, "text/xml; charset=utf-8", ANSWER);
        answer("/fault", 500, "text/xml", FAULT);
        answer("/polite", 200, "text/xml", FAULT);
        answer("/newer", 400, "application/soap+xml", FAULT_1_2);
        answer("/down", 500, "text/html", "<html>down</html>");
        redirect("/moved", 307, "/vessels");
        redirect("/elsewhere", 302, "/vessels");
        redirect("/foreign", 308, "http://localhost:1/vessels");
        server.start();
    }

    @AfterEach
    void stop() {
        connectors.close();
        server.stop(0);
    }

    @Test
    void sendsTheBodyAndKeepsTheAnswer() {
        Delivery.Files files =
                fetch("/vessels", Map.of("headers", "SOAPAction: \"urn:getVessels\"", "body-secret", "a<b&c"));
        assertThat(files.files()).singleElement().satisfies(file -> {
            assertThat(file.path()).hasContent(ANSWER);
            assertThat(file.mediaType()).contains("text/xml");
        });
        assertThat(heads.getFirst()).isEqualTo("POST text/xml; charset=UTF-8 \"urn:getVessels\"");
        assertThat(bodies.getFirst()).contains("<password>a&lt;b&amp;c</password><port>舟山</port>");
    }

    @Test
    void sendsJsonAndDeclaredTypes() {
        Map<String, String> json = new LinkedHashMap<>(Map.of("url", url("/vessels"), "method", "post"));
        json.put("body", "{\"key\":\"{{secret}}\"}");
        json.put("body-secret", "a\"b");
        connectors.fetch("http", json);
        assertThat(heads.getFirst()).startsWith("POST application/json; charset=UTF-8");
        assertThat(bodies.getFirst()).isEqualTo("{\"key\":\"a\\\"b\"}");
        fetch("/vessels", Map.of("body-type", "application/soap+xml; charset=GBK"));
        assertThat(heads.getLast()).startsWith("POST application/soap+xml; charset=GBK");
    }

    @Test
    void tellsWhatTheFaultSaysAndAsksNoSecondTime() {
        for (String path : List.of("/fault", "/polite")) {
            bodies.clear();
            fails(path, "faultcode \"soap:Server\"", "数据库维护中 <ORA-01034>");
            assertThat(bodies).hasSize(1);
        }
        fails("/newer", "e:Sender app:NoPort", "没有该港口");
        bodies.clear();
        assertThatThrownBy(() -> fetch("/down", Map.of()))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE));
        assertThat(bodies).hasSize(3);
    }

    @Test
    void followsRedirectsOnlyWhereTheBodyMayGo() {
        assertThat(fetch("/moved", Map.of()).files()).hasSize(1);
        fails("/elsewhere", "redirects a POST");
        fails("/foreign", "redirects a POST", "localhost:1");
    }

    @Test
    void isTriedOutLikeAnyOtherSource() {
        assertThat(TestConnectors.steps(connectors.test("http", settings("/vessels", Map.of()))))
                .containsExactly(
                        "RESOLVE_HOST PASSED",
                        "CONNECT PASSED",
                        "AUTHENTICATE PASSED",
                        "PERMISSION PASSED",
                        "SAMPLE PASSED");
        assertThat(TestConnectors.steps(connectors.test("http", settings("/fault", Map.of()))))
                .endsWith("PERMISSION FAILED SOURCE_ANSWERED_WRONGLY");
        assertThat(TestConnectors.steps(connectors.test("http", settings("/polite", Map.of()))))
                .endsWith("SAMPLE FAILED SOURCE_ANSWERED_WRONGLY");
    }

    @Test
    void refusesABodyThatNobodySends() {
        assertThatThrownBy(() -> connectors.fetch("http", Map.of("url", url("/vessels"), "body", "{}")))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SETTINGS_WRONG))
                .hasMessageContaining("method");
    }

    private void fails(String path, String... told) {
        assertThatThrownBy(() -> fetch(path, Map.of()))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_ANSWERED_WRONGLY))
                .hasMessageContainingAll(told);
    }

    private Delivery.Files fetch(String path, Map<String, String> more) {
        return (Delivery.Files) connectors.fetch("http", settings(path, more));
    }

    private Map<String, String> settings(String path, Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("url", url(path), "method", "post", "body", ASK));
        settings.putAll(more);
        return settings;
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void answer(String path, int status, String type, String text) {
        server.createContext(path, exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            heads.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("SOAPAction"));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void redirect(String path, int status, String to) {
        server.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }
}
