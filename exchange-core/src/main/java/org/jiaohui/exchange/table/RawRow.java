package org.jiaohui.exchange.table;

import java.util.List;

/**
 * A refused row as it came.
 *
 * @param cells its values as text in the order of the batch's columns, empty where there is none; no cells at all when the row does not fall into them
 * @param text the row as its sender wrote it, or as near to it as the decoder knows
 */
public record RawRow(List<String> cells, String text) {
    public RawRow {
        cells = List.copyOf(cells);
    }

    /** A row of which only the text is known. */
    public static RawRow of(String text) {
        return new RawRow(List.of(), text);
    }
}
