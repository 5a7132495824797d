package org.jiaohui.exchange.mend;

import java.util.Optional;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Rows that keep the numbers which they had in their first delivery: whoever refuses one of them again names it as its sender counted it. */
public record NumberedTable(TableSource rows, RowOrder order) implements TableSource {
    @Override
    public TableSchema schema() {
        return rows.schema();
    }

    @Override
    public Optional<TablePart> nextPart() {
        return rows.nextPart();
    }

    @Override
    public long bytesRead() {
        return rows.bytesRead();
    }

    @Override
    public Optional<String> deletions() {
        return rows.deletions();
    }

    @Override
    public long numberOf(long position) {
        return order.numberOf(position);
    }

    @Override
    public void close() {
        rows.close();
    }
}
