package org.jiaohui.dataset.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jiaohui.dataset.rule.RowRules;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.VersionRows;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.reconcile.RowBytes;
import org.jiaohui.exchange.reconcile.RowComparison;
import org.jiaohui.exchange.reconcile.RowDifference;
import org.jiaohui.exchange.reconcile.RowsDigest;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * The first reading of each side adds every row into one of 65,536 buckets by its key. Where the digests of a bucket differ, the second reading looks at the
 * rows of that bucket alone. A few differing rows among hundreds of millions thus cost two readings and no memory; when very much differs, as many buckets
 * are looked at as memory allows, and the list says that it is not complete.
 */
public final class BucketComparison implements RowComparison {
    /** Rows held at a time while differing buckets are compared: about 60 MB. */
    private static final int MOST_HELD = 200_000;

    /** How often both sides are read at most after the first time. */
    private static final int MOST_READINGS = 12;

    private final VersionRows rows;
    private final Path folder;

    /** @param folder for what the rules cannot hold in memory */
    public BucketComparison(VersionRows rows, Path folder) {
        this.rows = rows;
        this.folder = folder;
    }

    @Override
    public Compared compare(
            Supplier<TableSource> source, DatasetVersion version, Merge merge, int most, RunProgress progress) {
        boolean byKey =
                merge.mode() == Merge.Mode.UPSERT && !version.schema().key().isEmpty();
        return compare(
                byKey
                        ? new MergedSource(source, version.schema(), merge, folder, MOST_HELD, progress)
                        : taker -> readSource(source, version.schema(), taker, progress),
                taker -> readVersion(version, taker, progress),
                HeldRows.Match.EXACT,
                most);
    }

    @Override
    public Compared compareTarget(RowFeed sent, TargetTable table, int most, RunProgress progress) {
        return compare(
                taker -> readSent(sent, table.schema(), taker.where(table.counted()), progress),
                taker -> readTarget(table, taker.where(table.counted()), progress),
                table.match(),
                most);
    }

    /** One of the two that are compared. */
    @FunctionalInterface
    interface Side {
        /** Reads it to its end and returns how many rows were refused. */
        long read(RowTaker taker);

        /** Buckets of which that reading cannot tell what their rows come to. */
        default BitSet unsettled() {
            return new BitSet();
        }

        /** Reads it once more for some buckets alone; false when not all of their rows were told. */
        default boolean readAgain(BitSet buckets, KeyedRows taker) {
            read(taker::source);
            return true;
        }
    }

    private static Compared compare(Side source, Side target, HeldRows.Match match, int most) {
        Buckets there = new Buckets();
        Buckets here = new Buckets();
        long refused = source.read(there::add) + target.read(here::add);
        BitSet unsettled = source.unsettled();
        if (unsettled.isEmpty() && there.total().sameAs(here.total())) {
            return new Compared(there.total(), refused, here.total(), List.of(), true);
        }
        BitSet differing = there.differing(here);
        differing.or(unsettled);
        boolean exact = match == HeldRows.Match.EXACT;
        RowsDigest settled = new RowsDigest();
        settled.add(here.total());
        List<RowDifference> found = new ArrayList<>();
        boolean whole = true;
        // Where others keep rows beside ours nearly all buckets differ, and most of them for no reason of ours: some
        // are looked at after the others. So it is with a source that has several rows of many keys.
        int readings = exact && unsettled.isEmpty() ? 1 : MOST_READINGS;
        for (int i = 0; i < readings && !differing.isEmpty() && found.size() <= most; i++) {
            BitSet looked = there.within(exact ? here : new Buckets(), differing, MOST_HELD);
            KeyedRows keyed = new KeyedRows(looked, MOST_HELD, match);
            whole &= source.readAgain(looked, keyed);
            target.read(keyed::target);
            found.addAll(keyed.differences());
            whole &= keyed.whole();
            keyed.settle(settled);
            differing.andNot(looked);
        }
        boolean all = differing.isEmpty() && whole && found.size() <= most;
        // What was looked at to its end tells what the source comes to, also where the first reading could not.
        return new Compared(
                unsettled.isEmpty() || !all ? there.total() : settled,
                refused,
                here.total(),
                new ArrayList<>(found.subList(0, Math.min(most, found.size()))),
                all);
    }

    /** Takes one row. */
    @FunctionalInterface
    interface RowTaker {
        /** @param optional whether the row stands for nothing where the other side has not the same */
        void take(byte[] key, byte[] row, boolean optional, Batch batch, int index, int[] keyColumns);

        default RowTaker where(Predicate<byte[]> counted) {
            return (key, row, optional, batch, index, keyColumns) -> {
                if (counted.test(key)) {
                    take(key, row, optional, batch, index, keyColumns);
                }
            };
        }
    }

