package org.jiaohui.connector.jdbc;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.exchange.table.ColumnType.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows that are asked for by their keys, so many at once that no statement grows long. */
record OnlyKeys(List<String> columns, List<Kind> kinds, List<List<String>> keys) {
    private static final int KEYS_AT_ONCE = 500;
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    static OnlyKeys parse(String json) {
        try {
            JsonNode node = JsonMapper.shared().readTree(json);
            OnlyKeys keys = new OnlyKeys(
                    texts(node.path("columns")),
                    texts(node.path("kinds")).stream().map(Kind::valueOf).toList(),
                    node.path("keys").valueStream().map(OnlyKeys::texts).toList());
            int width = keys.columns.size();
            boolean even = width > 0
                    && keys.kinds.size() == width
                    && !keys.keys.isEmpty()
                    && keys.keys.stream().allMatch(key -> key.size() == width);
            if (even) {
                return keys;
            }
        } catch (JacksonException | IllegalArgumentException malformed) {
            // Told below.
        }
        throw SettingValues.wrong(
                "设置项 \"only-keys\" 由重传填写，不能手写成这样 / the setting \"only-keys\" is filled in by retransmission and cannot be read");
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(each -> each.asString("")).toList();
    }

    /** Conditions, each for a bounded number of keys, that together ask for every key once. */
    List<String> conditions(Dialect dialect, String quote) {
        List<String> conditions = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            List<List<String>> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            conditions.add(some.stream().map(key -> same(key, dialect, quote)).collect(Collectors.joining(" OR ")));
        }
        return conditions;
    }

    private String same(List<String> key, Dialect dialect, String quote) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            parts.add(JdbcSettings.quoted(columns.get(i), quote) + " = " + literal(kinds.get(i), key.get(i), dialect));
        }
        return "(" + String.join(" AND ", parts) + ")";
    }

    /** Values are read before they are written, so none can end its literal; texts are escaped as the dialect reads them whatever its settings. */
    private static String literal(Kind kind, String value, Dialect dialect) {
        String text = normal(kind, value);
        return switch (dialect) {
            case POSTGRES, OPENGAUSS, KINGBASE ->
                // Without a type of its own it takes the column's, whatever that is.
                "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
            case MARIADB, MYSQL ->
                numeric(kind)
                        ? text
                        : "_utf8mb4 X'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'";
            case ORACLE, SQL_SERVER, DM, OTHER ->
                switch (kind) {
                    case INTEGER, DECIMAL, DOUBLE, BOOLEAN -> text;
                    case DATE -> "DATE '" + text + "'";
                    case TIMESTAMP -> "TIMESTAMP '" + text + "'";
                    case TIME, TEXT, JSON, GEOMETRY -> "'" + text.replace("'", "''") + "'";
                };
        };
    }

    private static boolean numeric(Kind kind) {
        return switch (kind) {
            case INTEGER, DECIMAL, DOUBLE, BOOLEAN -> true;
            case DATE, TIMESTAMP, TIME, TEXT, JSON, GEOMETRY -> false;
        };
    }

    private static String normal(Kind kind, String value) {
        try {
            return switch (kind) {
                case INTEGER, DECIMAL -> new BigDecimal(value).toPlainString();
                case DOUBLE -> Double.toString(Double.parseDouble(value));
                case BOOLEAN -> Boolean.toString(Boolean.parseBoolean(value));
                case DATE -> LocalDate.parse(value).toString();
                case TIMESTAMP -> TIMESTAMP.format(LocalDateTime.parse(value));
                case TIME -> LocalTime.parse(value).toString();
                case TEXT, JSON, GEOMETRY -> value;
            };
        } catch (NumberFormatException | DateTimeException malformed) {
            throw SettingValues.wrong("主键值 \"" + value + "\" 无法识别 / the key value \"" + value + "\" cannot be read");
        }
    }
}
