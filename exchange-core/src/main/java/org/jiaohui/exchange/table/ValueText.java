package org.jiaohui.exchange.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Values as people read them: numbers in plain digits, dates and times in ISO 8601, {@code true} and {@code false}. */
public final class ValueText {
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    private ValueText() {}

    /** A value as people write it; empty when it is null. */
    public static String of(ColumnVector column, int row) {
        if (column.nulls[row]) {
            return "";
        }
        if (column.type.kind().isTextual()) {
            return new String(column.bytes, column.starts[row], column.lengths[row], UTF_8);
        }
        long value = column.longs[row];
        return switch (column.type.kind()) {
            case TEXT, JSON, GEOMETRY, INTEGER -> Long.toString(value);
            case DECIMAL -> BigDecimal.valueOf(value, column.type.scale()).toPlainString();
            case DOUBLE -> Double.toString(column.getDouble(row));
            case BOOLEAN -> Boolean.toString(value != 0);
            case DATE -> LocalDate.ofEpochDay(value).toString();
            case TIMESTAMP ->
                LocalDateTime.ofEpochSecond(
                                Math.floorDiv(value, 1_000_000L),
                                (int) Math.floorMod(value, 1_000_000L) * 1_000,
                                ZoneOffset.UTC)
                        .toString();
            case TIME -> LocalTime.ofNanoOfDay(value * 1_000).toString();
        };
    }

    /**
     * Puts a value that was written here back into its column.
     *
     * @throws RuntimeException of the value's own parser when the text is none of that type
     */
    public static void set(ColumnVector vector, int row, String value) {
        switch (vector.type.kind()) {
            case TEXT, JSON, GEOMETRY -> {
                byte[] text = value.getBytes(UTF_8);
                vector.setText(row, text, 0, text.length);
            }
            case INTEGER -> vector.setLong(row, new BigDecimal(value).longValueExact());
            case DECIMAL ->
                vector.setLong(
                        row,
                        new BigDecimal(value)
                                .setScale(vector.type.scale())
                                .unscaledValue()
                                .longValueExact());
            case DOUBLE -> vector.setDouble(row, Double.parseDouble(value));
            case BOOLEAN -> vector.setLong(row, Boolean.parseBoolean(value) ? 1 : 0);
            case DATE -> vector.setLong(row, LocalDate.parse(value).toEpochDay());
            case TIMESTAMP ->
                vector.setLong(row, ChronoUnit.MICROS.between(EPOCH, LocalDateTime.parse(value.replace(' ', 'T'))));
            case TIME -> vector.setLong(row, LocalTime.parse(value).toNanoOfDay() / 1_000);
        }
    }
}
