package org.jiaohui.exchange.drift;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.table.ColumnType;

/**
 * One way in which a source's columns are not what was expected.
 *
 * @param before the column as expected; absent for an added one
 * @param after the column as the source has it; absent for a missing one
 */
public record SchemaChange(Kind kind, Optional<Side> before, Optional<Side> after) {
    /** What became of a column. */
    public enum Kind {
        ADDED,
        MISSING,
        RETYPED,
        /** A suggestion: one column is missing, and another that looks like it is new. */
        RENAMED,
        /** The expected columns come in another order. They are found by name, so this alone changes nothing. */
        REORDERED
    }

    /**
     * A column on one side of the difference.
     *
     * @param type absent when the source shows no value to tell it by
     * @param position from 1
     * @param required whether rows without a value are refused, or the column is part of the key
     */
    public record Side(
            String name,
            Optional<ColumnType> type,
            String title,
            int position,
            boolean required,
            List<String> examples) {
        public Side {
            examples = List.copyOf(examples);
        }

        /** The type as text, or a dash. */
        public String typeLabel() {
            return type.map(ColumnType::toString).orElse("—");
        }
    }

    /** Whether a policy acts on it. */
    public boolean matters() {
        return kind != Kind.REORDERED;
    }

    /** The expected column's name, or the new one's. */
    public String column() {
        return before.or(() -> after).map(Side::name).orElse("");
    }

    /** Whether the expected column gets its values from nowhere any more. */
    boolean losesColumn() {
        return kind == Kind.MISSING || kind == Kind.RENAMED;
    }

    /** Whether the source has a column that was not expected. */
    boolean bringsColumn() {
        return kind == Kind.ADDED || kind == Kind.RENAMED;
    }
}
