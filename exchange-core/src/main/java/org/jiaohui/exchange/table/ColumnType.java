package org.jiaohui.exchange.table;

import java.util.Arrays;
import java.util.Locale;

/**
 * The type of a column's values and how {@link ColumnVector} holds them.
 *
 * @param precision total digits of a {@link Kind#DECIMAL}, 1–18; 0 for other kinds
 * @param scale digits after the point of a {@link Kind#DECIMAL}, 0–precision; 0 for other kinds
 */
public record ColumnType(Kind kind, int precision, int scale) {
    /** What a value is. */
    public enum Kind {
        /** UTF-8 text. */
        TEXT,
        /** A signed 64-bit integer. */
        INTEGER,
        /** An exact decimal: the unscaled value as a {@code long}. */
        DECIMAL,
        /** An IEEE 754 double: its raw bits as a {@code long}. */
        DOUBLE,
        /** 0 or 1. */
        BOOLEAN,
        /** Days since 1970-01-01. */
        DATE,
        /** Microseconds since 1970-01-01T00:00:00 on the local clock of the data (Beijing time unless the schema says otherwise). */
        TIMESTAMP,
        /** Microseconds since midnight. */
        TIME,
        /** A JSON text, UTF-8. */
        JSON,
        /** A geometry as WKT (OGC 06-103r4), UTF-8. */
        GEOMETRY;

        public boolean isTextual() {
            return this == TEXT || this == JSON || this == GEOMETRY;
        }
    }

    /** How types are written, for messages. */
    public static final String FORMS =
            "text, integer, decimal(10,2), double, boolean, date, timestamp, time, json, geometry";

    public static final ColumnType TEXT = new ColumnType(Kind.TEXT, 0, 0);
    public static final ColumnType INTEGER = new ColumnType(Kind.INTEGER, 0, 0);
    public static final ColumnType DOUBLE = new ColumnType(Kind.DOUBLE, 0, 0);
    public static final ColumnType BOOLEAN = new ColumnType(Kind.BOOLEAN, 0, 0);
    public static final ColumnType DATE = new ColumnType(Kind.DATE, 0, 0);
    public static final ColumnType TIMESTAMP = new ColumnType(Kind.TIMESTAMP, 0, 0);
    public static final ColumnType TIME = new ColumnType(Kind.TIME, 0, 0);
    public static final ColumnType JSON = new ColumnType(Kind.JSON, 0, 0);
    public static final ColumnType GEOMETRY = new ColumnType(Kind.GEOMETRY, 0, 0);

    public ColumnType {
        boolean decimal = kind == Kind.DECIMAL;
        if (decimal && (precision < 1 || precision > 18 || scale < 0 || scale > precision)) {
            throw new IllegalArgumentException(
                    "decimal(" + precision + "," + scale + "): precision must be 1-18, scale 0-precision");
        }
        if (!decimal && (precision != 0 || scale != 0)) {
            throw new IllegalArgumentException(kind + " has neither precision nor scale");
        }
    }

    public static ColumnType decimal(int precision, int scale) {
        return new ColumnType(Kind.DECIMAL, precision, scale);
    }

    /** The name in the API and in schema files: {@code text}, {@code integer}, {@code decimal} … */
    public String label() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** {@code "decimal(10,2)"}, {@code "text"} …; the inverse of {@link #parse}. */
    @Override
    public String toString() {
        return kind == Kind.DECIMAL ? "decimal(" + precision + "," + scale + ")" : label();
    }

    /**
     * Reads {@link #toString()}'s form.
     *
     * @throws IllegalArgumentException when the text names no type
     */
    public static ColumnType parse(String text) {
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        if (trimmed.startsWith("decimal(") && trimmed.endsWith(")")) {
            String[] digits = trimmed.substring(8, trimmed.length() - 1).split(",", -1);
            if (digits.length == 2
                    && Arrays.stream(digits).allMatch(each -> each.strip().matches("\\d{1,2}"))) {
                return decimal(Integer.parseInt(digits[0].strip()), Integer.parseInt(digits[1].strip()));
            }
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.DECIMAL)
                .map(kind -> new ColumnType(kind, 0, 0))
                .filter(type -> type.label().equals(trimmed))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no type is called \"" + text + "\"; there are " + FORMS));
    }
}
