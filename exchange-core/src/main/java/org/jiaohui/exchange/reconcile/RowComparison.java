package org.jiaohui.exchange.reconcile;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Compares a source's rows, read again, with a published version. */
public interface RowComparison {
    /**
     * The rules of the version's schema hold for the source's rows as they did in the run: what they refuse is counted and takes no part. So does the task's
     * merge: of an upsert the winning row of each key counts, and none where that row deletes. Reads each side once when they are equal, twice when they are not,
     * a few times more where keys occur more than once. Memory does not grow with the number of rows.
     *
     * @param source opens the source once more, with the columns of {@link Deletions#columns}
     * @param most how many differing keys are listed at most
     */
    Compared compare(Supplier<TableSource> source, DatasetVersion version, Merge merge, int most, RunProgress progress);

    /**
     * What was sent, as the source, with what a target holds of it, in the same way but without rules: the target has whatever somebody put there. Rows of the
     * target that do not fit the schema are counted as refused and are not there.
     *
     * @param sent rows of the version or batch, deletions included
     * @param table what is compared with them
     */
    Compared compareTarget(RowFeed sent, TargetTable table, int most, RunProgress progress);

    /**
     * What a target holds.
     *
     * @param schema the version's columns, with the key that tells rows apart in the target
     * @param operations whether the rows begin with a column {@link HeldRows#OPERATION}, which {@code schema} does not name
     * @param counted whether rows with a key are compared, told by the digest of {@link RowBytes}
     */
    record TargetTable(
            Supplier<TableSource> rows,
            TableSchema schema,
            HeldRows.Match match,
            boolean operations,
            Predicate<byte[]> counted) {
        /** All rows are compared. */
        public TargetTable(Supplier<TableSource> rows, TableSchema schema, HeldRows.Match match, boolean operations) {
            this(rows, schema, match, operations, key -> true);
        }
    }

    /**
     * What was found.
     *
     * @param refused rows of the source that the rules refuse
     * @param differences at most as many as asked for
     * @param complete whether every difference is listed
     */
    record Compared(
            RowsDigest source, long refused, RowsDigest target, List<RowDifference> differences, boolean complete) {
        public Compared {
            differences = List.copyOf(differences);
        }

        public boolean equal() {
            return complete && source.sameAs(target);
        }

        /** Whether not all could be looked at, and nothing is known to differ in what was. */
        public boolean unknown() {
            return !complete && differences.isEmpty();
        }
    }
}
