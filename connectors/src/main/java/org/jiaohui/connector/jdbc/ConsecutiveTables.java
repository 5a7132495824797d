package org.jiaohui.connector.jdbc;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.OnePartTable;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSource;

/** The answers to several conditions, one after the other: each is asked when the one before is at its end, so there is one connection at a time. */
final class ConsecutiveTables extends OnePartTable {
    private final Iterator<String> conditions;
    private final Function<String, TableSource> opening;
    private TableSource source;
    private TablePart rows;
    private boolean ended;
    private long read;

    static ConsecutiveTables open(List<String> conditions, Function<String, TableSource> opening) {
        Iterator<String> each = conditions.iterator();
        return new ConsecutiveTables(opening.apply(each.next()), each, opening);
    }

    private ConsecutiveTables(TableSource first, Iterator<String> conditions, Function<String, TableSource> opening) {
        super(first.schema());
        this.conditions = conditions;
        this.opening = opening;
        source = first;
        rows = first.nextPart().orElseThrow();
    }

    @Override
    public boolean next(Batch batch, RowRefusals refusals) {
        while (!ended) {
            if (rows.next(batch, refusals)) {
                return true;
            }
            ended = !conditions.hasNext();
            if (!ended) {
                read += rows.rowsRead();
                source.close();
                source = opening.apply(conditions.next());
                rows = source.nextPart().orElseThrow();
            }
        }
        batch.clear();
        return false;
    }

    @Override
    public long rowsRead() {
        return read + rows.rowsRead();
    }

    @Override
    public void close() {
        source.close();
    }
}
