package org.jiaohui.dataset.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jiaohui.dataset.rule.RowRules;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.reconcile.Deletions;
import org.jiaohui.exchange.reconcile.RowBytes;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * A source as an upsert sees it: rows that delete are none of its own, and of several rows of one key the greatest in the merge's order counts, or the last. Most
 * sources have one row a key; the first reading tells which buckets hold another, and these alone are settled by a reading more, key by key.
 */
final class MergedSource implements BucketComparison.Side {
    private final Supplier<TableSource> opening;
    private final TableSchema version;
    private final Merge merge;
    private final Path folder;
    private final int most;
    private final RunProgress progress;
    private final BitSet unsettled = new BitSet();

    /**
     * @param folder for what the rules cannot hold in memory
     * @param most keys that are settled in one reading
     */
    MergedSource(
            Supplier<TableSource> opening,
            TableSchema version,
            Merge merge,
            Path folder,
            int most,
            RunProgress progress) {
        this.opening = opening;
        this.version = version;
        this.merge = merge;
        this.folder = folder;
        this.most = most;
        this.progress = progress;
    }

    /** Takes a row that no rule refuses. */
    @FunctionalInterface
    private interface Accepted {
        void take(Batch batch, int row, boolean again, boolean deletes);
    }

    @Override
    public BitSet unsettled() {
        return unsettled;
    }

    @Override
    public long read(BucketComparison.RowTaker taker) {
        VersionColumns columns = new VersionColumns();
        return forEach(true, (batch, row, again, deletes) -> {
            if (again) {
                unsettled.set(Buckets.of(columns.key(batch, row)));
            } else if (!deletes) {
                taker.take(
                        columns.key(batch, row), columns.row(batch, row), false, batch, row, columns.keyColumns(batch));
            }
        });
    }

    @Override
    public boolean readAgain(BitSet buckets, KeyedRows taker) {
        VersionColumns columns = new VersionColumns();
        Map<ByteBuffer, Winner> winners = new HashMap<>();
        boolean[] whole = {true};
        forEach(false, (batch, row, again, deletes) -> {
            byte[] key = columns.key(batch, row);
            int bucket = Buckets.of(key);
            if (!buckets.get(bucket)) {
                return;
            }
            if (!unsettled.get(bucket)) {
                if (!deletes) {
                    taker.source(key, columns.row(batch, row), false, batch, row, columns.keyColumns(batch));
                }
                return;
            }
            Winner known = winners.get(ByteBuffer.wrap(key));
            if (known == null && winners.size() >= 2 * most) {
                whole[0] = false;
                return;
            }
            byte[] rank = rank(batch, row);
            if (known == null || Arrays.compareUnsigned(rank, known.rank) >= 0) {
                winners.put(
                        ByteBuffer.wrap(key),
                        new Winner(
                                key,
                                rank,
                                deletes ? Optional.empty() : Optional.of(columns.row(batch, row)),
                                known == null
                                        ? RowBytes.texts(batch, row, columns.keyColumns(batch))
                                        : known.keyTexts));
            }
        });
        winners.values().forEach(winner -> winner.row.ifPresent(row -> taker.source(winner.key, row, winner.keyTexts)));
        return whole[0];
    }

    /** The row that counts of a key, so far. */
    private static final class Winner {
        final byte[] key;
        final byte[] rank;
        final Optional<byte[]> row;
        final List<String> keyTexts;

        /** @param row its digest; none where it deletes */
        Winner(byte[] key, byte[] rank, Optional<byte[]> row, List<String> keyTexts) {
            this.key = key;
            this.rank = rank;
            this.row = row;
            this.keyTexts = keyTexts;
        }
    }

    /** What a row has in the column of the merge's order, as bytes that compare as its values do: nothing is less than everything. */
    private byte[] rank(Batch batch, int row) {
        int at = merge.order().map(batch.schema()::indexOf).orElse(-1);
        if (at < 0 || batch.column(at).nulls[row]) {
            return new byte[0];
        }
        ColumnVector column = batch.column(at);
        return switch (column.type.kind()) {
            case TEXT, JSON, GEOMETRY ->
                ByteBuffer.allocate(1 + column.lengths[row])
                        .put((byte) 1)
                        .put(column.bytes, column.starts[row], column.lengths[row])
                        .array();
            case DOUBLE -> {
                long bits = column.longs[row];
                yield rank(bits ^ ((bits >> 63) & Long.MAX_VALUE));
            }
            case INTEGER, DECIMAL, BOOLEAN, DATE, TIMESTAMP, TIME -> rank(column.longs[row]);
        };
    }

    private static byte[] rank(long value) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) 1)
                .putLong(value ^ Long.MIN_VALUE)
                .array();
    }

    /** The digests of a row over the columns of the version. */
    private final class VersionColumns {
        private final RowBytes bytes = new RowBytes();
        private int[] keyColumns = new int[0];
        private int[] allColumns = new int[0];

        int[] keyColumns(Batch batch) {
            if (keyColumns.length == 0) {
                keyColumns =
                        version.key().stream().mapToInt(batch.schema()::indexOf).toArray();
                allColumns = version.columns().stream()
                        .mapToInt(column -> batch.schema().indexOf(column.name()))
                        .toArray();
            }
            return keyColumns;
        }

        byte[] key(Batch batch, int row) {
            return bytes.digest(batch, row, keyColumns(batch));
        }

        byte[] row(Batch batch, int row) {
            keyColumns(batch);
            return bytes.digest(batch, row, allColumns);
        }
    }

    /**
     * Every accepted row; returns how many were refused.
     *
     * @param telling whether a row is told from one of the same key that came before
     */
    private long forEach(boolean telling, Accepted taker) {
        long[] refused = {0};
        RowRefusals refusals = (row, column, rule, value, reason, raw) -> refused[0]++;
        try (TableSource source = opening.get();
                RowRules rules = new RowRules(merge.checked(keyed(source.schema())), folder);
                RowRules keys = new RowRules(telling ? keysAlone(source.schema()) : bare(source.schema()), folder)) {
            Deletions deletions = Deletions.of(merge, source.schema());
            RowRules.Worker checked = rules.worker();
            RowRules.Worker told = keys.worker();
            boolean[] out = new boolean[Batch.DEFAULT_CAPACITY];
            boolean[] again = new boolean[Batch.DEFAULT_CAPACITY];
            BucketComparison.forEach(source, refusals, progress, batch -> {
                Arrays.fill(out, 0, batch.rows, false);
                checked.check(batch, out, refusals);
                System.arraycopy(out, 0, again, 0, batch.rows);
                told.check(batch, again, (row, column, rule, value, reason, raw) -> {});
                for (int row = 0; row < batch.rows; row++) {
                    if (!out[row]) {
                        taker.take(batch, row, again[row], deletions.has(batch, row));
                    }
                }
            });
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return refused[0];
    }

    private TableSchema keyed(TableSchema read) {
        return new TableSchema(read.columns(), version.key(), version.region());
    }

    private TableSchema keysAlone(TableSchema read) {
        return new TableSchema(bare(read).columns(), version.key(), Optional.empty());
    }

    private static TableSchema bare(TableSchema read) {
        return TableSchema.of(read.columns().stream()
                .map(column -> Column.of(column.name(), column.type()))
                .toList());
    }
}
