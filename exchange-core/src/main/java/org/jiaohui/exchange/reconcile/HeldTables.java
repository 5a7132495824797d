package org.jiaohui.exchange.reconcile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.OnePartTable;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * What a target holds, as tables: those of a database are read as a source's, files as those that a source brings.
 *
 * @param sources finds the connector of a source by type
 * @param folder for what is brought meanwhile
 */
record HeldTables(Function<String, Connector> sources, Formats formats, Path folder, RunProgress progress) {
    static TableSchema withOperation(TableSchema schema) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.of(HeldRows.OPERATION, ColumnType.TEXT));
        columns.addAll(schema.columns());
        return TableSchema.of(columns);
    }

    TableSource table(Source table, TableSchema schema) {
        Delivery delivery = sources.apply(table.connector()).fetch(table, Optional.empty(), folder, progress);
        if (delivery instanceof Delivery.Table rows) {
            return rows.reading().open(Optional.of(schema));
        }
        throw new IllegalStateException("a table that is read back is a table");
    }

    TableSource file(HeldRows.File held, TableSchema schema) {
        Formats.OpenedFile file = formats.open(held.file(), held.format());
        boolean opened = false;
        try {
            TableSource rows = file.tables().getFirst().read(Optional.of(schema));
            opened = true;
            return new OfFile(rows, file);
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    static TableSource none(TableSchema schema) {
        return new NoRows(schema);
    }

    /** A table that closes its file. */
    private record OfFile(TableSource rows, Formats.OpenedFile file) implements TableSource {
        @Override
        public TableSchema schema() {
            return rows.schema();
        }

        @Override
        public Optional<TablePart> nextPart() {
            return rows.nextPart();
        }

        @Override
        public void close() {
            rows.close();
            file.close();
        }
    }

    private static final class NoRows extends OnePartTable {
        private NoRows(TableSchema schema) {
            super(schema);
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            return false;
        }

        @Override
        public long rowsRead() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
