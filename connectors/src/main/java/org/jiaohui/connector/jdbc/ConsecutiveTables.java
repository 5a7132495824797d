package org.jiaohui.connector.jdbc;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** The answers to several conditions, one after the other: each is asked when the one before is at its end, so there is one connection at a time. */
final class ConsecutiveTables implements TableSource, TablePart {
    private final Iterator<String> conditions;
    private final Function<String, TableSource> opening;
    private TableSource source;
    private TablePart rows;
    private boolean handedOut;
    private long read;

    ConsecutiveTables(List<String> conditions, Function<String, TableSource> opening) {
        this.conditions = conditions.iterator();
        this.opening = opening;
        source = opening.apply(this.conditions.next());
        rows = source.nextPart().orElseThrow();
    }

    @Override
    public TableSchema schema() {
        return source.schema();
    }

    @Override
    public synchronized Optional<TablePart> nextPart() {
        boolean first = !handedOut;
        handedOut = true;
        return first ? Optional.of(this) : Optional.empty();
    }

    @Override
    public int ordinal() {
        return 0;
    }

    @Override
    public boolean next(Batch batch, RowRefusals refusals) {
        while (!rows.next(batch, refusals)) {
            read += rows.rowsRead();
            if (!conditions.hasNext()) {
                rows = NOTHING;
                return false;
            }
            source.close();
            source = opening.apply(conditions.next());
            rows = source.nextPart().orElseThrow();
        }
        return true;
    }

    @Override
    public long rowsRead() {
        return read + rows.rowsRead();
    }

    @Override
    public void close() {
        source.close();
    }

    private static final TablePart NOTHING = new TablePart() {
        @Override
        public int ordinal() {
            return 0;
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            batch.clear();
            return false;
        }

        @Override
        public long rowsRead() {
            return 0;
        }
    };
}
