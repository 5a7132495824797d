package org.jiaohui.exchange.delivery;

import java.util.Arrays;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionRows;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** All rows of a version. */
record WholeVersion(DatasetVersion version, VersionRows rows) implements RowFeed {
    @Override
    public TableSchema schema() {
        return version.schema();
    }

    @Override
    public boolean areChanges() {
        return false;
    }

    @Override
    public void forEach(Receiver receiver) {
        try (TableSource source = rows.open(version)) {
            Batch batch = new Batch(source.schema(), Batch.DEFAULT_CAPACITY);
            byte[] inserts = new byte[batch.capacity()];
            Arrays.fill(inserts, INSERT);
            for (Optional<TablePart> part = source.nextPart(); part.isPresent(); part = source.nextPart()) {
                while (part.get().next(batch, (row, column, rule, value, reason, raw) -> {
                    throw new IllegalStateException("a published row was refused: " + reason);
                })) {
                    receiver.take(batch, inserts);
                }
            }
        }
    }
}
