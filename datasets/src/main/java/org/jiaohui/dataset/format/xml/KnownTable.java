package org.jiaohui.dataset.format.xml;

import java.util.List;
import org.jiaohui.exchange.table.ColumnType;

/**
 * A table of a document whose structure a standard defines.
 *
 * @param rows path of its rows, as {@code rowsPath} is written
 */
public record KnownTable(String name, String rows, List<KnownColumn> columns) {
    /** A column, where its value lies, and its type. A JSON column holds the whole element; any other the first value that its path leads to. */
    public record KnownColumn(String name, String path, ColumnType type) {}

    public KnownTable {
        columns = List.copyOf(columns);
    }
}
