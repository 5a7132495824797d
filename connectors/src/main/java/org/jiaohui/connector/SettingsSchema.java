package org.jiaohui.connector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;

/**
 * A connector's description as JSON Schema (2020-12), so that a form can be drawn from it. Two annotations help the form: {@code group} says where a setting
 * belongs, {@code multiline} that its text has lines.
 */
public final class SettingsSchema {
    private SettingsSchema() {}

    public static Map<String, Object> of(ConnectorDescription description) {
        Map<String, Object> properties = new LinkedHashMap<>();
        description.settings().forEach(setting -> properties.put(setting.name(), property(setting)));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", description.title());
        schema.put("description", description.titleEn());
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put(
                "required",
                description.settings().stream()
                        .filter(Setting::required)
                        .map(Setting::name)
                        .toList());
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> property(Setting setting) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("title", setting.title());
        property.put("description", setting.titleEn());
        switch (setting.type()) {
            case TEXT, ADDRESS -> property.put("type", "string");
            case INTEGER -> {
                property.put("type", "integer");
                property.put("minimum", 0);
            }
            case PORT -> {
                property.put("type", "integer");
                property.put("minimum", 1);
                property.put("maximum", 65_535);
            }
            case BOOLEAN -> property.put("type", "boolean");
            case DURATION -> {
                property.put("type", "string");
                property.put("pattern", "^(\\d{1,9}\\s*(ms|s|m|h)|P.+)$");
            }
            case URI -> {
                property.put("type", "string");
                property.put("format", "uri");
            }
            case CHOICE -> {
                property.put("type", "string");
                property.put("enum", List.copyOf(setting.choices()));
            }
        }
        setting.defaultValue()
                .filter(each -> !each.isEmpty())
                .ifPresent(each -> property.put("default", typed(setting, each)));
        if (setting.secret()) {
            property.put("writeOnly", true);
        }
        property.put("group", SettingGroup.of(setting).name().toLowerCase(Locale.ROOT));
        if (SettingGroup.hasLines(setting)) {
            property.put("multiline", true);
        }
        return property;
    }

    private static Object typed(Setting setting, String value) {
        return switch (setting.type()) {
            case INTEGER, PORT -> Integer.valueOf(value);
            case BOOLEAN -> Boolean.valueOf(value);
            case TEXT, ADDRESS, DURATION, URI, CHOICE -> value;
        };
    }
}
