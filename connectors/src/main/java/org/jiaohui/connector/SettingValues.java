package org.jiaohui.connector;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;

/** The settings of one source, held against its connector's description: names known, required ones there, types right, defaults filled in. */
public final class SettingValues {
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

    /** Digits behind a host, in a list of servers; a password before an {@code @} is none. */
    private static final Pattern PORT_OF_HOST =
            Pattern.compile("(?:^|@|,)(?:\\[[^]]*]|[^/,:@\\[\\]]+):(\\d+)(?=[/,:]|$)");

    private final Map<String, String> values;

    private SettingValues(Map<String, String> values) {
        this.values = values;
    }

    /** @throws ExchangeException SETTINGS_WRONG naming the setting and what is allowed */
    public static SettingValues of(ConnectorDescription description, Map<String, String> given) {
        List<String> names = description.settings().stream().map(Setting::name).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw wrong("连接器 " + description.type() + " 没有设置项 \"" + name + "\"，可用的有 " + names + " / connector "
                                + description.type() + " has no setting \"" + name + "\"; allowed: " + names)
                        .about(field(name));
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Setting setting : description.settings()) {
            String value = given.getOrDefault(setting.name(), "").strip();
            if (value.isEmpty()) {
                if (setting.required()) {
                    throw wrong("缺少必填设置项 \"" + setting.name() + "\"（" + setting.title() + "） / the setting \""
                                    + setting.name() + "\" (" + setting.titleEn() + ") is required")
                            .about(field(setting.name()));
                }
                setting.defaultValue()
                        .filter(each -> !each.isEmpty())
                        .ifPresent(each -> values.put(setting.name(), each));
            } else {
                check(setting, value);
                values.put(setting.name(), setting.secret() ? given.getOrDefault(setting.name(), "") : value);
            }
        }
        return new SettingValues(values);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public String text(String name) {
        return find(name)
                .orElseThrow(() -> wrong("缺少设置项 \"" + name + "\" / the setting \"" + name + "\" is missing")
                        .about(field(name)));
    }

    public int integer(String name) {
        return Integer.parseInt(text(name));
    }

    public boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    public Duration duration(String name) {
        return parseDuration(text(name));
    }

    public URI uri(String name) {
        return URI.create(text(name));
    }

    private static String field(String setting) {
        return "settings." + setting;
    }

    public static ExchangeException wrong(String message) {
        return new ExchangeException(ErrorCode.SETTINGS_WRONG, message);
    }

    private static void check(Setting setting, String value) {
        boolean right = switch (setting.type()) {
            case TEXT -> true;
            case INTEGER -> value.matches("\\d{1,9}");
            case PORT -> isPort(value);
            case BOOLEAN -> value.equals("true") || value.equals("false");
            case DURATION -> isDuration(value);
            case URI -> isAbsolute(value) && portsAreRight(value);
            case ADDRESS -> portsAreRight(value);
            case CHOICE -> setting.choices().contains(value);
        };
        if (!right) {
            String allowed = allowed(setting);
            throw wrong("设置项 \"" + setting.name() + "\" 的值 \"" + (setting.secret() ? "***" : value) + "\" 不对，应为 "
                            + allowed + " / the setting \"" + setting.name() + "\" must be " + allowed)
                    .about(field(setting.name()));
        }
    }

    private static String allowed(Setting setting) {
        return switch (setting.type()) {
            case TEXT -> "text";
            case INTEGER -> "0-999999999";
            case PORT -> "1-65535";
            case BOOLEAN -> "true | false";
            case DURATION -> "30s | 10m | PT30S";
            case URI -> "scheme://host[:1-65535]/…";
            case ADDRESS -> "…host[:1-65535]…";
            case CHOICE -> String.join(" | ", setting.choices());
        };
    }

    private static boolean isPort(String value) {
        return value.matches("\\d{1,9}") && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= 65_535;
    }

    private static boolean portsAreRight(String value) {
        String servers = value.split("[?;]", 2)[0];
        int authority = servers.indexOf("//");
        Matcher ports = PORT_OF_HOST.matcher(
                authority < 0 ? servers : servers.substring(authority + 2).split("/", 2)[0]);
        while (ports.find()) {
            if (!isPort(ports.group(1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAbsolute(String value) {
        try {
            URI uri = URI.create(value);
            return uri.isAbsolute();
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }

    private static boolean isDuration(String value) {
        try {
            Duration duration = parseDuration(value);
            return !duration.isNegative() && !duration.isZero();
        } catch (DateTimeParseException broken) {
            return false;
        }
    }

    private static Duration parseDuration(String value) {
        Matcher matcher = SHORT_DURATION.matcher(value.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Duration.parse(value);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
