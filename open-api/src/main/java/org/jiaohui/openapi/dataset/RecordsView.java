package org.jiaohui.openapi.dataset;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetQueries;
import org.jspecify.annotations.Nullable;

/** A page of rows. Decimals, and integers that a double cannot hold exactly, are strings. */
record RecordsView(
        String version,
        List<DatasetQueries.ResultColumn> columns,
        List<List<@Nullable Object>> rows,
        Optional<String> next,
        Optional<Long> total) {
    private static final long EXACT = 1L << 53;

    static RecordsView of(DatasetQueries.RecordPage page) {
        List<List<@Nullable Object>> rows = new ArrayList<>(page.rows().size());
        for (List<@Nullable Object> row : page.rows()) {
            List<@Nullable Object> cells = new ArrayList<>(row.size());
            for (Object cell : row) {
                cells.add(exact(cell));
            }
            rows.add(cells);
        }
        return new RecordsView(page.version().toString(), page.columns(), rows, page.next(), page.total());
    }

    static @Nullable Object exact(@Nullable Object cell) {
        if (cell instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (cell instanceof Long number && (number > EXACT || number < -EXACT)) {
            return number.toString();
        }
        return cell;
    }
}