    private long readSource(Supplier<TableSource> opening, TableSchema schema, RowTaker taker, RunProgress progress) {
        long[] refused = {0};
        try (TableSource source = opening.get();
                RowRules rules = new RowRules(schema, folder)) {
            RowRules.Worker worker = rules.worker();
            boolean[] marks = new boolean[Batch.DEFAULT_CAPACITY];
            read(
                    source,
                    schema,
                    (row, column, rule, value, reason, raw) -> refused[0]++,
                    batch -> {
                        Arrays.fill(marks, 0, batch.rows, false);
                        worker.check(batch, marks, (row, column, rule, value, reason, raw) -> refused[0]++);
                        return marks;
                    },
                    taker,
                    progress);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return refused[0];
    }

    private long readVersion(DatasetVersion version, RowTaker taker, RunProgress progress) {
        boolean[] none = new boolean[Batch.DEFAULT_CAPACITY];
        try (TableSource source = rows.open(version)) {
            read(
                    source,
                    version.schema(),
                    (row, column, rule, value, reason, raw) -> {},
                    batch -> none,
                    taker,
                    progress);
        }
        return 0;
    }

    private static long readSent(RowFeed sent, TableSchema keyed, RowTaker taker, RunProgress progress) {
        int[] keyColumns = RowBytes.key(keyed);
        int[] allColumns = RowBytes.all(sent.schema());
        RowBytes bytes = new RowBytes();
        sent.forEach((batch, operations) -> {
            progress.checkStop();
            for (int row = 0; row < batch.rows; row++) {
                byte[] key = bytes.digest(batch, row, keyColumns);
                byte[] all = operations[row] == RowFeed.DELETE ? gone(key) : bytes.digest(batch, row, allColumns);
                taker.take(key, all, false, batch, row, keyColumns);
            }
        });
        return 0;
    }

    /** What a deletion is known by: only its key counts. */
    private static byte[] gone(byte[] key) {
        byte[] inverted = key.clone();
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) ~inverted[i];
        }
        return inverted;
    }

    private static long readTarget(TargetTable table, RowTaker taker, RunProgress progress) {
        long[] refused = {0};
        RowRefusals refusals = (row, column, rule, value, reason, raw) -> refused[0]++;
        try (TableSource source = table.rows().get()) {
            if (table.operations()) {
                readOperations(source, table.schema(), refusals, taker, progress);
            } else {
                boolean[] none = new boolean[Batch.DEFAULT_CAPACITY];
                read(source, table.schema(), refusals, batch -> none, taker, progress);
            }
        }
        return refused[0];
    }

    private static void readOperations(
            TableSource source, TableSchema keyed, RowRefusals refusals, RowTaker taker, RunProgress progress) {
        TableSchema schema = source.schema();
        int operation = schema.indexOf(HeldRows.OPERATION);
        int[] allColumns = keyed.columns().stream()
                .mapToInt(column -> schema.indexOf(column.name()))
                .toArray();
        int[] keyColumns = keyed.key().isEmpty()
                ? allColumns
                : keyed.key().stream().mapToInt(schema::indexOf).toArray();
        RowBytes bytes = new RowBytes();
        forEach(source, refusals, progress, batch -> {
            for (int row = 0; row < batch.rows; row++) {
                ColumnVector told = batch.column(operation);
                String what = told.nulls[row]
                        ? ""
                        : new String(told.bytes, told.starts[row], told.lengths[row], StandardCharsets.UTF_8);
                boolean takenBack = what.equals(HeldRows.TAKEN_BACK);
                byte[] key = bytes.digest(batch, row, keyColumns);
                byte[] all = takenBack || what.equals("D") ? gone(key) : bytes.digest(batch, row, allColumns);
                taker.take(key, all, takenBack, batch, row, keyColumns);
            }
        });
    }

    /** @param keyed the columns of the source, with the key by which rows are told apart */
    private static void read(
            TableSource source,
            TableSchema keyed,
            RowRefusals refusals,
            Function<Batch, boolean[]> screen,
            RowTaker taker,
            RunProgress progress) {
        TableSchema schema = source.schema();
        int[] keyColumns = RowBytes.key(keyed);
        int[] allColumns = RowBytes.all(schema);
        RowBytes bytes = new RowBytes();
        forEach(source, refusals, progress, batch -> {
            boolean[] left = screen.apply(batch);
            for (int row = 0; row < batch.rows; row++) {
                if (!left[row]) {
                    taker.take(
                            bytes.digest(batch, row, keyColumns),
                            bytes.digest(batch, row, allColumns),
                            false,
                            batch,
                            row,
                            keyColumns);
                }
            }
        });
    }

    static void forEach(TableSource source, RowRefusals refusals, RunProgress progress, Consumer<Batch> taker) {
        TableSchema schema = source.schema();
        Batch batch = new Batch(schema, Math.clamp((1 << 22) / schema.columns().size(), 512, Batch.DEFAULT_CAPACITY));
        for (var part = source.nextPart(); part.isPresent(); part = source.nextPart()) {
            TablePart rows = part.get();
            batch.clear();
            while (rows.next(batch, refusals)) {
                progress.checkStop();
                taker.accept(batch);
                batch.clear();
            }
        }
    }
}
