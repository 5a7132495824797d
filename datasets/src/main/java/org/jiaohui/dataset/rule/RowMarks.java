package org.jiaohui.dataset.rule;

import java.util.ArrayList;
import java.util.List;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.ValueText;

/** Marks the rows of one batch that are refused. A row is refused once, by the first rule that it breaks. */
final class RowMarks {
    private static final int VALUE_LIMIT = 200;

    private final Batch batch;
    private final boolean[] refused;
    private final RowRefusals refusals;

    RowMarks(Batch batch, boolean[] refused, RowRefusals refusals) {
        this.batch = batch;
        this.refused = refused;
        this.refusals = refusals;
    }

    boolean isRefused(int row) {
        return refused[row];
    }

    /** Refuses a row for the value in one of its columns. */
    void refuse(int row, int column, String rule, String reason) {
        if (refused[row]) {
            return;
        }
        refused[row] = true;
        String value = ValueText.of(batch.column(column), row);
        String name = batch.schema().columns().get(column).name();
        refusals.refuse(batch.sourceRows[row], name, rule, shortened(value), reason, raw(row));
    }

    static String shortened(String value) {
        return value.length() <= VALUE_LIMIT ? value : value.substring(0, VALUE_LIMIT);
    }

    /** The row as RFC 4180 text and cell by cell, as typed: the bytes as they came are gone once it is decoded. */
    private RawRow raw(int row) {
        List<String> cells = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < batch.columnCount(); i++) {
            String value = ValueText.of(batch.column(i), row);
            boolean quoted = value.indexOf(',') >= 0 || value.indexOf('"') >= 0 || value.indexOf('\n') >= 0;
            line.append(i == 0 ? "" : ",").append(quoted ? '"' + value.replace("\"", "\"\"") + '"' : value);
            cells.add(value);
        }
        return new RawRow(cells, line.toString());
    }
}
