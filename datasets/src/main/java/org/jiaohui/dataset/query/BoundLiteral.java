package org.jiaohui.dataset.query;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jiaohui.dataset.query.Expression.Literal;
import org.jiaohui.exchange.table.ColumnType.Kind;

/**
 * A literal as a bound parameter.
 *
 * @param placeholder the question mark with the type that DuckDB gives it
 */
record BoundLiteral(String placeholder, Object value) {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?");
    private static final Pattern TIME = Pattern.compile("\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,19}(\\.\\d{1,18})?");

    /** @param as what a text literal is read as */
    static BoundLiteral of(QueryText query, Literal literal, Kind as) {
        String value = literal.value();
        return switch (literal.kind()) {
            case INTEGER -> new BoundLiteral("CAST(? AS BIGINT)", Long.valueOf(value));
            case DECIMAL -> decimal(value);
            case DOUBLE -> new BoundLiteral("CAST(? AS DOUBLE)", Double.valueOf(value));
            case BOOLEAN -> new BoundLiteral("CAST(? AS BOOLEAN)", value.equals("true"));
            case DATE -> date(query, literal);
            case TIMESTAMP -> timestamp(query, literal);
            case TEXT -> text(query, literal, as);
        };
    }

    private static BoundLiteral text(QueryText query, Literal literal, Kind as) {
        String value = literal.value().strip();
        return switch (as) {
            case TEXT, JSON, GEOMETRY -> new BoundLiteral("CAST(? AS VARCHAR)", literal.value());
            case INTEGER, DECIMAL, DOUBLE -> {
                if (!NUMBER.matcher(value).matches()) {
                    throw unreadable(query, literal, "数", "a number");
                }
                yield decimal(value);
            }
            case BOOLEAN -> {
                if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                    throw unreadable(query, literal, "true 或 false", "true or false");
                }
                yield new BoundLiteral("CAST(? AS BOOLEAN)", value.equalsIgnoreCase("true"));
            }
            case DATE -> date(query, literal);
            case TIMESTAMP -> timestamp(query, literal);
            case TIME -> time(query, literal);
        };
    }

    private static BoundLiteral decimal(String value) {
        int point = value.indexOf('.');
        long digits = value.chars().filter(Character::isDigit).count();
        int scale = point < 0 ? 0 : value.length() - point - 1;
        return new BoundLiteral("CAST(? AS DECIMAL(" + Math.max(1, digits) + "," + scale + "))", value);
    }

    private static BoundLiteral date(QueryText query, Literal literal) {
        return new BoundLiteral(
                "CAST(? AS DATE)",
                read(literal, DATE, LocalDate::parse)
                        .orElseThrow(() -> unreadable(query, literal, "日期，如 2025-01-31", "a date such as 2025-01-31"))
                        .toString());
    }

    /** A date counts as its first moment. */
    private static BoundLiteral timestamp(QueryText query, Literal literal) {
        return new BoundLiteral(
                "CAST(? AS TIMESTAMP)",
                read(literal, DATE, LocalDate::parse)
                        .map(LocalDate::atStartOfDay)
                        .or(() -> read(literal, TIMESTAMP, text -> LocalDateTime.parse(text.replace(' ', 'T'))))
                        .orElseThrow(() -> unreadable(
                                query, literal, "时刻，如 2025-01-31 08:00:00", "a timestamp such as 2025-01-31 08:00:00"))
                        .toString());
    }

    private static BoundLiteral time(QueryText query, Literal literal) {
        return new BoundLiteral(
                "CAST(? AS TIME)",
                read(literal, TIME, LocalTime::parse)
                        .orElseThrow(() -> unreadable(query, literal, "时间，如 08:00:00", "a time such as 08:00:00"))
                        .toString());
    }

    private static <T> Optional<T> read(Literal literal, Pattern form, Function<String, T> parse) {
        String value = literal.value().strip();
        try {
            return form.matcher(value).matches() ? Optional.of(parse.apply(value)) : Optional.empty();
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static RuntimeException unreadable(QueryText query, Literal literal, String chinese, String english) {
        String shown = literal.value().length() <= 60
                ? literal.value()
                : literal.value().substring(0, 60) + "…";
        return query.wrong(literal.at(), "\"" + shown + "\" 不是" + chinese, "\"" + shown + "\" is not " + english);
    }
}
