package org.jiaohui.exchange.table;

import java.util.List;
import java.util.Optional;

/**
 * A column as its source has it, seen before any row is taken.
 *
 * @param type what the source itself says, or the narrowest type that the sampled values fit; absent when the sample holds no value
 * @param stated whether the source itself says the type, as databases do
 * @param fitting share of the sampled values, 0–1, that fit the type that was expected of the column; 1 when none was
 * @param examples a few different values, to recognise a column by that was renamed; none where only the source's own description was read
 */
public record DeliveredColumn(
        String name, Optional<ColumnType> type, boolean stated, double fitting, List<String> examples) {
    public DeliveredColumn {
        examples = List.copyOf(examples);
    }

    /** A column whose type the source itself says. */
    public static DeliveredColumn stated(Column column) {
        return new DeliveredColumn(column.name(), Optional.of(column.type()), true, 1, List.of());
    }
}
