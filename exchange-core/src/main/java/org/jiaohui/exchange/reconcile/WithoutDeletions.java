package org.jiaohui.exchange.reconcile;

import java.util.Arrays;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.TableSchema;

/** What is told of rows that are only ever added. */
record WithoutDeletions(RowFeed all) implements RowFeed {
    @Override
    public TableSchema schema() {
        return all.schema();
    }

    @Override
    public boolean areChanges() {
        return all.areChanges();
    }

    @Override
    public void forEach(Receiver receiver) {
        all.forEach((batch, operations) -> {
            int kept = 0;
            Batch some = new Batch(batch.schema(), Math.max(1, batch.rows));
            some.clear();
            for (int row = 0; row < batch.rows; row++) {
                if (operations[row] != DELETE) {
                    for (int i = 0; i < batch.columnCount(); i++) {
                        batch.column(i).copyTo(row, some.column(i), kept);
                    }
                    some.rows = ++kept;
                }
            }
            byte[] inserts = new byte[Math.max(1, kept)];
            Arrays.fill(inserts, INSERT);
            receiver.take(some, inserts);
        });
    }
}
