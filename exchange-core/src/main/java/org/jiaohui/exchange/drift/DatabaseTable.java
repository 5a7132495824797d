package org.jiaohui.exchange.drift;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** A table that a database streams, seen as one of a file: its columns are what the database says of them. */
public record DatabaseTable(Delivery.Table delivery) implements Formats.DeliveredTable {
    @Override
    public String name() {
        return delivery.name();
    }

    @Override
    public TableSchema draft() {
        return TableSchema.of(delivery.reading().columns().stream()
                .map(column -> Column.of(column.name(), column.type().orElse(ColumnType.TEXT)))
                .toList());
    }

    @Override
    public List<DeliveredColumn> look(Optional<TableSchema> expected) {
        return delivery.reading().columns();
    }

    @Override
    public TableSource read(Optional<TableSchema> declared) {
        return delivery.reading().open(declared);
    }
}
