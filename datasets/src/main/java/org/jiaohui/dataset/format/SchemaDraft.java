package org.jiaohui.dataset.format;

import java.util.List;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;

/** Drafts a schema from sampled values: the narrowest type that every one of them fits. */
public final class SchemaDraft {
    private final List<String> names;

    public SchemaDraft(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Takes one value of one column into account. */
    public void offer(int column, byte[] text, int start, int length) {}

    public TableSchema finish() {
        return TableSchema.of(
                names.stream().map(name -> Column.of(name, ColumnType.TEXT)).toList());
    }
}
