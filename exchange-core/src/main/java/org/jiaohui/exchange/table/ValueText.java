package org.jiaohui.exchange.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Values as people read them, back in their columns: numbers in plain digits, dates and times in ISO 8601, {@code true} and {@code false}. */
public final class ValueText {
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    private ValueText() {}

    /** @throws RuntimeException of the value's own parser when the text is none of that type */
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
