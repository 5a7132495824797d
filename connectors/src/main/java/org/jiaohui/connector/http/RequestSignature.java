package org.jiaohui.connector.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jiaohui.connector.SettingValues;

/**
 * Signs each request with an application's key, the time and a number used once. What is signed are six lines: method, path, sorted query, key, time in
 * milliseconds, nonce; see docs/connectors.md.
 *
 * @param headers the names of four headers: key, time, nonce, signature
 */
record RequestSignature(Algorithm algorithm, String appKey, String appSecret, List<String> headers, Clock clock) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** How the text to sign becomes a signature. */
    enum Algorithm {
        HMAC_SHA256,
        HMAC_SM3
    }

    RequestSignature {
        headers = List.copyOf(headers);
    }

    static Optional<RequestSignature> find(SettingValues values) {
        String chosen = values.text("signature");
        if (chosen.equals("none")) {
            return Optional.empty();
        }
        List<String> headers = Arrays.stream(values.text("signature-headers").split(",", -1))
                .map(String::strip)
                .toList();
        if (headers.size() != 4 || headers.stream().anyMatch(String::isEmpty)) {
            throw SettingValues.wrong(
                    "设置项 \"signature-headers\" 应为四个请求头：密钥,时间,随机数,签名 / must name four headers: key,time,nonce,signature");
        }
        return Optional.of(new RequestSignature(
                chosen.equals("hmac-sm3") ? Algorithm.HMAC_SM3 : Algorithm.HMAC_SHA256,
                values.text("app-key"),
                values.text("app-secret"),
                headers,
                Clock.systemUTC()));
    }

    /** The headers of one request; never the same twice. */
    Map<String, String> sign(String method, URI target) {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        String time = Long.toString(clock.millis());
        String nonce = HexFormat.of().formatHex(random);
        Map<String, String> signed = new LinkedHashMap<>();
        signed.put(headers.get(0), appKey);
        signed.put(headers.get(1), time);
        signed.put(headers.get(2), nonce);
        signed.put(headers.get(3), signature(text(method, target, time, nonce)));
        return signed;
    }

    /** What is signed. */
    String text(String method, URI target, String time, String nonce) {
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        String query = target.getRawQuery() == null
                ? ""
                : Arrays.stream(target.getRawQuery().split("&", -1)).sorted().collect(Collectors.joining("&"));
        return String.join("\n", method, path, query, appKey, time, nonce);
    }

    String signature(String text) {
        byte[] key = appSecret.getBytes(UTF_8);
        return HexFormat.of()
                .formatHex(
                        switch (algorithm) {
                            case HMAC_SHA256 -> sha256(key, text.getBytes(UTF_8));
                            case HMAC_SM3 -> Sm3.hmac(key, text.getBytes(UTF_8));
                        });
    }

    private static byte[] sha256(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HmacSHA256", missing);
        }
    }

    @Override
    public String toString() {
        return algorithm + " " + appKey;
    }
}
