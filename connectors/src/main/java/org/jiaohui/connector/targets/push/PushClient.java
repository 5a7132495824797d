package org.jiaohui.connector.targets.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.http.AllowedAddresses;
import org.jiaohui.connector.http.HttpSettings;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Requests to the consumer's interface: to allowed addresses, without redirects, each signed. */
final class PushClient implements AutoCloseable {
    private static final int MOST_ANSWER_BYTES = 64 << 10;

    private final URI address;
    private final Map<String, String> headers;
    private final Optional<String> secret;
    private final CloseableHttpClient client;

    PushClient(SettingValues values, AllowedHosts hosts) {
        address = addressOf(values);
        headers = HttpSettings.headersOf(values);
        Duration readTimeout = values.duration("read-timeout");
        secret = values.find("signing-secret");
        hosts.resolveTarget(address.getHost());
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new AllowedAddresses(hosts))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout(
                                        values.duration("connect-timeout").toMillis()))
                                .setSocketTimeout(timeout(readTimeout.toMillis()))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout(readTimeout.toMillis()))
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .setUserAgent("Jiaohui")
                .build();
    }

    /** @throws ExchangeException SETTINGS_WRONG when that is no address of an interface */
    static URI addressOf(SettingValues values) {
        URI address = values.uri("url");
        if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("(?i)https?")) {
            throw SettingValues.wrong("设置项 \"url\" 应为 http(s) 地址 / the setting \"url\" must be an http(s) address");
        }
        return address;
    }

    /** An answer of the consumer. */
    record Answer(int status, String body) {}

    Answer post(String key, Map<String, String> own, byte[] body, int length) {
        HttpPost request = new HttpPost(address);
        request.setEntity(
                new ByteArrayEntity(body, 0, length, ContentType.parse("application/x-ndjson; charset=utf-8")));
        own.forEach(request::setHeader);
        return send(request, key, body, length);
    }

    Answer get(String key) {
        return send(new HttpGet(address), key, new byte[0], 0);
    }

    private Answer send(HttpUriRequestBase request, String key, byte[] body, int length) {
        headers.forEach(request::setHeader);
        request.setHeader("Idempotency-Key", key);
        String time = Long.toString(Instant.now().getEpochSecond());
        secret.ifPresent(each -> {
            request.setHeader("X-Jiaohui-Timestamp", time);
            request.setHeader("X-Jiaohui-Signature", "sha256=" + signature(each, time, key, body, length));
        });
        try {
            return client.execute(
                    request,
                    response -> new Answer(
                            response.getCode(),
                            response.getEntity() == null
                                    ? ""
                                    : new String(
                                            response.getEntity().getContent().readNBytes(MOST_ANSWER_BYTES), UTF_8)));
        } catch (IOException broken) {
            throw new ExchangeException(
                    broken instanceof java.net.ConnectException
                                    || broken instanceof org.apache.hc.client5.http.ConnectTimeoutException
                            ? ErrorCode.TARGET_UNREACHABLE
                            : ErrorCode.TARGET_INTERRUPTED,
                    shown() + " 传输中断 / the transfer broke off: " + broken.getMessage(),
                    broken);
        }
    }

    /** The address without its query, which may hold secrets. */
    String shown() {
        return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    }

    /** HMAC-SHA256 over time, key and body, each but the last with a line end; lower-case hex. */
    static String signature(String secret, String time, String key, byte[] body, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            mac.update((time + "\n" + key + "\n").getBytes(UTF_8));
            mac.update(body, 0, length);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private static Timeout timeout(long millis) {
        return Timeout.of(millis, TimeUnit.MILLISECONDS);
    }
}
