package org.jiaohui.connector.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;

/**
 * The settings that every HTTP-based connector takes.
 *
 * @param headers sent with each request to the source's own host, and to no other after a redirect
 * @param oauth gets the tokens that requests to the source's own host carry
 * @param signature signs the requests to the source's own host
 * @param compares whether an answer whose end cannot be told from a broken connection is asked for a second time
 */
public record HttpSettings(
        Duration connectTimeout,
        Duration readTimeout,
        int maxRedirects,
        Map<String, String> headers,
        Optional<OAuthClient> oauth,
        Optional<RequestSignature> signature,
        boolean compares) {
    /** What becomes of an answer that announces neither its length nor chunks; of connectors whose content does not show by itself that it was cut. */
    public static final Setting UNANNOUNCED_LENGTH = Setting.choice(
            "unannounced-length",
            "未声明长度的应答：再取一次并比对长度，或照收",
            "Answers that announce no length: ask again and compare, or accept",
            "compare",
            "accept");

    /** What {@link #headersOf} makes headers of. */
    public static final List<Setting> OF_HEADERS = List.of(
            Setting.optional(
                    "headers", "请求头（每行 名称: 值）", "Request headers, one \"Name: value\" a line", SettingType.TEXT, ""),
            Setting.secret("bearer-token", "Bearer 令牌", "Bearer token"),
            Setting.secret("api-key", "API 密钥", "API key"),
            Setting.optional("api-key-header", "API 密钥请求头", "Header of the API key", SettingType.TEXT, "X-API-Key"),
            Setting.optional("user", "用户名", "User name (basic authentication)", SettingType.TEXT, ""),
            Setting.secret("password", "密码", "Password (basic authentication)"));

    public HttpSettings {
        headers = Map.copyOf(headers);
    }

    /** The own settings of a connector, followed by the common ones. */
    public static List<Setting> with(Setting... own) {
        List<Setting> all = new ArrayList<>(List.of(own));
        all.addAll(OF_HEADERS);
        all.add(Setting.optional("oauth-token-url", "OAuth2 令牌地址", "OAuth2 token address", SettingType.URI, ""));
        all.add(Setting.optional("oauth-client-id", "OAuth2 客户端标识", "OAuth2 client id", SettingType.TEXT, ""));
        all.add(Setting.secret("oauth-client-secret", "OAuth2 客户端密钥", "OAuth2 client secret"));
        all.add(Setting.optional("oauth-scope", "OAuth2 范围", "OAuth2 scope", SettingType.TEXT, ""));
        all.add(Setting.choice(
                "oauth-client-authentication",
                "OAuth2 客户端凭据放在请求头或正文",
                "Where the OAuth2 client's credentials go",
                "header",
                "body"));
        all.add(Setting.choice("signature", "请求签名算法", "How requests are signed", "none", "hmac-sha256", "hmac-sm3"));
        all.add(Setting.optional("app-key", "签名的应用标识", "Key of the application that signs", SettingType.TEXT, ""));
        all.add(Setting.secret("app-secret", "签名的应用密钥", "Secret of the application that signs"));
        all.add(Setting.optional(
                "signature-headers",
                "签名请求头：标识,时间,随机数,签名",
                "Headers of a signature: key,time,nonce,signature",
                SettingType.TEXT,
                "X-App-Key,X-Timestamp,X-Nonce,X-Signature"));
        all.add(Setting.optional("connect-timeout", "连接时限", "Connect time-out", SettingType.DURATION, "10s"));
        all.add(Setting.optional("read-timeout", "读取时限", "Read time-out", SettingType.DURATION, "30s"));
        all.add(Setting.optional("total-timeout", "总时限", "Time limit of the whole fetch", SettingType.DURATION, "10m"));
        all.add(Setting.optional("max-redirects", "最多重定向次数", "Redirects followed at most", SettingType.INTEGER, "5"));
        return List.copyOf(all);
    }

    public static HttpSettings of(SettingValues values) {
        return new HttpSettings(
                values.duration("connect-timeout"),
                values.duration("read-timeout"),
                values.integer("max-redirects"),
                headersOf(values),
                OAuthClient.find(values),
                RequestSignature.find(values),
                values.find(UNANNOUNCED_LENGTH.name()).filter("compare"::equals).isPresent());
    }

    /** The headers alone: own ones, token, key and basic authentication. */
    public static Map<String, String> headersOf(SettingValues values) {
        Map<String, String> headers = new LinkedHashMap<>();
        values.find("headers")
                .ifPresent(text -> text.lines().filter(line -> !line.isBlank()).forEach(line -> {
                    int colon = line.indexOf(':');
                    if (colon < 1) {
                        throw SettingValues.wrong("设置项 \"headers\" 的一行应为 名称: 值，实际为 \"" + line
                                + "\" / a line of the setting \"headers\" must be \"Name: value\"");
                    }
                    headers.put(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip());
                }));
        values.find("bearer-token").ifPresent(token -> headers.put("Authorization", "Bearer " + token));
        values.find("api-key").ifPresent(key -> headers.put(values.text("api-key-header"), key));
        values.find("user").ifPresent(user -> {
            String both = user + ":" + values.find("password").orElse("");
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        });
        return headers;
    }

    /** Whether requests carry something that tells who asks. */
    boolean hasCredentials() {
        return oauth.isPresent() || signature.isPresent() || headers.containsKey("Authorization");
    }
}
