package org.jiaohui.hub.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jiaohui.exchange.alert.AlertChannel;
import org.jiaohui.exchange.alert.AlertNotice;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Posts every notice as JSON, signed with a key that the receiver knows. */
public final class WebhookChannel implements AlertChannel {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final URI address;
    private final byte[] secret;
    private final Consumer<String> hosts;
    private final NoticeText text;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * @param hosts throws HOST_NOT_ALLOWED for a host that may not be reached
     * @throws ExchangeException SETTINGS_WRONG without a key or with an address that is not http(s)
     */
    public WebhookChannel(URI address, String secret, Consumer<String> hosts, NoticeText text) {
        boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        if (!web || address.getHost() == null) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "jiaohui.alerts.webhook 不是 http(s) 地址 / is not an http(s) address: \"" + address + "\"");
        }
        if (secret.isBlank()) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "设了 jiaohui.alerts.webhook，还要 jiaohui.alerts.webhook-secret 用于签名 / jiaohui.alerts.webhook needs jiaohui.alerts.webhook-secret, the key of its signature");
        }
        this.address = address;
        this.secret = secret.getBytes(UTF_8);
        this.hosts = hosts;
        this.text = text;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void tell(AlertNotice notice) {
        hosts.accept(address.getHost());
        String body = text.json(notice);
        long now = Instant.now().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Jiaohui")
                .header("X-Jiaohui-Notice", Long.toString(notice.id()))
                .header("X-Jiaohui-Signature", "t=" + now + ",v1=" + signature(secret, now + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw new IllegalStateException("the webhook answered HTTP " + status);
            }
        } catch (IOException unreachable) {
            throw new IllegalStateException("the webhook does not answer: " + unreachable, unreachable);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the hub stops", stop);
        }
    }

    static String signature(byte[] secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
