package org.jiaohui.openapi.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetChanges;
import org.jiaohui.exchange.dataset.DatasetQueries;
import org.jspecify.annotations.Nullable;

/** A page of changes; values are written as in {@link RecordsView}. */
record ChangesView(
        String since,
        String to,
        List<String> key,
        List<DatasetQueries.ResultColumn> columns,
        long inserted,
        long updated,
        long deleted,
        List<ChangeView> changes,
        Optional<String> next) {
    record ChangeView(String change, List<@Nullable Object> row, Optional<List<@Nullable Object>> before) {}

    static ChangesView of(DatasetChanges.ChangePage page, boolean old) {
        DatasetChanges.Summary summary = page.summary();
        return new ChangesView(
                summary.since().toString(),
                summary.to().toString(),
                summary.key(),
                summary.columns(),
                summary.inserted(),
                summary.updated(),
                summary.deleted(),
                page.changes().stream()
                        .map(change -> new ChangeView(
                                change.kind().word(),
                                exact(change.row()),
                                change.before().filter(row -> old).map(ChangesView::exact)))
                        .toList(),
                page.next());
    }

    private static List<@Nullable Object> exact(List<@Nullable Object> row) {
        List<@Nullable Object> cells = new ArrayList<>(row.size());
        for (Object cell : row) {
            cells.add(RecordsView.exact(cell));
        }
        return cells;
    }
}
