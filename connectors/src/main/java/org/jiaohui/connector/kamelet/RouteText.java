package org.jiaohui.connector.kamelet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Kamelet's template with the properties' values in it, as a document that Camel loads. The hub puts the values in and leaves no placeholder to Camel, because
 * Camel would put them into the text of an address, where a value could add options: here each value is escaped for the place where it stands, or refused.
 */
final class RouteText {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\?)?([A-Za-z0-9._-]+)(?::([^{}]*))?}}");
    private static final Pattern RAW = Pattern.compile("RAW[({](.*)[)}]", Pattern.DOTALL);
    private static final Pattern QUIET = Pattern.compile("[\\p{L}\\p{N} _.,:/@+*-]*");
    private static final Pattern HEXADECIMAL = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern HARMLESS = Pattern.compile("#?[A-Za-z0-9_.,:/*-]*");
    private static final Set<String> ADDRESSES = Set.of("to", "toD", "wireTap", "enrich", "pollEnrich", "from");
    private static final Set<String> PLAIN =
            Set.of("constant", "name", "id", "ref", "description", "message", "properties", "value");

    private final PropertyValues values;
    private final AllowedHosts hosts;
    private final Function<String, Set<String>> options;
    private final Set<String> beans = new TreeSet<>();
    private final Map<String, String> named = new LinkedHashMap<>();

    /** @param options the names of a scheme's options; none when the scheme is unknown */
    private RouteText(PropertyValues values, AllowedHosts hosts, Function<String, Set<String>> options) {
        this.values = values;
        this.hosts = hosts;
        this.options = options;
    }

    /** @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG or HOST_NOT_ALLOWED, naming the property */
    static Written of(PropertyValues values, AllowedHosts hosts, Function<String, Set<String>> options) {
        RouteText route = new RouteText(values, hosts, options);
        return new Written(route.write(), Map.copyOf(route.named));
    }

    /**
     * A document, and what it refers to.
     *
     * @param named values that no address can carry, by the name under which Camel's registry must know them
     */
    record Written(String document, Map<String, String> named) {}

    private String write() {
        Map<String, Object> template = values.kamelet().template();
        List<Object> document = new ArrayList<>();
        if (template.get("beans") instanceof List<?> list) {
            list.forEach(each -> {
                if (each instanceof Map<?, ?> bean) {
                    beans.add(String.valueOf(bean.get("name")));
                }
            });
            document.add(Map.of("beans", plain(list)));
        }
        Object route = template.containsKey("route")
                ? node(template.get("route"))
                : Map.of("from", node(template.get("from")));
        document.add(Map.of("route", route));
        return JSON.writeValueAsString(document);
    }

    /** A part of a route. */
    private Object node(@org.jspecify.annotations.Nullable Object node) {
        if (node instanceof List<?> list) {
            return list.stream().map(this::node).toList();
        }
        if (!(node instanceof Map<?, ?> map)) {
            return node == null ? "" : node;
        }
        Map<String, Object> written = new LinkedHashMap<>();
        Map<?, ?> parameters = map.get("parameters") instanceof Map<?, ?> found ? found : Map.of();
        map.forEach((name, value) -> {
            String key = String.valueOf(name);
            if (key.equals("uri")) {
                written.put(key, address(String.valueOf(value), parameters));
            } else if (key.equals("parameters") && map.containsKey("uri")) {
                return;
            } else if (ADDRESSES.contains(key) && value instanceof String uri) {
                written.put(key, address(uri, Map.of()));
            } else if (PLAIN.contains(key)) {
                written.put(key, plain(value));
            } else if (value instanceof String text) {
                written.put(key, filled(text, this::inExpression).orElse(""));
            } else {
                written.put(key, node(value));
            }
        });
        return written;
    }

    /** Where a value is nothing but itself. */
    private Object plain(@org.jspecify.annotations.Nullable Object node) {
        return switch (node) {
            case null -> "";
            case List<?> list -> list.stream().map(this::plain).toList();
            case Map<?, ?> map -> {
                Map<String, Object> written = new LinkedHashMap<>();
                map.forEach((key, value) -> {
                    if (!(value instanceof String text)) {
                        written.put(String.valueOf(key), plain(value));
                    } else if (text.startsWith("#") || key.equals("script")) {
                        filled(text, this::inExpression).ifPresent(each -> written.put(String.valueOf(key), each));
                    } else {
                        filled(text, (property, each) -> each)
                                .ifPresent(each -> written.put(String.valueOf(key), each));
                    }
                });
                yield written;
            }
            case String text -> filled(text, (property, value) -> value).orElse("");
            default -> node;
        };
    }

    /** An address with its options, all of them escaped. */
    private String address(String uri, Map<?, ?> parameters) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        Matcher first = PLACEHOLDER.matcher(path);
        boolean whole = first.lookingAt() && !beans.contains(first.group(2));
        String written = filled(path, whole ? this::wholeAddress : this::inPath).orElse("");
        StringBuilder all = new StringBuilder(written);
        char next = written.indexOf('?') < 0 ? '?' : '&';
        List<String> found = new ArrayList<>();
        if (query >= 0) {
            for (String pair : uri.substring(query + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    option(pair.substring(0, equals), pair.substring(equals + 1), found);
                }
            }
        }
        parameters.forEach((name, value) -> option(String.valueOf(name), String.valueOf(value), found));
        for (String each : found) {
            all.append(next).append(each);
            next = '&';
        }
        checkHost(written);
        return all.toString();
    }

    private void option(String name, String text, List<String> found) {
        Matcher raw = RAW.matcher(text);
        filled(raw.matches() ? raw.group(1) : text, (property, value) -> value)
                .ifPresent(value -> found.add(name + "=" + (isDynamic(text) ? text : escaped(value))));
    }

    /** Camel decodes an option's value once or twice, as the component likes. What it calls raw it leaves alone, up to a bracket before an {@code &}, unless there are hexadecimal digits in it. */
    private String escaped(String value) {
        if (HARMLESS.matcher(value).matches()) {
            return value;
        }
        if (!HEXADECIMAL.matcher(value).find()) {
            if (!value.contains(")&")) {
                return "RAW(" + value + ")";
            }
            if (!value.contains("}&")) {
                return "RAW{" + value + "}";
            }
        }
        String name = "jiaohui-value-" + named.size();
        named.put(name, value);
        return "#bean:" + name;
    }

    /** An expression of the template, evaluated for each message; it stays as it is. */
    private static boolean isDynamic(String text) {
        return text.contains("${") && !text.contains("{{");
    }

    /** What a template reaches by itself is held against the allowed hosts too. */
    private void checkHost(String address) {
        if (address.startsWith("http:") || address.startsWith("https:")) {
            String whole = address.replaceFirst("^(https?):/*", "$1://").replaceFirst("\\?.*", "");
            KameletHosts.host(whole).ifPresent(hosts::resolve);
        }
    }

    private String wholeAddress(String property, String value) {
        if (!value.matches("(?is)https?://[^\\s#]+")) {
            throw SettingValues.wrong("属性 \"" + property + "\" 应为 http(s) 地址 / the property \"" + property
                    + "\" must be an http or https address");
        }
        int query = value.indexOf('?');
        if (query >= 0) {
            Set<String> known = options.apply(value.substring(0, value.indexOf(':')));
            for (String pair : value.substring(query + 1).split("&", -1)) {
                String name = pair.replaceFirst("=.*", "");
                if (known.contains(name) || name.indexOf('.') >= 0 || name.indexOf('%') >= 0) {
                    throw SettingValues.wrong("属性 \"" + property + "\" 的参数 \"" + name
                            + "\" 会被当作 Camel 的选项，不予接受；可改用连接器 http / the parameter \"" + name + "\" of the property \""
                            + property + "\" would be taken as an option of Camel; use the connector http instead");
                }
            }
        }
        return value;
    }

    private String inPath(String property, String value) {
        if (value.chars().anyMatch(each -> "?&#%\\".indexOf(each) >= 0 || Character.isISOControl(each))) {
            throw SettingValues.wrong("属性 \"" + property + "\" 是地址的一部分，不得有 ? & # % \\ / the property \"" + property
                    + "\" is part of an address and must not contain ? & # % \\");
        }
        return value;
    }

    private String inExpression(String property, String value) {
        if (!QUIET.matcher(value).matches()) {
            throw SettingValues.wrong("属性 \"" + property
                    + "\" 用在表达式中，只能有字母、数字、空格和 _ . , : / @ + * - / the property \"" + property
                    + "\" stands in an expression and may only have letters, digits, spaces and _ . , : / @ + * -");
        }
        return value;
    }

    /** What to make of a property's value in a certain place. */
    private interface Place {
        String write(String property, String value);
    }

    /** The text with its placeholders filled; absent when an optional one has no value. */
    private Optional<String> filled(String text, Place place) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder written = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(2);
            String value = values.byName().get(name);
            if (value != null) {
                matcher.appendReplacement(written, Matcher.quoteReplacement(place.write(name, value)));
            } else if (beans.contains(name)) {
                matcher.appendReplacement(written, Matcher.quoteReplacement(name));
            } else if (matcher.group(3) != null) {
                matcher.appendReplacement(written, Matcher.quoteReplacement(matcher.group(3)));
            } else if (matcher.group(1) != null || values.kamelet().properties().containsKey(name)) {
                return Optional.empty();
            } else {
                throw SettingValues.wrong("Kamelet \"" + values.kamelet().name() + "\" 的模板用了未定义的 {{" + name
                        + "}} / the template uses {{" + name + "}}, which is not defined");
            }
        }
        return Optional.of(matcher.appendTail(written).toString());
    }
}
