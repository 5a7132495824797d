package org.jiaohui.openapi.problem;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Why a body is not what an interface takes: the field, its value and what is wanted, in both languages and without the words of the library that reads it. */
final class BodyFault {
    private static final Pattern NUMBER = Pattern.compile("\\((-?[\\d.eE+]{1,60})\\)");

    private static final Pattern TWICE = Pattern.compile("^Duplicate .*?[\"'](.*)[\"']");

    private BodyFault() {}

    /** Words in both languages. */
    private record Words(String chinese, String english) {}

    /** Where in the body the fault lies: {@code limits.rows}. */
    static Optional<String> place(@Nullable Throwable cause) {
        return Optional.of(path(cause, false)).filter(each -> !each.isEmpty());
    }

    static String explain(@Nullable Throwable cause) {
        String path = path(cause, true);
        return switch (cause) {
            case UnrecognizedPropertyException unknown -> unknown(path, unknown);
            case InvalidNullException ignored ->
                "字段 " + path + " 不能是 null / the field \"" + path + "\" must not be null";
            case InvalidFormatException wrong ->
                unfit(path, wanted(wrong.getTargetType()), quoted(String.valueOf(wrong.getValue())));
            case MismatchedInputException wrong ->
                unfit(path, wanted(wrong.getTargetType()), kind(wrong.getCurrentToken()));
            case InputCoercionException wrong -> {
                Matcher number = NUMBER.matcher(wrong.getOriginalMessage());
                yield unfit(
                        path,
                        wanted(wrong.getTargetType()),
                        number.find() ? quoted(number.group(1)) : new Words("别的值", "another value"));
            }
            case ValueInstantiationException wrong
            when wrong.getCause() instanceof IllegalArgumentException refused ->
                "字段 " + path + "：" + refused.getMessage() + " / the field \"" + path + "\": " + refused.getMessage();
            case ValueInstantiationException ignored ->
                "字段 " + path + " 缺少内容或含有 null / something is missing or null in the field \"" + path + "\"";
            case JacksonException broken -> malformed(broken);
            case null, default -> "没有请求体，或无法读取 / there is no body, or it cannot be read";
        };
    }

    private static String unknown(String path, UnrecognizedPropertyException unknown) {
        Collection<Object> known = unknown.getKnownPropertyIds();
        String may = known == null
                ? ""
                : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        return "不认识的字段 \"" + path + "\"，可用：" + may + " / unknown field \"" + path + "\", use one of: " + may;
    }

    private static String unfit(String path, Words wanted, Words got) {
        return (path.isEmpty() ? "请求体" : "字段 " + path) + " 要" + wanted.chinese() + "，给的是" + got.chinese() + " / "
                + (path.isEmpty() ? "the body" : "the field \"" + path + "\"") + " takes " + wanted.english() + ", got "
                + got.english();
    }

    private static String malformed(JacksonException broken) {
        Matcher twice = TWICE.matcher(String.valueOf(broken.getOriginalMessage()));
        if (twice.find()) {
            return "字段 \"" + twice.group(1) + "\" 出现了两次 / the field \"" + twice.group(1) + "\" stands twice";
        }
        int line = broken.getLocation() == null ? -1 : broken.getLocation().getLineNr();
        int column = broken.getLocation() == null ? -1 : broken.getLocation().getColumnNr();
        return line < 1
                ? "请求体不是合法的 JSON / the body is not valid JSON"
                : "请求体不是合法的 JSON：第 " + line + " 行第 " + column + " 个字符附近 / the body is not valid JSON: near line " + line
                        + ", character " + column;
    }

    private static Words wanted(@Nullable Type type) {
        if (!(type instanceof Class<?> wanted)) {
            return new Words("另一种值", "another kind of value");
        }
        if (wanted.isEnum()) {
            String names = Arrays.stream(wanted.getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining("|"));
            return new Words(" " + names.replace("|", "、") + " 之一", "one of " + names.replace("|", ", "));
        }
        if (wanted == int.class || wanted == Integer.class || wanted == long.class || wanted == Long.class) {
            boolean small = wanted == int.class || wanted == Integer.class;
            String least = String.valueOf(small ? Integer.MIN_VALUE : Long.MIN_VALUE);
            String most = String.valueOf(small ? Integer.MAX_VALUE : Long.MAX_VALUE);
            return new Words("整数（" + least + " 至 " + most + "）", "a whole number (" + least + " to " + most + ")");
        }
        if (wanted == double.class || wanted == Double.class || wanted == BigDecimal.class) {
            return new Words("数", "a number");
        }
        if (wanted == boolean.class || wanted == Boolean.class) {
            return new Words(" true 或 false", "true or false");
        }
        if (wanted == String.class) {
            return new Words("文字", "a text");
        }
        if (wanted == LocalDate.class) {
            return new Words("日期，如 2026-01-31", "a date such as 2026-01-31");
        }
        return Collection.class.isAssignableFrom(wanted) || wanted.isArray()
                ? new Words("列表 [ ]", "a list [ ]")
                : new Words("对象 { }", "an object { }");
    }

    private static Words kind(@Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT, PROPERTY_NAME -> new Words("对象", "an object");
            case START_ARRAY, END_ARRAY -> new Words("列表", "a list");
            case VALUE_STRING -> new Words("文字", "a text");
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Words("数", "a number");
            case VALUE_TRUE, VALUE_FALSE -> new Words(" true 或 false", "true or false");
            case VALUE_NULL -> new Words(" null", "null");
            case null, default -> new Words("别的值", "another value");
        };
    }

    private static Words quoted(String value) {
        String shown = "\"" + (value.length() > 80 ? value.substring(0, 80) + "…" : value) + "\"";
        return new Words(" " + shown, shown);
    }

    private static String path(@Nullable Throwable cause, boolean indexed) {
        StringBuilder path = new StringBuilder();
        if (cause instanceof JacksonException broken) {
            for (JacksonException.Reference part : broken.getPath()) {
                if (part.getPropertyName() != null) {
                    path.append(path.isEmpty() ? "" : ".").append(part.getPropertyName());
                } else if (indexed && part.getIndex() >= 0) {
                    path.append('[').append(part.getIndex()).append(']');
                }
            }
        }
        return path.toString();
    }
}
