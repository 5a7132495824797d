package org.jiaohui.dataset.format;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Parses text strictly by the type of its column: a value that does not fit is told, never bent. Hot path: works on bytes and allocates nothing for numbers,
 * dates, timestamps and booleans.
 *
 * <p>Accepted: integers of 64 bits; decimals that are exact in the declared scale; doubles with or without exponent; {@code true false 1 0 是 否 Y N} in any
 * case; dates {@code yyyy-MM-dd}, {@code yyyy/MM/dd}, {@code yyyyMMdd}; times {@code HH:mm[:ss[.fffffffff]]}, to the microsecond; timestamps of a date, a blank or {@code T} and a
 * time, where an offset ({@code Z}, {@code +08:00}) is converted to the local time of Asia/Shanghai; JSON documents; WKT.
 */
public final class ValueParser {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long SECONDS_PER_DAY = 86_400L;
    private static final int WRONG = Integer.MIN_VALUE;
    /** Digits of a second that programs write (nine, or seven); those beyond the sixth are left out. */
    private static final int NANOS = 9;

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    /** Since 1992 China keeps UTC+8 without summer time; before that the zone's history is asked. */
    private static final long PLAIN_OFFSET_SINCE = 694_224_000L;

    private static final long[] POWERS = new long[19];
    private static final double[] EXACT_POWERS = new double[23];
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern DOUBLE = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
    private static final Pattern GEOMETRY = Pattern.compile(
            "(MULTI)?(POINT|LINESTRING|POLYGON)\\b.*|(GEOMETRYCOLLECTION|CIRCULARSTRING|COMPOUNDCURVE|CURVEPOLYGON|TIN|TRIANGLE)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
        EXACT_POWERS[0] = 1;
        for (int i = 1; i < EXACT_POWERS.length; i++) {
            EXACT_POWERS[i] = EXACT_POWERS[i - 1] * 10;
        }
    }

    private ValueParser() {}

    /**
     * Sets one row of a vector. An empty text is null; text is copied into the vector.
     *
     * @return false when the text does not fit the column's type; the row is then undefined and must be refused
     */
    public static boolean parse(byte[] text, int start, int length, ColumnVector into, int row) {
        if (length == 0) {
            into.setNull(row);
            return true;
        }
        int end = start + length;
        return switch (into.type.kind()) {
            case TEXT -> copy(text, start, length, into, row);
            case INTEGER -> integer(text, start, end, into, row);
            case DECIMAL -> decimal(text, start, end, into, row);
            case DOUBLE -> floating(text, start, end, into, row);
            case BOOLEAN -> bool(text, start, length, into, row);
            case DATE -> date(text, start, end, into, row);
            case TIMESTAMP -> timestamp(text, start, end, into, row);
            case TIME -> time(text, start, end, into, row);
            case JSON -> isJson(text, start, length) && copy(text, start, length, into, row);
            case GEOMETRY -> isGeometry(text, start, length) && copy(text, start, length, into, row);
        };
    }

    /** Whether a textual value fits its type, for decoders that keep slices of their own buffer. */
    public static boolean fits(byte[] text, int start, int length, ColumnType.Kind kind) {
        return switch (kind) {
            case JSON -> isJson(text, start, length);
            case GEOMETRY -> isGeometry(text, start, length);
            case TEXT, INTEGER, DECIMAL, DOUBLE, BOOLEAN, DATE, TIMESTAMP, TIME -> true;
        };
    }

    private static boolean copy(byte[] text, int start, int length, ColumnVector into, int row) {
        into.setText(row, text, start, length);
        return true;
    }

