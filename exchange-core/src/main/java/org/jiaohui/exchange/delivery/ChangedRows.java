package org.jiaohui.exchange.delivery;

import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetChanges;
import org.jiaohui.exchange.dataset.DatasetChanges.ChangePage;
import org.jiaohui.exchange.dataset.DatasetChanges.ChangeQuery;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.ValueText;
import org.jspecify.annotations.Nullable;

/** What changed since the version that the target holds. Asked for page by page, so that a slow target keeps nobody else's query waiting. */
record ChangedRows(DatasetVersion version, VersionNumber since, DatasetChanges changes) implements RowFeed {
    private static final int PAGE = 10_000;

    @Override
    public TableSchema schema() {
        return version.schema();
    }

    @Override
    public boolean areChanges() {
        return true;
    }

    @Override
    public void forEach(Receiver receiver) {
        Batch batch = new Batch(version.schema(), PAGE);
        byte[] operations = new byte[PAGE];
        Optional<String> cursor = Optional.empty();
        do {
            ChangePage page = changes.page(
                    version.dataset(), new ChangeQuery(since, Optional.of(version.number()), PAGE, cursor));
            batch.clear();
            for (DatasetChanges.Change change : page.changes()) {
                operations[batch.rows] = switch (change.kind()) {
                    case INSERTED -> INSERT;
                    case UPDATED -> UPDATE;
                    case DELETED -> DELETE;
                };
                for (int i = 0; i < batch.columnCount(); i++) {
                    @Nullable Object value = change.row().get(i);
                    if (value == null) {
                        batch.column(i).setNull(batch.rows);
                    } else {
                        ValueText.set(batch.column(i), batch.rows, value.toString());
                    }
                }
                batch.rows++;
            }
            receiver.take(batch, operations);
            cursor = page.next();
        } while (cursor.isPresent());
    }
}
