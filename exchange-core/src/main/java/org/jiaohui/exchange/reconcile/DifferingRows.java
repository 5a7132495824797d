package org.jiaohui.exchange.reconcile;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionRows;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.RetransmittedRows;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.jiaohui.exchange.table.ValueText;

/** The keys that a statement names, with their rows as the version has them. */
public record DifferingRows(ReconciliationBook book, VersionRows rows) implements RetransmittedRows {
    @Override
    public RowFeed feed(DeliveryRun run, DatasetVersion version, List<String> key, boolean replacing) {
        List<List<String>> keys = book
                .differencesOf(
                        run.retransmits().orElseThrow(), run.dataset(), Optional.of(run.subscription()), run.to())
                .stream()
                .map(RowDifference::key)
                .distinct()
                .toList();
        return new Feed(version, rows, key, keys, replacing);
    }

    /** @param keys at most as many as a statement lists */
    private record Feed(
            DatasetVersion version,
            VersionRows rows,
            List<String> keyColumns,
            List<List<String>> keys,
            boolean replacesKeys)
            implements RowFeed {
        private static final int ROWS_AT_ONCE = 1_000;

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
            int[] key = keyColumns.stream()
                    .mapToInt(column -> version.schema().indexOf(column))
                    .toArray();
            Out out = new Out(version.schema(), receiver);
            Set<List<String>> gone = new HashSet<>(keys);
            Set<List<String>> wanted = Set.copyOf(keys);
            try (TableSource source = rows.open(version)) {
                Batch batch = new Batch(source.schema(), Batch.DEFAULT_CAPACITY);
                for (Optional<TablePart> part = source.nextPart(); part.isPresent(); part = source.nextPart()) {
                    while (part.get().next(batch, (row, column, rule, value, reason, raw) -> {})) {
                        for (int row = 0; row < batch.rows; row++) {
                            List<String> found = RowBytes.texts(batch, row, key);
                            if (wanted.contains(found)) {
                                gone.remove(found);
                                out.put(batch, row);
                            }
                        }
                    }
                }
            }
            // In the order of the statement, so that every telling sends the same bytes.
            keys.stream().filter(gone::contains).forEach(each -> out.delete(key, each));
            out.flush();
        }
    }

    /** Gathers a few rows of many. */
    private static final class Out {
        private final Batch batch;
        private final byte[] operations = new byte[Feed.ROWS_AT_ONCE];
        private final RowFeed.Receiver receiver;

        Out(TableSchema schema, RowFeed.Receiver receiver) {
            batch = new Batch(schema, Feed.ROWS_AT_ONCE);
            batch.clear();
            this.receiver = receiver;
        }

        void put(Batch from, int row) {
            for (int i = 0; i < batch.columnCount(); i++) {
                from.column(i).copyTo(row, batch.column(i), batch.rows);
            }
            added(RowFeed.UPDATE);
        }

        void delete(int[] key, List<String> values) {
            for (int i = 0; i < batch.columnCount(); i++) {
                batch.column(i).setNull(batch.rows);
            }
            for (int i = 0; i < key.length; i++) {
                ColumnVector column = batch.column(key[i]);
                column.unsetNull(batch.rows);
                ValueText.set(column, batch.rows, values.get(i));
            }
            added(RowFeed.DELETE);
        }

        private void added(byte operation) {
            operations[batch.rows++] = operation;
            if (batch.rows == Feed.ROWS_AT_ONCE) {
                flush();
            }
        }

        void flush() {
            if (batch.rows > 0) {
                receiver.take(batch, operations);
                batch.clear();
            }
        }
    }
}