    private static boolean integer(byte[] text, int start, int end, ColumnVector into, int row) {
        boolean negative = text[start] == '-';
        int at = negative || text[start] == '+' ? start + 1 : start;
        if (at == end) {
            return false;
        }
        if (end - at > 18) {
            return longInteger(text, start, end, into, row);
        }
        long value = 0;
        for (; at < end; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        into.longs[row] = negative ? -value : value;
        return true;
    }

    private static boolean longInteger(byte[] text, int start, int end, ColumnVector into, int row) {
        for (int i = start + (text[start] == '-' || text[start] == '+' ? 1 : 0); i < end; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        try {
            into.longs[row] = Long.parseLong(new String(text, start, end - start, StandardCharsets.ISO_8859_1));
            return true;
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    private static boolean decimal(byte[] text, int start, int end, ColumnVector into, int row) {
        boolean negative = text[start] == '-';
        int at = negative || text[start] == '+' ? start + 1 : start;
        if (end - at > 18) {
            return longDecimal(text, at, end, negative, into, row);
        }
        long value = 0;
        int point = -1;
        for (int i = at; i < end; i++) {
            int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
            } else if (text[i] == '.' && point < 0) {
                point = i;
            } else {
                return false;
            }
        }
        int scale = into.type.scale();
        int places = point < 0 ? 0 : end - point - 1;
        if (end - at == (point < 0 ? 0 : 1)) {
            return false;
        }
        if (places > scale) {
            long surplus = POWERS[places - scale];
            if (value % surplus != 0) {
                return false;
            }
            value /= surplus;
            places = scale;
        }
        if (value >= POWERS[into.type.precision() - scale + places]) {
            return false;
        }
        value *= POWERS[scale - places];
        into.longs[row] = negative ? -value : value;
        return true;
    }

    /** A number that may have more digits than a {@code long}, zeros for example. */
    private static boolean longDecimal(byte[] text, int start, int end, boolean negative, ColumnVector into, int row) {
        int scale = into.type.scale();
        long most = POWERS[into.type.precision()];
        int at = start;
        long value = 0;
        int digit;
        while (at < end && (digit = text[at] - '0') >= 0 && digit <= 9) {
            value = value * 10 + digit;
            if (value < 0 || value >= most) {
                return false;
            }
            at++;
        }
        int digits = at - start;
        int missing = scale;
        if (at < end && text[at] == '.') {
            for (at++; at < end; at++, digits++) {
                digit = text[at] - '0';
                if (digit < 0 || digit > 9 || (missing == 0 && digit != 0)) {
                    return false;
                }
                if (missing > 0) {
                    value = value * 10 + digit;
                    missing--;
                    if (value < 0 || value >= most) {
                        return false;
                    }
                }
            }
        }
        if (at != end || digits == 0 || value >= POWERS[into.type.precision() - missing]) {
            return false;
        }
        value *= POWERS[missing];
        into.longs[row] = negative ? -value : value;
        return true;
    }

    private static boolean floating(byte[] text, int start, int end, ColumnVector into, int row) {
        boolean negative = text[start] == '-';
        int at = negative || text[start] == '+' ? start + 1 : start;
        int first = at;
        long value = 0;
        int point = -1;
        for (; at < end; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
            } else if (text[at] == '.' && point < 0) {
                point = at;
            } else {
                break;
            }
            if (at - first > 15) {
                break;
            }
        }
        int digits = at - first - (point < 0 ? 0 : 1);
        if (at == end && digits > 0 && digits <= 15) {
            // Both operands are exact doubles, so one division gives the correctly rounded result.
            double magnitude = point < 0 ? value : value / EXACT_POWERS[end - point - 1];
            into.setDouble(row, negative ? -magnitude : magnitude);
            return true;
        }
        return longFloating(new String(text, start, end - start, StandardCharsets.ISO_8859_1), into, row);
    }

    private static boolean longFloating(String text, ColumnVector into, int row) {
        if (text.length() > 400 || !DOUBLE.matcher(text).matches()) {
            return false;
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            return false;
        }
        into.setDouble(row, value);
        return true;
    }

    private static boolean bool(byte[] text, int start, int length, ColumnVector into, int row) {
        if (length > 5) {
            return false;
        }
        String word = new String(text, start, length, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        switch (word) {
            case "1", "true", "y", "是" -> into.longs[row] = 1;
            case "0", "false", "n", "否" -> into.longs[row] = 0;
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean date(byte[] text, int start, int end, ColumnVector into, int row) {
        int length = end - start;
        int day = length == 10 || length == 8 ? epochDay(text, start, length == 8) : WRONG;
        into.longs[row] = day;
        return day != WRONG;
    }

    private static boolean time(byte[] text, int start, int end, ColumnVector into, int row) {
        long micros = microsOfDay(text, start, end);
        into.longs[row] = micros;
        return micros >= 0;
    }

    private static boolean timestamp(byte[] text, int start, int end, ColumnVector into, int row) {
        int clock = start + 11;
        if (end - start < 16 || (text[start + 10] != ' ' && text[start + 10] != 'T')) {
            return false;
        }
        int day = epochDay(text, start, false);
        if (day == WRONG) {
            return false;
        }
        int zone = zoneStart(text, clock, end);
        long micros = microsOfDay(text, clock, zone);
        if (micros < 0) {
            return false;
        }
        long local = day * SECONDS_PER_DAY * MICROS_PER_SECOND + micros;
        if (zone < end) {
            int offset = offsetSeconds(text, zone, end);
            if (offset == WRONG) {
                return false;
            }
            local = inShanghai(local - offset * MICROS_PER_SECOND);
        }
        into.longs[row] = local;
        return true;
    }

    private static int zoneStart(byte[] text, int from, int end) {
        if (end - from == 8 && text[from + 5] == ':') {
            return end;
        }
        for (int i = from; i < end; i++) {
            if (text[i] == 'Z' || text[i] == '+' || text[i] == '-') {
                return i;
            }
        }
        return end;
    }

    private static long inShanghai(long utcMicros) {
        long seconds = Math.floorDiv(utcMicros, MICROS_PER_SECOND);
        int offset = seconds >= PLAIN_OFFSET_SINCE
                ? 28_800
                : SHANGHAI.getRules().getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
        return utcMicros + offset * MICROS_PER_SECOND;
    }

    /** {@code Z}, {@code +08}, {@code +0800} or {@code +08:00} in seconds. */
    private static int offsetSeconds(byte[] text, int start, int end) {
        if (text[start] == 'Z') {
            return end - start == 1 ? 0 : WRONG;
        }
        int length = end - start;
        int minutesAt = length == 6 && text[start + 3] == ':' ? start + 4 : start + 3;
        if (length != 3 && length != 5 && !(length == 6 && minutesAt == start + 4)) {
            return WRONG;
        }
        int hours = two(text, start + 1);
        int minutes = length == 3 ? 0 : two(text, minutesAt);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return WRONG;
        }
        int seconds = hours * 3600 + minutes * 60;
        return text[start] == '-' ? -seconds : seconds;
    }

    /** {@code HH:mm[:ss[.ffffff]]} in microseconds, or -1. */
    private static long microsOfDay(byte[] text, int start, int end) {
        int length = end - start;
        if (length != 5 && length < 8) {
            return -1;
        }
        int hour = two(text, start);
        int minute = two(text, start + 3);
        int second = length == 5 ? 0 : two(text, start + 6);
        if ((hour | minute | second) < 0
                || hour > 23
                || minute > 59
                || second > 59
                || text[start + 2] != ':'
                || (length > 5 && text[start + 5] != ':')) {
            return -1;
        }
        long micros = ((hour * 60L + minute) * 60 + second) * MICROS_PER_SECOND;
        return length <= 8 ? micros : fraction(text, start + 8, end, micros);
    }

    private static long fraction(byte[] text, int start, int end, long micros) {
        if (text[start] != '.' || end - start < 2) {
            return -1;
        }
        long value = micros;
        long unit = MICROS_PER_SECOND;
        for (int i = start + 1; i < end; i++) {
            int digit = text[i] - '0';
            unit /= 10;
            if (digit < 0 || digit > 9 || (i > start + NANOS && digit != 0)) {
                return -1;
            }
            value += digit * unit;
        }
        return value;
    }

    private static int epochDay(byte[] text, int start, boolean compact) {
        int month = two(text, start + (compact ? 4 : 5));
        int day = two(text, start + (compact ? 6 : 8));
        int century = two(text, start);
        int years = two(text, start + 2);
        boolean separated =
                compact || (text[start + 4] == text[start + 7] && (text[start + 4] == '-' || text[start + 4] == '/'));
        if ((century | years | month | day) < 0 || !separated || month < 1 || month > 12 || day < 1) {
            return WRONG;
        }
        int year = century * 100 + years;
        if (year == 0 || (day > 28 && day > LocalDate.of(year, month, 1).lengthOfMonth())) {
            return WRONG;
        }
        return daysFromCivil(year, month, day);
    }

    /** Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil; for years 1–9999. */
    private static int daysFromCivil(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int era = shifted / 400;
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    /** Two digits, or a negative number. */
    private static int two(byte[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
    }

    private static boolean isJson(byte[] text, int start, int length) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text, start, length)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException broken) {
            return false;
        }
    }

    private static boolean isGeometry(byte[] text, int start, int length) {
        byte[] head = Arrays.copyOfRange(text, start, start + Math.min(length, 64));
        byte last = text[start + length - 1];
        return (last == ')' || last == 'Y' || last == 'y')
                && GEOMETRY.matcher(new String(head, StandardCharsets.UTF_8)).matches();
    }
}
