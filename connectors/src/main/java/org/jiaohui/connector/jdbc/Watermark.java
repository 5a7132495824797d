package org.jiaohui.connector.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.connector.SettingValues;
import org.jspecify.annotations.Nullable;

/**
 * How far a table was read, and which rows the next reading brings.
 *
 * <p>The mark is the greatest value that stands in the table <em>before</em> rows are read, and never later than the database's own clock, so that one row from
 * the future does not hide what comes after it. The next reading begins a window below the mark and includes it: rows that were committed late, rows of the
 * same instant and rows without a value are read again, and the merge by key leaves out those that are known.
 *
 * @param mark as the position holds it; absent when the table has no value yet
 * @param condition of the rows to read; empty for all
 */
record Watermark(Optional<String> mark, String condition) {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    /** What the column holds; each is written in its own way. */
    private enum Kind {
        NUMBER,
        DATE,
        TIMESTAMP,
        INSTANT
    }

    /**
     * Asks the database.
     *
     * @param since position of the last published fetch
     */
    static Watermark find(
            Connection connection, JdbcSettings settings, Increment increment, String quote, Optional<String> since)
            throws SQLException {
        String column = JdbcSettings.quoted(increment.column(), quote);
        String sql = "SELECT MAX(" + column + "), CURRENT_TIMESTAMP FROM " + settings.from(quote);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            Kind kind = kind(row.getMetaData(), increment, settings.address().dialect());
            Optional<String> greatest = Optional.ofNullable(text(row, kind)).map(value -> notAfter(value, row, kind));
            if (increment.backFill()) {
                return new Watermark(Optional.empty(), window(increment, kind, column));
            }
            String owner = owner(settings, increment, kind);
            Optional<String> last = since.filter(position -> position.startsWith(owner))
                    .map(position -> position.substring(owner.length()));
            // A mark never goes back: a table that lost its newest rows is read on from where it was.
            Optional<String> mark = greatest.isPresent() && last.isPresent() && less(kind, greatest.get(), last.get())
                    ? last
                    : greatest.or(() -> last);
            return new Watermark(
                    mark.map(value -> owner + value),
                    last.map(value -> since(increment, kind, column, value, mark.orElse(value)))
                            .orElseGet(() -> increment.onceOnly()
                                    ? mark.map(value -> column + " <= " + literal(kind, value))
                                            .orElse("")
                                    : ""));
        }
    }

    /** Without a window of ids each row is read once: then the rows end where the mark stands. */
    private static String since(Increment increment, Kind kind, String column, String last, String mark) {
        if (increment.onceOnly()) {
            return column + " > " + literal(kind, last) + " AND " + column + " <= " + literal(kind, mark);
        }
        return "(" + column + " >= " + literal(kind, before(increment, kind, last)) + " OR " + column + " IS NULL)";
    }

    private static String window(Increment increment, Kind kind, String column) {
        List<String> parts = new ArrayList<>();
        increment.from().ifPresent(from -> parts.add(column + " >= " + literal(kind, given(kind, from))));
        increment.to().ifPresent(to -> parts.add(column + " < " + literal(kind, given(kind, to))));
        return String.join(" AND ", parts);
    }

    /** Position texts of another table, column or kind mean nothing here: then all rows are read. */
    private static String owner(JdbcSettings settings, Increment increment, Kind kind) {
        String what = settings.from("\"") + "\n" + increment.column();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
            return "mark:" + HexFormat.of().formatHex(digest, 0, 8) + ":"
                    + kind.name().toLowerCase(Locale.ROOT) + ":";
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static Kind kind(ResultSetMetaData meta, Increment increment, Dialect dialect) throws SQLException {
        Kind kind = switch (meta.getColumnType(1)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.NUMBER;
            case Types.DECIMAL, Types.NUMERIC -> Kind.NUMBER;
            case Types.DATE -> Kind.DATE;
            case Types.TIMESTAMP ->
                switch (meta.getColumnTypeName(1).toLowerCase(Locale.ROOT)) {
                    case "timestamptz" -> Kind.INSTANT;
                    // Kingbase: with or without a time of day; the day it begins is never too late.
                    case "date" -> dialect.isPostgresFamily() ? Kind.DATE : Kind.TIMESTAMP;
                    default -> Kind.TIMESTAMP;
                };
            case Types.TIMESTAMP_WITH_TIMEZONE -> Kind.INSTANT;
            default -> throw unfit(increment, meta.getColumnTypeName(1));
        };
        if (increment.id() && kind != Kind.NUMBER) {
            throw unfit(increment, meta.getColumnTypeName(1));
        }
        return kind;
    }

    private static RuntimeException unfit(Increment increment, String type) {
        return SettingValues.wrong("列 \"%1$s\"（类型 %2$s）不能作%3$s / the column \"%1$s\" of type %2$s cannot be %4$s"
                .formatted(
                        increment.column(),
                        type,
                        increment.id() ? "递增编号" : "水位：须为时间、日期或整数",
                        increment.id()
                                ? "an increasing id"
                                : "a watermark: it must be a time, a date or a whole number"));
    }

    private static @Nullable String text(ResultSet row, Kind kind) throws SQLException {
        return switch (kind) {
            case NUMBER -> {
                BigDecimal value = row.getBigDecimal(1);
                yield value == null ? null : value.toPlainString();
            }
            case DATE -> {
                String value = row.getString(1);
                yield value == null
                        ? null
                        : LocalDate.parse(value.substring(0, Math.min(10, value.length())))
                                .toString();
            }
            case TIMESTAMP -> {
                LocalDateTime value = row.getObject(1, LocalDateTime.class);
                yield value == null ? null : TIMESTAMP.format(value);
            }
            case INSTANT -> {
                OffsetDateTime value = row.getObject(1, OffsetDateTime.class);
                yield value == null ? null : TIMESTAMP.format(value.withOffsetSameInstant(ZoneOffset.UTC));
            }
        };
    }

    /** A time that the database's clock has not reached yet is no mark. */
    private static String notAfter(String value, ResultSet row, Kind kind) {
        if (kind == Kind.NUMBER) {
            return value;
        }
        try {
            LocalDateTime now = now(row, kind);
            String limit = kind == Kind.DATE ? now.toLocalDate().toString() : TIMESTAMP.format(now);
            return less(kind, limit, value) ? limit : value;
        } catch (SQLException e) {
            throw new IllegalStateException("the database's clock cannot be read", e);
        }
    }

    private static LocalDateTime now(ResultSet row, Kind kind) throws SQLException {
        boolean zoned = row.getMetaData().getColumnType(2) == Types.TIMESTAMP_WITH_TIMEZONE
                || row.getMetaData().getColumnTypeName(2).equalsIgnoreCase("timestamptz");
        if (!zoned) {
            return row.getObject(2, LocalDateTime.class);
        }
        return row.getObject(2, OffsetDateTime.class)
                .atZoneSameInstant(kind == Kind.INSTANT ? ZoneOffset.UTC : BEIJING)
                .toLocalDateTime();
    }

    private static boolean less(Kind kind, String one, String other) {
        return kind == Kind.NUMBER
                ? new BigDecimal(one).compareTo(new BigDecimal(other)) < 0
                : one.compareTo(other) < 0;
    }

    private static String before(Increment increment, Kind kind, String value) {
        try {
            return switch (kind) {
                case NUMBER ->
                    increment.id()
                            ? new BigDecimal(value)
                                    .subtract(BigDecimal.valueOf(increment.ids()))
                                    .toPlainString()
                            : value;
                case DATE ->
                    LocalDate.parse(value)
                            .minusDays((increment.window().toSeconds() + 86_399) / 86_400)
                            .toString();
                case TIMESTAMP, INSTANT ->
                    TIMESTAMP.format(LocalDateTime.parse(value, TIMESTAMP).minus(increment.window()));
            };
        } catch (DateTimeException | ArithmeticException e) {
            throw SettingValues.wrong("回看时长过大 / the safety window is too long: " + increment.window());
        }
    }

    /** What a person wrote as the bound of a window: an ISO 8601 time or date, or a number. */
    private static String given(Kind kind, String text) {
        try {
            return switch (kind) {
                case NUMBER -> new BigInteger(text).toString();
                case DATE ->
                    LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text)
                            .toString();
                case TIMESTAMP, INSTANT -> {
                    boolean zoned = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
                    OffsetDateTime at = zoned
                            ? OffsetDateTime.parse(text)
                            : (text.length() == 10
                                            ? LocalDate.parse(text).atStartOfDay()
                                            : LocalDateTime.parse(text.replace(' ', 'T')))
                                    .atZone(BEIJING)
                                    .toOffsetDateTime();
                    yield TIMESTAMP.format(at.atZoneSameInstant(kind == Kind.INSTANT ? ZoneOffset.UTC : BEIJING)
                            .toLocalDateTime());
                }
            };
        } catch (DateTimeException | NumberFormatException e) {
            throw SettingValues.wrong(
                    "时间窗写法不对，应为 2026-11-01T08:00:00+08:00、日期或数字 / a window is written 2026-11-01T08:00:00+08:00, as a date or as a number, got \""
                            + text + "\"");
        }
    }

    /** Only texts that this class itself wrote come here, so none can end the literal; they are read again all the same. */
    private static String literal(Kind kind, String value) {
        try {
            return switch (kind) {
                case NUMBER -> new BigDecimal(value).toPlainString();
                case DATE -> "DATE '" + LocalDate.parse(value) + "'";
                case TIMESTAMP -> "TIMESTAMP '" + TIMESTAMP.format(LocalDateTime.parse(value, TIMESTAMP)) + "'";
                case INSTANT ->
                    "TIMESTAMP WITH TIME ZONE '" + TIMESTAMP.format(LocalDateTime.parse(value, TIMESTAMP)) + "+00:00'";
            };
        } catch (DateTimeException | NumberFormatException e) {
            throw SettingValues.wrong("水位无法识别 / the position cannot be read: " + value);
        }
    }
}
