package org.jiaohui.dataset.format;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jiaohui.exchange.table.ColumnVector;

/** Writes values as {@link ValueParser} reads them. */
public final class ValueText {
    private ValueText() {}

    /** A value as people write it; empty when it is null. */
    public static String of(ColumnVector column, int row) {
        if (column.nulls[row]) {
            return "";
        }
        if (column.type.kind().isTextual()) {
            return new String(column.bytes, column.starts[row], column.lengths[row], StandardCharsets.UTF_8);
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
}
