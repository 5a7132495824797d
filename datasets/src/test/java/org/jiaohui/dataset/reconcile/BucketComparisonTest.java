package org.jiaohui.dataset.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.reconcile.RowComparison.Compared;
import org.jiaohui.exchange.reconcile.RowDifference;
import org.jiaohui.exchange.reconcile.RowDifference.Kind;
import org.jiaohui.exchange.reconcile.RowsDigest;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketComparisonTest {
    private static final int ROWS = 30_000;
    private static final List<Column> COLUMNS = List.of(
            Column.of("id", ColumnType.INTEGER),
            Column.of("name", ColumnType.TEXT).withConstraints(List.of(new Constraint.Length(20))));

    @TempDir
    Path folder;

    private record Row(long id, @Nullable String name) {}

    @Test
    void equalRowsInAnyOrderAreEqual() {
        List<Row> source = rows();
        Collections.shuffle(source, new Random(1));
        Compared compared = compare(source, rows(), List.of("id"), 10);
        assertThat(compared.equal()).isTrue();
        assertThat(compared.differences()).isEmpty();
        assertThat(compared.source().count()).isEqualTo(ROWS);
        assertThat(compared.source().sum()).isEqualTo(compared.target().sum()).hasSize(64);
    }

    @Test
    void everySingleDifferenceIsNamedByItsKey() {
        List<Row> source = rows();
        source.set(500, new Row(500, "changed"));
        source.set(501, new Row(501, null));
        source.add(new Row(1_000_000, "new"));
        source.remove(123);
        Compared compared = compare(source, rows(), List.of("id"), 10);
        assertThat(compared.equal()).isFalse();
        assertThat(compared.complete()).isTrue();
        assertThat(compared.differences())
                .containsExactlyInAnyOrder(
                        new RowDifference(Kind.ONLY_IN_TARGET, List.of("123")),
                        new RowDifference(Kind.DIFFERENT, List.of("500")),
                        new RowDifference(Kind.DIFFERENT, List.of("501")),
                        new RowDifference(Kind.ONLY_IN_SOURCE, List.of("1000000")));
    }

    @Test
    void rowsThatTheRulesRefuseTakeNoPart() {
        List<Row> source = rows();
        source.add(new Row(2_000_000, "a name of more than twenty characters"));
        source.add(new Row(500, "a repeated key"));
        Compared compared = compare(source, rows(), List.of("id"), 10);
        assertThat(compared.equal()).isTrue();
        assertThat(compared.refused()).isEqualTo(2);
    }

    @Test
    void withoutAKeyTheWholeRowIsTheKey() {
        List<Row> source = rows();
        source.set(7, new Row(7, "changed"));
        source.add(new Row(8, "n8"));
        Compared compared = compare(source, rows(), List.of(), 10);
        assertThat(compared.differences())
                .containsExactlyInAnyOrder(
                        new RowDifference(Kind.ONLY_IN_SOURCE, List.of("7", "changed")),
                        new RowDifference(Kind.ONLY_IN_TARGET, List.of("7", "n7")),
                        new RowDifference(Kind.ONLY_IN_SOURCE, List.of("8", "n8")));
    }

    @Test
    void whenEverythingDiffersTheListIsBoundedAndSaysSo() {
        List<Row> source = new ArrayList<>();
        for (Row row : rows()) {
            source.add(new Row(row.id(), row.name() + "!"));
        }
        Compared compared = compare(source, rows(), List.of("id"), 100);
        assertThat(compared.differences()).hasSize(100).allMatch(one -> one.kind() == Kind.DIFFERENT);
        assertThat(compared.complete()).isFalse();
    }

    /** The formula of docs/reconciliation.md, written again in another way. */
    @Test
    void theDigestIsTheSumOfTheDigestsOfTheRows() throws Exception {
        BigInteger sum = BigInteger.ZERO;
        for (Row row : rows()) {
            byte[] name = row.name() == null ? new byte[0] : row.name().getBytes(UTF_8);
            ByteBuffer bytes = ByteBuffer.allocate(14 + name.length);
            bytes.put((byte) 1)
                    .putLong(row.id())
                    .put((byte) 1)
                    .putInt(name.length)
                    .put(name);
            sum = sum.add(new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(bytes.array())));
        }
        String expected = "%064x".formatted(sum.mod(BigInteger.TWO.pow(256)));
        assertThat(compare(rows(), rows(), List.of("id"), 1).target().sum()).isEqualTo(expected);
    }

    @Test
    void digestsOfPartsAddUp() {
        RowsDigest one = new RowsDigest();
        RowsDigest two = new RowsDigest();
        RowsDigest both = new RowsDigest();
        for (int i = 0; i < 100; i++) {
            byte[] digest = new byte[32];
            java.util.Arrays.fill(digest, (byte) (200 + i % 56));
            (i % 2 == 0 ? one : two).add(digest);
            both.add(digest);
        }
        one.add(two);
        assertThat(one.sameAs(both)).isTrue();
        assertThat(one.sum()).isEqualTo(both.sum());
    }

    static DatasetVersion version(TableSchema schema, long rows) {
        return new DatasetVersion(
                DatasetId.of("gates"),
                new VersionNumber(1),
                1,
                RunId.create(),
                Instant.EPOCH,
                schema,
                rows,
                0,
                1,
                "",
                List.of(),
                Optional.empty());
    }

    private Compared compare(List<Row> source, List<Row> target, List<String> key, int most) {
        TableSchema schema = new TableSchema(COLUMNS, key, Optional.empty());
        return new BucketComparison(asked -> new Rows(schema, target), folder)
                .compare(
                        () -> new Rows(schema, source),
                        version(schema, target.size()),
                        Merge.REPLACE,
                        most,
                        RunProgress.SILENT);
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(new Row(i, "n" + i));
        }
        return rows;
    }

    /** A table of rows in memory. */
    private static final class Rows implements TableSource, TablePart {
        private final TableSchema schema;
        private final List<Row> rows;
        private boolean taken;
        private int next;

        Rows(TableSchema schema, List<Row> rows) {
            this.schema = schema;
            this.rows = rows;
        }

        @Override
        public TableSchema schema() {
            return schema;
        }

        @Override
        public Optional<TablePart> nextPart() {
            boolean first = !taken;
            taken = true;
            return first ? Optional.of(this) : Optional.empty();
        }

        @Override
        public int ordinal() {
            return 0;
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            while (batch.rows < batch.capacity() && next < rows.size()) {
                Row row = rows.get(next);
                batch.sourceRows[batch.rows] = next++;
                batch.column(0).setLong(batch.rows, row.id());
                if (row.name() == null) {
                    batch.column(1).setNull(batch.rows);
                } else {
                    byte[] text = row.name().getBytes(UTF_8);
                    batch.column(1).setText(batch.rows, text, 0, text.length);
                }
                batch.rows++;
            }
            return batch.rows > 0;
        }

        @Override
        public long rowsRead() {
            return next;
        }

        @Override
        public void close() {}
    }
}
