package org.jiaohui.connector.kamelet;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jiaohui.connector.SettingValues;

/**
 * A property as a Kamelet defines it.
 *
 * @param type of JSON Schema: {@code string, integer, number, boolean}
 * @param secret whether it is a credential that must not be shown
 * @param choices allowed values; any when empty
 * @param pattern a regular expression that must be found in a value
 */
record KameletProperty(
        String name,
        String type,
        boolean required,
        boolean secret,
        Optional<String> defaultValue,
        List<String> choices,
        Optional<String> pattern) {
    private static final Pattern SHOWN_CREDENTIAL = Pattern.compile("(?i).*(user|username|scope|endpoint|uri|url)$");

    KameletProperty {
        choices = List.copyOf(choices);
    }

    static KameletProperty of(String name, Map<?, ?> schema, boolean required) {
        return new KameletProperty(
                name,
                String.valueOf(schema.containsKey("type") ? schema.get("type") : "string"),
                required,
                isSecret(name, schema),
                Optional.ofNullable(schema.get("default")).map(String::valueOf),
                schema.get("enum") instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of(),
                Optional.ofNullable(schema.get("pattern")).map(String::valueOf));
    }

    private static boolean isSecret(String name, Map<?, ?> schema) {
        List<String> marks = schema.get("x-descriptors") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        boolean credential = marks.stream().anyMatch(each -> each.contains("credentials"));
        return "password".equals(schema.get("format"))
                || marks.stream().anyMatch(each -> each.toLowerCase(Locale.ROOT).contains("password"))
                || (credential && !SHOWN_CREDENTIAL.matcher(name).matches());
    }

    /** @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG naming the property and what is allowed */
    void check(String value) {
        boolean right = switch (type) {
            case "integer" -> value.matches("[+-]?\\d{1,18}");
            case "number" -> value.matches("[+-]?\\d{1,18}(\\.\\d{1,18})?");
            case "boolean" -> value.equals("true") || value.equals("false");
            default -> true;
        };
        if (!right) {
            throw wrong(value, type);
        }
        if (!choices.isEmpty() && !choices.contains(value)) {
            throw wrong(value, String.join(" | ", choices));
        }
        pattern.filter(each -> !matches(each, value)).ifPresent(each -> {
            throw wrong(value, each);
        });
    }

    private static boolean matches(String pattern, String value) {
        try {
            return Pattern.compile(pattern).matcher(value).find();
        } catch (PatternSyntaxException odd) {
            return true; // A pattern that is none forbids nothing.
        }
    }

    private RuntimeException wrong(String value, String allowed) {
        return SettingValues.wrong("属性 \"" + name + "\" 的值 \"" + (secret ? "***" : value) + "\" 不对，应为 " + allowed
                + " / the property \"" + name + "\" must be " + allowed);
    }

    /** The name with what it takes, as {@code period (integer, 1000)}. */
    String shown() {
        return name + " (" + type + (required ? ", required" : "") + (secret ? ", secret" : "")
                + defaultValue
                        .filter(each -> !each.isEmpty())
                        .map(each -> ", = " + each)
                        .orElse("") + ")";
    }
}
