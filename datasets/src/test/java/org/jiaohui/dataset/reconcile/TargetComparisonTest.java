package org.jiaohui.dataset.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.delivery.HeldRows.Match;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.reconcile.RowBytes;
import org.jiaohui.exchange.reconcile.RowComparison.Compared;
import org.jiaohui.exchange.reconcile.RowComparison.TargetTable;
import org.jiaohui.exchange.reconcile.RowDifference;
import org.jiaohui.exchange.reconcile.RowDifference.Kind;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.OnePartTable;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was sent, against what targets of each kind hold. */
class TargetComparisonTest {
    private static final TableSchema SCHEMA = new TableSchema(
            List.of(Column.of("id", ColumnType.INTEGER), Column.of("name", ColumnType.TEXT)),
            List.of("id"),
            Optional.empty());
    private static final TableSchema TOLD = TableSchema.of(List.of(
            Column.of(HeldRows.OPERATION, ColumnType.TEXT),
            Column.of("id", ColumnType.INTEGER),
            Column.of("name", ColumnType.TEXT)));

    @TempDir
    Path folder;

    private record Row(char operation, long id, String name) {}

    @Test
    void operationsAreComparedByWhatTheyDo() {
        List<Row> sent = List.of(new Row('I', 1, "a"), new Row('U', 2, "b"), new Row('D', 3, ""), new Row('D', 4, ""));
        List<Row> same =
                List.of(new Row('U', 1, "a"), new Row('I', 2, "b"), new Row('D', 3, "old"), new Row('D', 4, ""));
        assertThat(told(sent, same).equal()).isTrue();
        List<Row> other = List.of(new Row('I', 1, "z"), new Row('D', 2, ""), new Row('I', 3, "c"), new Row('I', 9, ""));
        assertThat(told(sent, other).differences())
                .containsExactlyInAnyOrder(
                        new RowDifference(Kind.DIFFERENT, List.of("1")),
                        new RowDifference(Kind.DIFFERENT, List.of("2")),
                        new RowDifference(Kind.DIFFERENT, List.of("3")),
                        new RowDifference(Kind.ONLY_IN_SOURCE, List.of("4")),
                        new RowDifference(Kind.ONLY_IN_TARGET, List.of("9")));
    }

    @Test
    void whatWasTakenBackIsADeletionWhereOneWasSentAndNothingElsewhere() {
        List<Row> sent = List.of(new Row('I', 1, "a"), new Row('D', 3, ""));
        List<Row> held = List.of(new Row('I', 1, "a"), new Row('C', 3, ""), new Row('C', 9, ""));
        Compared compared = told(sent, held);
        assertThat(compared.differences()).isEmpty();
        assertThat(compared.complete()).isTrue();
        assertThat(told(sent, List.of(new Row('C', 1, ""), new Row('D', 3, ""))).differences())
                .containsExactly(new RowDifference(Kind.ONLY_IN_SOURCE, List.of("1")));
    }

    @Test
    void ofATableThatIsAppendedToOnlyWhatIsMissingDiffers() {
        List<Row> sent = List.of(new Row('I', 1, "new"), new Row('I', 2, "b"), new Row('I', 3, "c"));
        List<Row> held = List.of(
                new Row('I', 1, "old"),
                new Row('I', 1, "new"),
                new Row('I', 2, "tampered"),
                new Row('I', 2, "tampered again"),
                new Row('I', 77, "somebody else's"));
        Compared compared = compared(sent, held, Match.CONTAINED);
        assertThat(compared.differences())
                .containsExactlyInAnyOrder(
                        new RowDifference(Kind.DIFFERENT, List.of("2")),
                        new RowDifference(Kind.ONLY_IN_SOURCE, List.of("3")));
        assertThat(compared.complete()).isTrue();
    }

