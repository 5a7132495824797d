package org.jiaohui.dataset.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.reconcile.RowComparison.Compared;
import org.jiaohui.exchange.reconcile.RowDifference;
import org.jiaohui.exchange.reconcile.RowDifference.Kind;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.OnePartTable;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source with operations, against the version that an upsert has made of it. */
class MergedSourceTest {
    private static final int KEYS = 20_000;
    private static final List<Column> VERSION = List.of(
            Column.of("id", ColumnType.INTEGER),
            Column.of("name", ColumnType.TEXT).withConstraints(List.of(new Constraint.Length(10))),
            Column.of("seq", ColumnType.INTEGER));
    private static final List<Column> SOURCE =
            List.of(VERSION.get(0), VERSION.get(1), VERSION.get(2), Column.of("op", ColumnType.TEXT));
    private static final Merge DELETING = merge(Optional.empty());
    private static final Merge ORDERED = merge(Optional.of("seq"));

    @TempDir
    Path folder;

    /** @param op null where the source says nothing */
    private record Row(
            long id, String name, long seq, @Nullable String op) {
        Row(long id, String name) {
            this(id, name, 0, null);
        }
    }

    @Test
    void rowsThatDeleteAreNoneOfTheSources() {
        List<Row> source = rows(0, KEYS);
        source.set(3, new Row(3, "n3", 0, "D"));
        source.set(4, new Row(4, "n4", 0, "gone"));
        source.set(5, new Row(5, "n5", 0, "U"));
        List<Row> version = rows(0, KEYS);
        version.removeIf(row -> row.id() == 3 || row.id() == 4);
        Compared compared = compare(source, version, DELETING);
        assertThat(compared.equal()).as(compared.toString()).isTrue();
        assertThat(compared.source().count()).isEqualTo(KEYS - 2);
    }

    @Test
    void whatIsDeletedAtTheSourceAndStillPublishedDiffers() {
        List<Row> source = rows(0, KEYS);
        source.set(3, new Row(3, "n3", 0, "D"));
        Compared compared = compare(source, rows(0, KEYS), DELETING);
        assertThat(compared.equal()).isFalse();
        assertThat(compared.complete()).isTrue();
        assertThat(compared.differences()).containsExactly(new RowDifference(Kind.ONLY_IN_TARGET, List.of("3")));
    }

    /** As tables that record changes are: every key comes several times. */
    @Test
    void ofSeveralRowsOfAKeyTheLastCounts() {
        List<Row> source = rows(0, KEYS);
        source.add(new Row(1, "new", 0, "U"));
        source.add(new Row(2, "n2", 0, "D"));
        source.add(new Row(3, "n3", 0, "D"));
        source.add(new Row(3, "again", 0, "I"));
        source.add(new Row(4, "a name that is too long", 0, "D"));
        List<Row> version = rows(0, KEYS);
        version.set(1, new Row(1, "new"));
        version.set(3, new Row(3, "again"));
        version.remove(2);
        Compared compared = compare(source, version, DELETING);
        assertThat(compared.equal()).as(compared.toString()).isTrue();
        assertThat(compared.refused()).isEqualTo(1);
        assertThat(compared.source().count()).isEqualTo(KEYS - 1);

        source.add(new Row(9, "changed", 0, "U"));
        source.add(new Row(10, "n10", 0, "D"));
        Compared later = compare(source, version, DELETING);
        assertThat(later.complete()).isTrue();
        assertThat(later.differences())
                .containsExactlyInAnyOrder(
                        new RowDifference(Kind.DIFFERENT, List.of("9")),
                        new RowDifference(Kind.ONLY_IN_TARGET, List.of("10")));
        assertThat(later.source().count()).isEqualTo(KEYS - 2);
        version.set(8, new Row(9, "changed"));
        version.remove(9);
        assertThat(later.source().sum())
                .isEqualTo(compare(version, version, Merge.REPLACE).target().sum());
    }

    @Test
    void ofSeveralRowsOfAKeyTheGreatestInOrderCounts() {
        List<Row> source = new ArrayList<>();
        List<Row> version = new ArrayList<>();
        for (int id = 0; id < KEYS; id++) {
            source.add(new Row(id, "newest", 9, id % 3 == 0 ? "D" : null));
            source.add(new Row(id, "older", -7, id % 2 == 0 ? "D" : null));
            if (id % 3 != 0) {
                version.add(new Row(id, "newest", 9, null));
            }
        }
        Compared compared = compare(source, version, ORDERED);
        assertThat(compared.equal()).as(compared.toString()).isTrue();
        assertThat(compared.refused()).isZero();
        assertThat(compare(source, version, DELETING).equal()).isFalse();
    }

    private static Merge merge(Optional<String> order) {
        return new Merge(Merge.Mode.UPSERT, Optional.of(new Merge.DeleteMarker("OP", Set.of("D", "gone"))), order);
    }

    private static List<Row> rows(int from, int to) {
        List<Row> rows = new ArrayList<>();
        for (int id = from; id < to; id++) {
            rows.add(new Row(id, "n" + id));
        }
        return rows;
    }

    private Compared compare(List<Row> source, List<Row> target, Merge merge) {
        TableSchema schema = new TableSchema(VERSION, List.of("id"), Optional.empty());
        TableSchema read = new TableSchema(SOURCE, List.of("id"), Optional.empty());
        DatasetVersion version = BucketComparisonTest.version(schema, target.size());
        return new BucketComparison(asked -> new Rows(schema, target), folder)
                .compare(
                        () -> new Rows(merge.replaces() ? schema : read, source),
                        version,
                        merge,
                        100,
                        RunProgress.SILENT);
    }

    /** A table of rows in memory. */
    private static final class Rows extends OnePartTable {
        private final List<Row> rows;
        private int next;

        Rows(TableSchema schema, List<Row> rows) {
            super(schema);
            this.rows = rows;
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            while (batch.rows < batch.capacity() && next < rows.size()) {
                Row row = rows.get(next);
                batch.sourceRows[batch.rows] = next++;
                batch.column(0).setLong(batch.rows, row.id());
                text(batch.column(1), batch.rows, row.name());
                batch.column(2).setLong(batch.rows, row.seq());
                if (batch.columnCount() == 4) {
                    text(batch.column(3), batch.rows, row.op());
                }
                batch.rows++;
            }
            return batch.rows > 0;
        }

        private static void text(ColumnVector column, int row, @Nullable String value) {
            if (value == null) {
                column.setNull(row);
            } else {
                byte[] text = value.getBytes(UTF_8);
                column.setText(row, text, 0, text.length);
            }
        }

        @Override
        public long rowsRead() {
            return next;
        }

        @Override
        public void close() {}
    }
}
