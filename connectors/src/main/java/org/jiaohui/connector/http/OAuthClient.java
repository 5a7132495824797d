package org.jiaohui.connector.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of OAuth 2.0 that gets tokens with its own credentials (RFC 6749, 4.4). A token is kept in memory until shortly before it expires, is shared by all
 * fetches with the same credentials, and is never shown.
 */
record OAuthClient(URI tokenUrl, String id, String secret, Optional<String> scope, boolean inBody) {
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration UNSAID = Duration.ofMinutes(5);
    private static final int MOST_TOKENS = 1_000;
    private static final int ANSWER_LIMIT = 64 << 10;
    private static final Map<OAuthClient, Token> TOKENS = new ConcurrentHashMap<>();

    private record Token(String value, Instant until) {
        @Override
        public String toString() {
            return "token until " + until;
        }
    }

    static Optional<OAuthClient> find(SettingValues values) {
        return values.find("oauth-token-url")
                .map(url -> new OAuthClient(
                        URI.create(url),
                        values.text("oauth-client-id"),
                        values.text("oauth-client-secret"),
                        values.find("oauth-scope"),
                        values.text("oauth-client-authentication").equals("body")));
    }

    /** A token that is good for at least half a minute. */
    String token(HttpTransfer transfer) {
        Token known = TOKENS.get(this);
        if (known != null && Instant.now().isBefore(known.until())) {
            return known.value();
        }
        Token fresh = ask(transfer);
        if (TOKENS.size() >= MOST_TOKENS) {
            TOKENS.clear();
        }
        TOKENS.put(this, fresh);
        return fresh.value();
    }

    /** Forgets a token that was refused. Returns whether there was one, so that asking for another may help. */
    boolean forget() {
        return TOKENS.remove(this) != null;
    }

    private Token ask(HttpTransfer transfer) {
        Map<String, String> headers = new LinkedHashMap<>();
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        scope.ifPresent(each -> form.append("&scope=").append(encoded(each)));
        if (inBody) {
            form.append("&client_id=")
                    .append(encoded(id))
                    .append("&client_secret=")
                    .append(encoded(secret));
        } else {
            String both = encoded(id) + ":" + encoded(secret);
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
        headers.put("Accept", "application/json");
        try (HttpAnswer answer =
                transfer.post(tokenUrl, headers, "application/x-www-form-urlencoded", form.toString())) {
            if (answer.status() == 400 || answer.status() == 401) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_REFUSED_LOGIN,
                        HttpTransfer.shown(tokenUrl)
                                + " 拒绝发放令牌，请检查 oauth-client-id 与 oauth-client-secret / refuses a token; check client id and secret: HTTP "
                                + answer.status());
            }
            if (answer.status() != 200) {
                throw answer.refused();
            }
            return read(answer.body(ANSWER_LIMIT));
        }
    }

    private Token read(byte[] body) {
        try {
            JsonNode answer = JsonMapper.shared().readTree(body);
            String value = answer.path("access_token").asString("");
            if (value.isEmpty()) {
                throw HttpTransfer.wrongly(tokenUrl, "没有返回 access_token / answered without access_token", null);
            }
            long seconds = answer.path("expires_in").asLong(UNSAID.toSeconds());
            return new Token(value, Instant.now().plusSeconds(seconds).minus(MARGIN));
        } catch (JacksonException broken) {
            // The cause is left out: it quotes what was read, and that may hold a token.
            throw HttpTransfer.wrongly(tokenUrl, "返回的不是 JSON / did not answer with JSON", null);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return id + " @ " + tokenUrl;
    }
}