    @Test
    void aSharedTableIsLookedAtInPartsUntilAllOfOurKeysWereSeen() {
        List<Row> sent = new ArrayList<>();
        List<Row> held = new ArrayList<>();
        for (int i = 0; i < 250_000; i++) {
            sent.add(new Row('I', i, "n" + i));
            held.add(new Row('I', 1_000_000 + i, "somebody else's"));
            held.add(new Row('I', i, i == 240_000 ? "tampered" : "n" + i));
        }
        Compared compared = compared(sent, held, Match.OWN_KEYS);
        assertThat(compared.differences()).containsExactly(new RowDifference(Kind.DIFFERENT, List.of("240000")));
        assertThat(compared.complete()).isTrue();
    }

    @Test
    void keysThatDoNotCountAreLeftOutOnBothSides() {
        List<Row> sent = List.of(new Row('I', 1, "a"), new Row('I', 2, "b"), new Row('I', 3, "c"));
        List<Row> held = List.of(new Row('I', 1, "tampered"), new Row('I', 3, "tampered"), new Row('I', 9, "z"));
        RowBytes bytes = new RowBytes();
        Set<ByteBuffer> digests = new HashSet<>();
        new Feed(List.of(new Row('I', 1, ""), new Row('I', 2, ""), new Row('I', 9, "")))
                .forEach((batch, operations) -> {
                    for (int row = 0; row < batch.rows; row++) {
                        digests.add(ByteBuffer.wrap(bytes.digest(batch, row, RowBytes.key(SCHEMA))));
                    }
                });
        Compared compared = comparison()
                .compareTarget(
                        new Feed(sent),
                        new TargetTable(
                                () -> new Rows(SCHEMA, held),
                                SCHEMA,
                                Match.EXACT,
                                false,
                                key -> !digests.contains(ByteBuffer.wrap(key))),
                        100,
                        RunProgress.SILENT);
        assertThat(compared.differences()).containsExactly(new RowDifference(Kind.DIFFERENT, List.of("3")));
        assertThat(compared.source().count()).isEqualTo(1);
    }

    private Compared told(List<Row> sent, List<Row> held) {
        return comparison()
                .compareTarget(
                        new Feed(sent),
                        new TargetTable(() -> new Rows(TOLD, held), SCHEMA, Match.EXACT, true),
                        100,
                        RunProgress.SILENT);
    }

    private Compared compared(List<Row> sent, List<Row> held, Match match) {
        return comparison()
                .compareTarget(
                        new Feed(sent),
                        new TargetTable(() -> new Rows(SCHEMA, held), SCHEMA, match, false),
                        100,
                        RunProgress.SILENT);
    }

    private BucketComparison comparison() {
        return new BucketComparison(
                version -> {
                    throw new IllegalStateException("no version is read");
                },
                folder);
    }

    private static void put(Batch batch, int column, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        batch.column(column).setText(batch.rows, bytes, 0, bytes.length);
    }

    private record Feed(List<Row> rows) implements RowFeed {
        @Override
        public TableSchema schema() {
            return SCHEMA;
        }

        @Override
        public boolean areChanges() {
            return true;
        }

        @Override
        public void forEach(Receiver receiver) {
            Batch batch = new Batch(SCHEMA, 1_000);
            byte[] operations = new byte[1_000];
            for (Row row : rows) {
                if (batch.rows == batch.capacity()) {
                    receiver.take(batch, operations);
                    batch.clear();
                }
                operations[batch.rows] = (byte) row.operation();
                batch.column(0).setLong(batch.rows, row.id());
                put(batch, 1, row.name());
                batch.rows++;
            }
            receiver.take(batch, operations);
        }
    }

    private static final class Rows extends OnePartTable {
        private final List<Row> rows;
        private int next;

        Rows(TableSchema schema, List<Row> rows) {
            super(schema);
            this.rows = rows;
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            int first = schema().columns().size() - 2;
            while (batch.rows < batch.capacity() && next < rows.size()) {
                Row row = rows.get(next);
                batch.sourceRows[batch.rows] = next++;
                if (first == 1) {
                    put(batch, 0, String.valueOf(row.operation()));
                }
                batch.column(first).setLong(batch.rows, row.id());
                put(batch, first + 1, row.name());
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
