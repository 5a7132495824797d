package org.jiaohui.dataset.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;

/** {@code range}: a number lies between two bounds, both included. Source: the item's 值域 in the directory. */
final class RangeRule implements Rule {
    private final int column;
    private final boolean floating;
    private final long least;
    private final long most;
    private final double leastDouble;
    private final double mostDouble;
    private final String reason;

    RangeRule(int column, ColumnType type, Optional<BigDecimal> least, Optional<BigDecimal> most) {
        this.column = column;
        floating = type.kind() == ColumnType.Kind.DOUBLE;
        this.least =
                least.map(bound -> scaled(bound, type, RoundingMode.CEILING)).orElse(Long.MIN_VALUE);
        this.most = most.map(bound -> scaled(bound, type, RoundingMode.FLOOR)).orElse(Long.MAX_VALUE);
        leastDouble = least.map(BigDecimal::doubleValue).orElse(Double.NEGATIVE_INFINITY);
        mostDouble = most.map(BigDecimal::doubleValue).orElse(Double.POSITIVE_INFINITY);
        String bounds = least.map(BigDecimal::toPlainString).orElse("") + ".."
                + most.map(BigDecimal::toPlainString).orElse("");
        reason = "超出范围 %s / outside %s".formatted(bounds, bounds);
    }

    private static long scaled(BigDecimal bound, ColumnType type, RoundingMode rounding) {
        BigDecimal value = bound.setScale(type.scale(), rounding).movePointRight(type.scale());
        return value.max(BigDecimal.valueOf(Long.MIN_VALUE))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    @Override
    public void check(Batch batch, RowMarks marks) {
        ColumnVector values = batch.column(column);
        for (int row = 0; row < batch.rows; row++) {
            if (!values.nulls[row] && isOutside(values, row)) {
                marks.refuse(row, column, "range", reason);
            }
        }
    }

    private boolean isOutside(ColumnVector values, int row) {
        if (floating) {
            double value = values.getDouble(row);
            return !(value >= leastDouble && value <= mostDouble);
        }
        return values.longs[row] < least || values.longs[row] > most;
    }
}
