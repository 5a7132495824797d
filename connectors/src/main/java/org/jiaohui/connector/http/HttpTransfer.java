package org.jiaohui.connector.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.FetchWatch;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one fetch. Each connection goes to an allowed address; redirects are followed here, one by one, so that each is checked and secrets stay
 * with the first host. One request a connection: the body is read to the end of the connection and held against Content-Length, so that a length that is too
 * small is noticed as well as one that is too large.
 */
public final class HttpTransfer implements AutoCloseable {
    /** Without limits a header that never ends would fill the memory. */
    private static final Http1Config HEADER_LIMITS = Http1Config.custom()
            .setMaxLineLength(64 << 10)
            .setMaxHeaderCount(1_000)
            .build();

    private final HttpSettings settings;
    private final FetchWatch watch;
    private final CloseableHttpClient client;
    private final AllowedHosts hosts;

    public HttpTransfer(HttpSettings settings, AllowedHosts hosts, FetchWatch watch) {
        this.settings = settings;
        this.watch = watch;
        this.hosts = hosts;
        ContentLengthStrategy toTheEnd = message -> {
            long length = DefaultContentLengthStrategy.INSTANCE.determineLength(message);
            return length >= 0 ? ContentLengthStrategy.UNDEFINED : length;
        };
        client = watch.guard(HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new AllowedAddresses(hosts))
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(HEADER_LIMITS)
                                .incomingContentLengthStrategy(toTheEnd)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(
                                        timeout(settings.connectTimeout().toMillis()))
                                .setSocketTimeout(timeout(settings.readTimeout().toMillis()))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout(settings.readTimeout().toMillis()))
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("Jiaohui")
                .build());
    }

    /** Sends GET, following redirects, and accepts 2xx (and 304 when {@code conditions} are given). */
    public HttpAnswer get(URI address, Map<String, String> conditions) {
        HttpAnswer answer = ask(address, conditions);
        if (answer.status() < 300 || (answer.status() == 304 && !conditions.isEmpty())) {
            return answer;
        }
        throw refused(answer);
    }

    private static ExchangeException refused(HttpAnswer answer) {
        try (answer) {
            return answer.refused();
        }
    }

    /** Sends GET, following redirects, whatever the answer at their end is. */
    HttpAnswer ask(URI address, Map<String, String> conditions) {
        URI target = address;
        for (int hop = 0; hop <= settings.maxRedirects(); hop++) {
            boolean own = sameOrigin(address, target);
            HttpAnswer answer = send(new HttpGet(target), target, own, conditions);
            if (own
                    && answer.status() == 401
                    && settings.oauth().filter(OAuthClient::forget).isPresent()) {
                answer.close();
                answer = send(new HttpGet(target), target, true, conditions);
            }
            Optional<String> location = answer.header(HttpHeaders.LOCATION);
            if (!isRedirect(answer.status()) || location.isEmpty()) {
                return answer;
            }
            answer.close();
            target = resolve(target, location.get());
        }
        throw tooManyRedirects(address);
    }

    private static URI resolve(URI target, String location) {
        try {
            return target.resolve(location);
        } catch (IllegalArgumentException broken) {
            throw wrongly(target, "重定向到无效地址 \"" + location + "\" / redirects to an invalid address", broken);
        }
    }

    private ExchangeException tooManyRedirects(URI address) {
        return wrongly(
                address,
                "重定向超过 " + settings.maxRedirects() + " 次 / redirects more than " + settings.maxRedirects() + " times",
                null);
    }

    /** Sends POST with what the source's settings say, and accepts 2xx. */
    public HttpAnswer post(URI address, RequestBody body) {
        HttpAnswer answer = ask(address, body);
        if (answer.status() < 300) {
            return answer;
        }
        throw refused(answer);
    }

    /**
     * Sends POST, whatever the answer is. A body may hold secrets and is not turned into a GET: a redirect is followed only within the same scheme, host and
     * port, and only when it keeps the method.
     */
    HttpAnswer ask(URI address, RequestBody body) {
        URI target = address;
        for (int hop = 0; hop <= settings.maxRedirects(); hop++) {
            HttpAnswer answer = sendOwn(target, body);
            if (answer.status() == 401
                    && settings.oauth().filter(OAuthClient::forget).isPresent()) {
                answer.close();
                answer = sendOwn(target, body);
            }
            Optional<String> location = answer.header(HttpHeaders.LOCATION);
            if (!isRedirect(answer.status()) || location.isEmpty()) {
                return answer;
            }
            answer.close();
            URI next = resolve(target, location.get());
            boolean keeps = answer.status() == 307 || answer.status() == 308;
            if (!keeps || !sameOrigin(address, next)) {
                throw wrongly(
                        target,
                        "把 POST 重定向到 " + shown(next) + "（HTTP " + answer.status()
                                + "），请把 url 改为该地址 / redirects a POST to another place; make that address the url",
                        null);
            }
            target = next;
        }
        throw tooManyRedirects(address);
    }

    private HttpAnswer sendOwn(URI target, RequestBody body) {
        HttpPost request = new HttpPost(target);
        request.setEntity(body.entity());
        return send(request, target, true, Map.of());
    }

    /** Sends POST with a text, to the very address, with the given headers and no others. */
    HttpAnswer post(URI address, Map<String, String> headers, String type, String body) {
        HttpPost request = new HttpPost(address);
        request.setEntity(new StringEntity(body, ContentType.create(type, StandardCharsets.UTF_8)));
        return send(request, address, false, headers);
    }

    @Override
    public void close() {
        watch.release(client);
        try {
            client.close();
        } catch (IOException ignored) {
            // Nothing of this fetch is lost by a connection that does not close well.
        }
    }

    private HttpAnswer send(HttpUriRequestBase request, URI target, boolean own, Map<String, String> conditions) {
        watch.check();
        String scheme = String.valueOf(target.getScheme());
        String host = target.getHost();
        if (host == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
            throw wrongly(target, "不是 http(s) 地址 / is not an http(s) address", null);
        }
        hosts.resolve(host);
        conditions.forEach(request::setHeader);
        if (own) {
            settings.headers().forEach(request::setHeader);
            settings.oauth().ifPresent(each -> request.setHeader("Authorization", "Bearer " + each.token(this)));
            settings.signature()
                    .ifPresent(each -> each.sign(request.getMethod(), target).forEach(request::setHeader));
        }
        request.setHeader(HttpHeaders.CONNECTION, "close");
        try {
            ClassicHttpResponse response = client.executeOpen(
                    HttpHost.create(URI.create(target.getScheme() + "://" + target.getRawAuthority())), request, null);
            return new HttpAnswer(
                    target, request, response, this, () -> send(copy(request, target), target, own, Map.of()));
        } catch (IOException broken) {
            throw broke(target, 0, broken);
        }
    }

    private static HttpUriRequestBase copy(HttpUriRequestBase request, URI target) {
        HttpUriRequestBase copy = new HttpUriRequestBase(request.getMethod(), target);
        Header accepted = request.getFirstHeader(HttpHeaders.ACCEPT);
        if (accepted != null) {
            copy.setHeader(accepted);
        }
        copy.setEntity(request.getEntity());
        return copy;
    }

    ExchangeException broke(URI target, long bytes, IOException broken) {
        watch.check();
        if (broken instanceof ConnectTimeoutException || broken instanceof ConnectException) {
            return new ExchangeException(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "无法连接 " + shown(target) + " / cannot connect to " + shown(target) + ": " + broken.getMessage(),
                    broken);
        }
        if (broken instanceof SocketTimeoutException || broken instanceof InterruptedIOException) {
            return new ExchangeException(
                    ErrorCode.SOURCE_TIMED_OUT,
                    shown(target) + " 超过 " + settings.readTimeout().toMillis() + " 毫秒没有数据（设置项 read-timeout，已收 " + bytes
                            + " 字节） / sent nothing within read-timeout after " + bytes + " bytes",
                    broken);
        }
        return new ExchangeException(
                ErrorCode.SOURCE_INTERRUPTED,
                shown(target) + " 在收到 " + bytes + " 字节后中断 / broke off after " + bytes + " bytes: "
                        + broken.getMessage(),
                broken);
    }

    FetchWatch watch() {
        return watch;
    }

    boolean comparesUnannounced() {
        return settings.compares();
    }

    boolean isSigning() {
        return settings.signature().isPresent();
    }

    /** An address without its query and user, which may hold secrets. */
    public static String shown(URI target) {
        // What is no address of HTTP may have no host: file:/etc/passwd.
        String place = target.getHost() == null
                ? String.valueOf(target.getRawAuthority()).replaceFirst(".*@", "")
                : target.getHost() + (target.getPort() < 0 ? "" : ":" + target.getPort());
        return (target.getScheme() == null ? "" : target.getScheme() + ":")
                + (target.getRawAuthority() == null ? "" : "//" + place)
                + (target.getRawPath() == null ? "" : target.getRawPath());
    }

    static ExchangeException refused(URI target, int status) {
        return switch (status) {
            case 401, 403, 407 ->
                new ExchangeException(
                        ErrorCode.SOURCE_REFUSED_LOGIN,
                        shown(target) + " 拒绝访问（HTTP " + status + "），请检查令牌或密码 / refused access with HTTP " + status
                                + "; check the token or password");
            case 408, 429, 500, 502, 503, 504 ->
                new ExchangeException(
                        ErrorCode.SOURCE_UNREACHABLE,
                        shown(target) + " 暂时不可用（HTTP " + status + "） / is unavailable: HTTP " + status);
            default -> wrongly(target, "返回 HTTP " + status + " / answered HTTP " + status, null);
        };
    }

    static ExchangeException wrongly(URI target, String why, @Nullable Throwable cause) {
        return new ExchangeException(ErrorCode.SOURCE_ANSWERED_WRONGLY, shown(target) + " " + why, cause);
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static boolean sameOrigin(URI first, URI second) {
        return String.valueOf(first.getScheme()).equalsIgnoreCase(String.valueOf(second.getScheme()))
                && String.valueOf(first.getRawAuthority()).equalsIgnoreCase(String.valueOf(second.getRawAuthority()));
    }

    private static Timeout timeout(long millis) {
        return Timeout.of(millis, TimeUnit.MILLISECONDS);
    }
}
