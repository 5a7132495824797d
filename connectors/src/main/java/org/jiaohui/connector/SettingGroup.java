package org.jiaohui.connector;

import java.util.Set;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;

/** Where a form puts a setting. A setting means the same under its name whatever the connector, so the name decides. */
enum SettingGroup {
    /** Seen at once: what is required, and what most sources of its kind need. */
    BASIC,
    /** Credentials and the security of the connection. */
    LOGIN,
    /** Folded away: its default does for most. */
    MORE;

    private static final Set<String> USUAL = Set.of(
            "bucket",
            "directory",
            "files",
            "increasing-id",
            "only-new",
            "order-columns",
            "paging",
            "payload",
            "port",
            "prefix",
            "properties",
            "query",
            "rows-path",
            "schema",
            "table",
            "value-format",
            "watermark-column");

    private static final Set<String> CREDENTIALS = Set.of(
            "access-key",
            "api-key",
            "api-key-header",
            "app-key",
            "encryption",
            "known-hosts",
            "sasl-mechanism",
            "security",
            "signature",
            "signature-headers",
            "tls",
            "trusted-certificates",
            "user");

    private static final Set<String> LONG = Set.of(
            "avro-schema",
            "body",
            "headers",
            "known-hosts",
            "only-keys",
            "private-key",
            "properties",
            "query",
            "secrets",
            "trusted-certificates");

    static SettingGroup of(Setting setting) {
        String name = setting.name();
        if (setting.secret() || CREDENTIALS.contains(name) || name.startsWith("oauth-")) {
            return LOGIN;
        }
        return setting.required() || USUAL.contains(name) ? BASIC : MORE;
    }

    /** Whether the text of a setting has lines: statements, certificates, keys, lists. */
    static boolean hasLines(Setting setting) {
        return LONG.contains(setting.name());
    }
}
