package org.jiaohui.hub.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.exchange.alert.Alert;
import org.jiaohui.exchange.alert.AlertNotice;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both channels against real servers. */
class ChannelsTest {
    private static final RunId RUN = RunId.create();
    private static final NoticeText TEXT = new NoticeText(URI.create("https://hub.example.cn"));
    private static final AlertNotice NOTICE = new AlertNotice(
            42,
            AlertNotice.Event.RAISED,
            "webhook",
            1,
            new Alert(
                    7,
                    AlertRule.RUN_FAILED,
                    new TaskId("toll-gates"),
                    Optional.of(RUN),
                    "连不上门架库",
                    "the gates' database does not answer",
                    1,
                    Instant.parse("2026-11-02T00:00:04Z"),
                    Instant.parse("2026-11-02T00:00:04Z"),
                    Optional.empty(),
                    Optional.empty(),
                    List.of()));

    @Test
    void postsSignedJsonAndTakesOnlySuccessForArrival() throws Exception {
        Map<String, String> got = new ConcurrentHashMap<>();
        AtomicInteger answer = new AtomicInteger(200);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            got.put("body", new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            got.put("signature", exchange.getRequestHeaders().getFirst("X-Jiaohui-Signature"));
            got.put("notice", exchange.getRequestHeaders().getFirst("X-Jiaohui-Notice"));
            exchange.sendResponseHeaders(answer.get(), -1);
            exchange.close();
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
            WebhookChannel channel = new WebhookChannel(address, "s3cret", AllowedHosts.ANY::resolve, TEXT);
            channel.tell(NOTICE);
            String body = Objects.requireNonNull(got.get("body"));
            JsonNode json = JsonMapper.shared().readTree(body);
            assertThat(json.path("rule").asString("")).isEqualTo("run-failed");
            assertThat(json.path("raisedAt").asString("")).isEqualTo("2026-11-02T08:00:04+08:00");
            assertThat(json.path("link").asString("")).isEqualTo("https://hub.example.cn/exchange/runs/" + RUN);
            assertThat(got).containsEntry("notice", "42");
            String signature = Objects.requireNonNull(got.get("signature"));
            String time = signature.substring(2, signature.indexOf(','));
            assertThat(signature)
                    .isEqualTo("t=" + time + ",v1="
                            + WebhookChannel.signature("s3cret".getBytes(UTF_8), time + "." + body));
            answer.set(302);
            assertThatThrownBy(() -> channel.tell(NOTICE)).hasMessageContaining("302");
            WebhookChannel elsewhere =
                    new WebhookChannel(address, "s3cret", new AllowedHosts(List.of("*.example.cn"))::resolve, TEXT);
            assertThatThrownBy(() -> elsewhere.tell(NOTICE))
                    .isInstanceOfSatisfying(
                            ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOST_NOT_ALLOWED));
        } finally {
            server.stop(0);
        }
    }

    /** RFC 4231, test case 2. */
    @Test
    void signsWithHmacSha256() {
        assertThat(WebhookChannel.signature("Jefe".getBytes(UTF_8), "what do ya want for nothing?"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void insistsOnAKeyAndAWebAddress() {
        URI web = URI.create("https://hooks.example.cn/");
        assertThatThrownBy(() -> new WebhookChannel(web, " ", host -> {}, TEXT)).hasMessageContaining("webhook-secret");
        assertThatThrownBy(() -> new WebhookChannel(URI.create("file:///etc/passwd"), "k", host -> {}, TEXT))
                .hasMessageContaining("http(s)");
    }

    @Test
    void sendsALetterThatMailServersTake() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            JavaMailSenderImpl sender = new JavaMailSenderImpl();
            sender.setHost("127.0.0.1");
            sender.setPort(server.getSmtp().getPort());
            sender.setDefaultEncoding("UTF-8");
            new MailChannel(sender, "jiaohui@example.cn", List.of("duty@example.cn", "chief@example.cn"), TEXT)
                    .tell(NOTICE);
            MimeMessage[] letters = server.getReceivedMessages();
            assertThat(letters).hasSize(2);
            assertThat(letters[0].getSubject()).isEqualTo("[告警 / alert] 运行失败 / run failed: toll-gates");
            assertThat((String) letters[0].getContent())
                    .contains("连不上门架库", "2026-11-02 08:00:04 +08:00", "/exchange/runs/" + RUN);
        } finally {
            server.stop();
        }
        JavaMailSenderImpl nowhere = new JavaMailSenderImpl();
        nowhere.setHost("127.0.0.1");
        nowhere.setPort(1);
        assertThatThrownBy(() -> new MailChannel(nowhere, "a@example.cn", List.of("b@example.cn"), TEXT).tell(NOTICE))
                .isInstanceOf(RuntimeException.class);
    }
}
