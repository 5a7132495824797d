package org.jiaohui.connector.jdbc;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jiaohui.exchange.table.ColumnType;

/** Reads a database's text form of a value strictly: a value that does not fit its declared type exactly is refused by an exception. */
final class TextValue {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,19}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,40}(\\.\\d{0,40})?");
    private static final Pattern DOUBLE = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern COMPACT_DATE = Pattern.compile("\\d{8}");

    private TextValue() {}

    /**
     * The value as its column vector holds it; only for types that are not textual.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    static long parse(ColumnType type, String text) {
        String value = text.strip();
        try {
            return switch (type.kind()) {
                case INTEGER -> Long.parseLong(matching(INTEGER, value));
                case DECIMAL -> decimal(type, new BigDecimal(matching(DECIMAL, value)));
                case DOUBLE -> Double.doubleToRawLongBits(finite(Double.parseDouble(matching(DOUBLE, value))));
                case BOOLEAN -> truth(value);
                case DATE -> date(value).toEpochDay();
                case TIMESTAMP -> timestamp(value);
                case TIME -> time(LocalTime.parse(value));
                case TEXT, JSON, GEOMETRY -> throw new IllegalArgumentException(type + " is textual");
            };
        } catch (DateTimeException | ArithmeticException broken) {
            throw new IllegalArgumentException(String.valueOf(broken.getMessage()), broken);
        }
    }

    /** The unscaled value; digits that the column has no room for are refused, never rounded away. */
    static long decimal(ColumnType type, BigDecimal value) {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.UNNECESSARY);
        if (scaled.precision() > type.precision()) {
            throw new ArithmeticException("more than " + type.precision() + " digits");
        }
        return scaled.unscaledValue().longValueExact();
    }

    static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("not a finite number");
        }
        return value;
    }

    static long micros(LocalDateTime value) {
        if (!value.equals(value.truncatedTo(ChronoUnit.MICROS))) {
            throw new ArithmeticException("finer than a microsecond");
        }
        return Math.addExact(
                Math.multiplyExact(value.toEpochSecond(ZoneOffset.UTC), 1_000_000L),
                value.get(ChronoField.MICRO_OF_SECOND));
    }

    private static long time(LocalTime value) {
        long nanos = value.toNanoOfDay();
        if (nanos % 1_000 != 0) {
            throw new ArithmeticException("finer than a microsecond");
        }
        return nanos / 1_000;
    }

    private static long truth(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1", "是" -> 1;
            case "false", "f", "0", "否" -> 0;
            default -> throw new IllegalArgumentException("not true or false");
        };
    }

    private static LocalDate date(String value) {
        if (COMPACT_DATE.matcher(value).matches()) {
            return LocalDate.parse(value, DateTimeFormatter.BASIC_ISO_DATE);
        }
        if (value.length() > 10) {
            LocalDateTime whole = dateTime(value);
            if (!whole.equals(whole.truncatedTo(ChronoUnit.DAYS))) {
                throw new IllegalArgumentException("has a time of day");
            }
            return whole.toLocalDate();
        }
        return LocalDate.parse(value);
    }

    private static long timestamp(String value) {
        return micros(value.length() <= 10 ? date(value).atStartOfDay() : dateTime(value));
    }

    private static LocalDateTime dateTime(String value) {
        return LocalDateTime.parse(value.replace(' ', 'T'));
    }

    private static String matching(Pattern form, String value) {
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException("not a number");
        }
        return value;
    }
}
