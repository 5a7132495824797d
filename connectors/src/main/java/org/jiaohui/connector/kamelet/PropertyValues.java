package org.jiaohui.connector.kamelet;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jiaohui.connector.SettingValues;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a source says of its Kamelet's properties, held against their definition: names known, required ones there, types right, defaults filled in. No value
 * can do more than be a value: what Camel would take for a placeholder, an expression or a reference is refused.
 */
record PropertyValues(Kamelet kamelet, Map<String, String> byName) {
    static final String PROPERTIES = "properties";
    static final String SECRETS = "secrets";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> ALIVE = List.of("{{", "${", "$simple{", "RAW(", "RAW{");
    private static final Pattern REFERENCE = Pattern.compile("(?is)^#([a-z]+[:(]|autowired).*");

    static PropertyValues of(Kamelet kamelet, SettingValues settings) {
        Map<String, String> given = given(kamelet, settings);
        Map<String, String> values = new LinkedHashMap<>();
        for (KameletProperty property : kamelet.properties().values()) {
            String value = given.getOrDefault(property.name(), "");
            if (!value.isEmpty()) {
                property.check(value);
                checkInert(property.name(), value);
                values.put(property.name(), value);
            } else if (property.defaultValue().isPresent()) {
                values.put(property.name(), property.defaultValue().get());
            } else if (property.required()) {
                throw SettingValues.wrong("Kamelet \"" + kamelet.name() + "\" 缺少必填属性 \"" + property.name() + "\"；其属性有 "
                        + kamelet.shownProperties() + " / the property \"" + property.name()
                        + "\" is required; properties: " + kamelet.shownProperties());
            }
        }
        return new PropertyValues(kamelet, Map.copyOf(values));
    }

    /** Holds names alone against the definition, and where credentials stand: what can be said before secrets are known. */
    static void checkNames(Kamelet kamelet, SettingValues settings) {
        Map<String, String> ignored = given(kamelet, settings);
    }

    private static Map<String, String> given(Kamelet kamelet, SettingValues settings) {
        Map<String, String> open = read(PROPERTIES, settings);
        Map<String, String> all = new LinkedHashMap<>(open);
        all.putAll(read(SECRETS, settings));
        for (String name : all.keySet()) {
            KameletProperty property = kamelet.properties().get(name);
            if (property == null) {
                throw SettingValues.wrong("Kamelet \"" + kamelet.name() + "\" 没有属性 \"" + name + "\"；其属性有 "
                        + kamelet.shownProperties() + " / the Kamelet has no property \"" + name + "\"; properties: "
                        + kamelet.shownProperties());
            }
            if (property.secret() && !open.getOrDefault(name, "").isEmpty()) {
                throw SettingValues.wrong("属性 \"" + name + "\" 是密码或凭据，请移到设置项 \"" + SECRETS
                        + "\"，它加密保存、不再显示 / the property \"" + name + "\" is a credential; move it to the setting \""
                        + SECRETS + "\", which is encrypted and never shown");
            }
        }
        return all;
    }

    /** A JSON object, or a line {@code name: value} for each. */
    private static Map<String, String> read(String setting, SettingValues settings) {
        String text = settings.find(setting).orElse("").strip();
        Map<String, String> values = new LinkedHashMap<>();
        if (text.startsWith("{")) {
            readJson(setting, text, values);
        } else {
            text.lines().filter(line -> !line.isBlank()).forEach(line -> {
                int colon = line.indexOf(':');
                if (colon < 1) {
                    throw malformed(setting);
                }
                put(
                        setting,
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip(),
                        values);
            });
        }
        return values;
    }

    private static void readJson(String setting, String text, Map<String, String> values) {
        try {
            for (Map.Entry<String, JsonNode> each : JSON.readTree(text).properties()) {
                if (!each.getValue().isValueNode()) {
                    throw malformed(setting);
                }
                put(setting, each.getKey(), each.getValue().asString(""), values);
            }
        } catch (JacksonException broken) {
            throw malformed(setting);
        }
    }

    private static void put(String setting, String name, String value, Map<String, String> values) {
        if (values.put(name, value) != null) {
            throw SettingValues.wrong("设置项 \"" + setting + "\" 中 \"" + name + "\" 出现两次 / the setting \"" + setting
                    + "\" has \"" + name + "\" twice");
        }
    }

    /** Says nothing of the text, which may be a secret. */
    private static RuntimeException malformed(String setting) {
        return SettingValues.wrong("设置项 \"" + setting + "\" 应为每行 名称: 值，或一个 JSON 对象 / the setting \"" + setting
                + "\" must be \"name: value\" lines, or one JSON object of texts, numbers and booleans");
    }

    private static void checkInert(String name, String value) {
        Optional<String> found = ALIVE.stream()
                .filter(value::contains)
                .findFirst()
                .or(() -> REFERENCE.matcher(value).matches() ? Optional.of("#…:") : Optional.empty());
        boolean controls = value.chars().anyMatch(each -> Character.isISOControl(each) && each != '\n' && each != '\t');
        if (found.isPresent() || controls) {
            String what = found.orElse("control characters");
            throw SettingValues.wrong("属性 \"" + name + "\" 中不得有 " + what + "：占位符、表达式和引用不被执行 / the property \"" + name
                    + "\" must not contain " + what + ": placeholders, expressions and references are not evaluated");
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The text with every credential in it made unreadable. */
    String masked(String text) {
        String masked = text;
        for (KameletProperty property : kamelet.properties().values()) {
            String value = byName.getOrDefault(property.name(), "");
            if (property.secret() && value.length() > 2) {
                masked = masked.replace(value, "***").replace(encoded(value), "***");
            }
        }
        return masked;
    }
}
