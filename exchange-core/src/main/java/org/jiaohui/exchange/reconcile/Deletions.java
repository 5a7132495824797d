package org.jiaohui.exchange.reconcile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TableSchema;

/** Which rows of a source stand for a deletion, as the merge of its task says. */
public final class Deletions {
    private static final int NONE = -1;

    private final int column;
    private final Set<String> values;
    private final List<byte[]> texts;

    private Deletions(int column, Set<String> values) {
        this.column = column;
        this.values = values;
        texts = values.stream()
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** @param read the columns of the rows; without the one that the merge names no row is a deletion */
    public static Deletions of(Merge merge, TableSchema read) {
        return merge.deletes()
                .map(marker -> new Deletions(read.indexOf(marker.column()), marker.values()))
                .orElseGet(() -> new Deletions(NONE, Set.of()));
    }

    /** The columns in which a source is read again: those of a version, and behind them the one that tells its deleted rows, which no version has. */
    public static TableSchema columns(ExchangeTask task, String table, TableSchema version) {
        return task.merge()
                .deletes()
                .map(Merge.DeleteMarker::column)
                .filter(name -> version.indexOf(name) < 0)
                .map(name -> {
                    List<Column> columns = new ArrayList<>(version.columns());
                    columns.add(task.declared(table)
                            .filter(schema -> schema.indexOf(name) >= 0)
                            .map(schema -> schema.columns().get(schema.indexOf(name)))
                            .orElseGet(() -> Column.of(name, ColumnType.TEXT)));
                    return new TableSchema(columns, version.key(), version.region());
                })
                .orElse(version);
    }

    public boolean has(Batch batch, int row) {
        if (column == NONE || batch.column(column).nulls[row]) {
            return false;
        }
        ColumnVector told = batch.column(column);
        if (!told.type.kind().isTextual()) {
            return values.contains(
                    RowBytes.texts(batch, row, new int[] {column}).getFirst());
        }
        int start = told.starts[row];
        int end = start + told.lengths[row];
        for (byte[] text : texts) {
            if (Arrays.equals(told.bytes, start, end, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }
}
