package org.jiaohui.exchange.table;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of a table in order.
 *
 * @param columns at least one; names differ even when case is ignored
 * @param key names of the columns that together identify a row; may be empty
 * @param region the box that coordinates must lie in, when one is declared
 */
public record TableSchema(List<Column> columns, List<String> key, Optional<CoordinateRegion> region) {
    /**
     * Coordinates of a row, in degrees, and the box that they must lie in.
     *
     * @param longitude name of the column that holds the longitude
     * @param latitude name of the column that holds the latitude
     */
    public record CoordinateRegion(
            String longitude, String latitude, double west, double south, double east, double north) {}

    public TableSchema {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table has at least one column");
        }
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("two columns are called \"" + column.name() + "\"");
            }
        }
        for (String name : key) {
            if (!names.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the key column \"" + name + "\" is not a column");
            }
        }
    }

    public static TableSchema of(List<Column> columns) {
        return new TableSchema(columns, List.of(), Optional.empty());
    }

    /** Position of a column, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
