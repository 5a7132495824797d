package org.jiaohui.connector.targets.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.targets.CuttingProxy;
import org.jiaohui.connector.targets.GateRows;
import org.jiaohui.connector.targets.Orders;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import tools.jackson.databind.json.JsonMapper;

/** Against a consumer as docs/targets.md asks for it: it serves each key once and says what it has. */
class HttpTargetTest {
    private final HttpTarget target = new HttpTarget(AllowedHosts.ANY);
    private final Map<String, String> served = new ConcurrentHashMap<>();
    private final Map<String, String> closings = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int refuseWith;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/in", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        byte[] body = exchange.getRequestBody().readAllBytes();
        String time = exchange.getRequestHeaders().getFirst("X-Jiaohui-Timestamp");
        String expected = "sha256=" + PushClient.signature("s3cret", String.valueOf(time), key, body, body.length);
        if (!expected.equals(exchange.getRequestHeaders().getFirst("X-Jiaohui-Signature"))) {
            answer(exchange, 401, "bad signature");
        } else if (refuseWith != 0) {
            answer(exchange, refuseWith, "no");
        } else if (exchange.getRequestMethod().equals("GET")) {
            long pages = served.keySet().stream()
                    .filter(each -> each.startsWith(key + "/"))
                    .count();
            String closing = closings.get(key);
            answer(exchange, 200, closing == null ? "{\"nextPage\":" + (pages + 1) + "}" : closing);
        } else {
            requests.incrementAndGet();
            if (exchange.getRequestHeaders().containsKey("X-Jiaohui-Complete")) {
                closings.putIfAbsent(key, new String(body, UTF_8).replaceFirst("\\{", "{\"complete\":true,"));
            } else {
                served.putIfAbsent(key, new String(body, UTF_8));
            }
            answer(exchange, 204, "");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private DeliveryOrder order(int port, int version) {
        return Orders.order(
                "http",
                Map.of(
                        "url",
                        "http://127.0.0.1:" + port + "/in?token=t",
                        "signing-secret",
                        "s3cret",
                        "page-rows",
                        "1000"),
                DeliveryMode.REPLACE,
                "gates",
                version,
                GateRows.SCHEMA,
                1);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private Set<Long> ids(DeliveryOrder order) {
        Set<Long> ids = new HashSet<>();
        served.forEach((key, page) -> {
            if (key.startsWith(order.batch() + "/")) {
                page.lines()
                        .forEach(line -> assertThat(ids.add(JsonMapper.shared()
                                        .readTree(line)
                                        .path("id")
                                        .asLong()))
                                .isTrue());
            }
        });
        return ids;
    }

    @Test
    void pagesAndAClosingRequestArriveSigned() {
        DeliveryOrder order = order(port(), 1);
        DeliveryEffect effect = target.deliver(order, GateRows.many(2_500, 150), RunProgress.SILENT);
        assertThat(effect.rows()).isEqualTo(2_500);
        assertThat(ids(order)).hasSize(2_500);
        assertThat(served.getOrDefault(order.batch() + "/1", "").lines().limit(2))
                .containsExactly(
                        "{\"id\":0,\"站名\":null,\"fee\":1.50,\"at\":\"2024-02-29T23:59:58\"}",
                        "{\"id\":1,\"站名\":\"收费站,\\\"1\\\"\",\"fee\":1.50,\"at\":\"2024-02-29T23:59:58.000001\"}");
        assertThat(closings.get(order.batch().value())).contains("\"pages\":3", "\"rows\":2500", effect.digest());
        int before = requests.get();
        assertThat(target.deliver(order, GateRows.many(2_500, 150), RunProgress.SILENT))
                .isEqualTo(effect);
        assertThat(target.findEffect(order)).contains(effect);
        assertThat(requests.get()).isEqualTo(before);
    }

    @Test
    void aConnectionThatBreaksAtAnyTenthGoesOnWhereItWas(TestReporter reporter) throws Exception {
        int broken = 0;
        try (CuttingProxy proxy = new CuttingProxy(port())) {
            proxy.cutAfter(Long.MAX_VALUE);
            target.deliver(order(proxy.port(), 1), GateRows.many(10_000, 1), RunProgress.SILENT);
            long whole = proxy.sent();
            int undisturbed = requests.get();
            requests.set(0);
            for (int tenth = 1; tenth <= 10; tenth++) {
                DeliveryOrder order = order(proxy.port(), 1 + tenth);
                proxy.cutAfter(whole * tenth / 10 - 20);
                try {
                    target.deliver(order, GateRows.many(10_000, tenth), RunProgress.SILENT);
                } catch (ExchangeException cut) {
                    assertThat(cut.code()).as(cut.getMessage()).isEqualTo(ErrorCode.TARGET_INTERRUPTED);
                    broken++;
                }
                proxy.cutAfter(Long.MAX_VALUE);
                target.deliver(order, GateRows.many(10_000, tenth), RunProgress.SILENT);
                assertThat(ids(order)).hasSize(10_000);
                assertThat(closings).containsKey(order.batch().value());
            }
            assertThat(requests.get()).isLessThanOrEqualTo(undisturbed * 10 + broken);
        }
        assertThat(broken).isGreaterThan(8);
        reporter.publishEntry("connections cut", Integer.toString(broken));
    }

    @Test
    void tellsWhatTheConsumerAnswers() {
        DeliveryOrder order = order(port(), 1);
        Map<Integer, ErrorCode> meaning = new HashMap<>(Map.of(
                403,
                ErrorCode.TARGET_REFUSED_LOGIN,
                422,
                ErrorCode.TARGET_REFUSED_ROWS,
                503,
                ErrorCode.TARGET_INTERRUPTED));
        meaning.forEach((status, code) -> {
            refuseWith = status;
            assertThatThrownBy(() -> target.deliver(order, GateRows.many(1, 1), RunProgress.SILENT))
                    .hasMessageContaining("HTTP " + status)
                    .hasMessageNotContaining("token=t")
                    .isInstanceOfSatisfying(
                            ExchangeException.class,
                            failed -> assertThat(failed.code()).isEqualTo(code));
        });
        HttpTarget careful = new HttpTarget(new AllowedHosts(List.of("*.example.cn")));
        assertThatThrownBy(() -> Orders.tryOut(careful, order.target()))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.HOST_NOT_ALLOWED));
    }
}
