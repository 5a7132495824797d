package org.jiaohui.dataset.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jiaohui.exchange.table.ColumnType.Kind;
import org.jspecify.annotations.Nullable;

/** Values of DuckDB's answers as interfaces hand them on: Long, Double, BigDecimal, Boolean, String or null. */
public final class ResultCells {
    private ResultCells() {}

    public static @Nullable Object value(ResultSet result, int column, Kind kind) throws SQLException {
        Object value = result.getObject(column);
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case INTEGER -> whole(value);
            case DECIMAL -> value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
            case DOUBLE -> ((Number) value).doubleValue();
            case BOOLEAN -> value;
            case TEXT, JSON, GEOMETRY, DATE, TIME, TIMESTAMP -> value.toString();
        };
    }

    /** A sum of 64-bit integers may need more bits. */
    private static Object whole(Object value) {
        if (value instanceof BigInteger big) {
            return big.bitLength() < 64 ? (Object) big.longValue() : new BigDecimal(big);
        }
        if (value instanceof BigDecimal || value instanceof Double) {
            return new BigDecimal(value.toString());
        }
        return ((Number) value).longValue();
    }
}
