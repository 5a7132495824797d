package org.jiaohui.connector.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jiaohui.connector.SettingValues;

/** What a source sends to ask for its data: a SOAP envelope, other XML, or JSON. */
record RequestBody(String text, ContentType type) {
    private static final String SECRET = "{{secret}}";

    /** Empty when the source is asked by GET. */
    static Optional<RequestBody> find(SettingValues settings) {
        Optional<String> body = settings.find("body");
        if (settings.text("method").equals("get")) {
            if (body.isPresent()) {
                throw SettingValues.wrong(
                        "设置了 \"body\"，但 \"method\" 是 get；请改为 post / a \"body\" is sent by the method post alone");
            }
            return Optional.empty();
        }
        String text = body.orElse("");
        boolean xml = text.stripLeading().startsWith("<");
        String type = settings.find("body-type").orElse(xml ? "text/xml" : "application/json");
        String whole = settings.find("body-secret")
                .map(secret -> text.replace(SECRET, xml ? inXml(secret) : inJson(secret)))
                .orElse(text);
        return Optional.of(new RequestBody(whole, parse(type)));
    }

    private static ContentType parse(String type) {
        try {
            ContentType parsed = ContentType.parse(type);
            Charset charset = parsed.getCharset();
            return charset == null ? parsed.withCharset(StandardCharsets.UTF_8) : parsed;
        } catch (IllegalArgumentException broken) {
            throw SettingValues.wrong(
                    "设置项 \"body-type\" 的值 \"" + type
                            + "\" 不对，应如 text/xml 或 application/soap+xml / the setting \"body-type\" must be like application/soap+xml");
        }
    }

    private static String inXml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    private static String inJson(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                escaped.append('\\').append(each);
            } else if (each < 0x20) {
                escaped.append("\\u%04x".formatted((int) each));
            } else {
                escaped.append(each);
            }
        }
        return escaped.toString();
    }

    HttpEntity entity() {
        return new StringEntity(text, type);
    }

    /** Without the text, which may hold a secret. */
    @Override
    public String toString() {
        return "body of " + type;
    }
}
