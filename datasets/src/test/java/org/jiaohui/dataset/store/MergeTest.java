package org.jiaohui.dataset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jiaohui.dataset.change.VersionChanges;
import org.jiaohui.dataset.iceberg.CatalogSettings;
import org.jiaohui.dataset.iceberg.DatasetTables;
import org.jiaohui.dataset.objectstore.FolderObjectStore;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.query.DuckDb;
import org.jiaohui.dataset.query.QuerySettings;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.MergeCounts;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.dataset.Withdrawals;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {
    private static final List<Column> COLUMNS = List.of(
            Column.of("id", ColumnType.INTEGER),
            Column.of("站名", ColumnType.TEXT),
            Column.of("fee", ColumnType.decimal(10, 2)));
    private static final TableSchema KEYED = new TableSchema(COLUMNS, List.of("id"), Optional.empty());
    private static final TableSchema MARKED = new TableSchema(
            Stream.concat(
                            COLUMNS.stream(),
                            Stream.of(Column.of("op", ColumnType.TEXT), Column.of("seq", ColumnType.INTEGER)))
                    .toList(),
            List.of("id"),
            Optional.empty());
    private static final Merge DELETES = new Merge(
            Merge.Mode.UPSERT, Optional.of(new Merge.DeleteMarker("op", Set.of("D", "del"))), Optional.of("seq"));
    private static final DatasetId GATES = DatasetId.of("gates");

    private static EmbeddedPostgres postgres;

    @TempDir
    Path folder;

    private FolderObjectStore objects;
    private LocalFiles local;
    private IcebergDatasetStore store;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void openStore() throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS iceberg CASCADE");
        }
        objects = new FolderObjectStore(folder.resolve("objects"));
        local = new LocalFiles(objects, folder.resolve("cache"), 1L << 30);
        store = store(512L << 20);
    }

    /** A store whose data files end when they have this size: with 1, after every part of a source. */
    private IcebergDatasetStore store(long fileBytes) {
        CatalogSettings catalog =
                new CatalogSettings(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
        return new IcebergDatasetStore(
                new DatasetTables(catalog, objects),
                objects,
                new StagingSettings(folder.resolve("staging"), 2, fileBytes),
                local,
                Withdrawals.NONE);
    }

    private static MadeTable table(TableSchema schema, @Nullable Object[]... rows) {
        return new MadeTable(schema, List.of((long) rows.length), (row, column) -> rows[(int) row][column]);
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private StagedTable stage(RunId run, Merge merge, MadeTable table) {
        return store.stage(run, GATES, table, merge, RunProgress.SILENT);
    }

    private DatasetVersion publish(Merge merge, MadeTable table) {
        RunId run = RunId.create();
        return store.commit(run, stage(run, merge, table));
    }

    private List<String> rows(DatasetVersion version) throws Exception {
        return query(
                version,
                "SELECT concat_ws('|', id, coalesce(\"站名\", '-'), coalesce(fee::VARCHAR, '-')) FROM DATA ORDER BY ALL");
    }

    private List<String> query(DatasetVersion version, String sql) throws Exception {
        if (version.rows() == 0) {
            assertThat(store.dataFiles(version)).isEmpty();
            return List.of();
        }
        String files = store.dataFiles(version).stream()
                .map(file -> "'" + local.pin(file.key()).path() + "'")
                .collect(Collectors.joining(",", "[", "]"));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet answer = statement.executeQuery(sql.replace("DATA", "read_parquet(" + files + ")"))) {
            List<String> values = new ArrayList<>();
            while (answer.next()) {
                values.add(answer.getString(1));
            }
            return values;
        }
    }

    private Set<String> dataObjects() {
        return objects.list(DatasetTables.dataFolder(GATES)).stream()
                .map(object -> object.key())
                .collect(Collectors.toSet());
    }

    private Set<String> keys(DatasetVersion version) {
        return store.dataFiles(version).stream()
                .map(VersionFiles.DataFileRef::key)
                .collect(Collectors.toSet());
    }

    private static ErrorCode code(Runnable call) {
        try {
            call.run();
            throw new AssertionError("nothing was refused");
        } catch (ExchangeException e) {
            return e.code();
        }
    }

    @Test
    void upsertReplacesRowsOfTheSameKeyAndAddsOthers() throws Exception {
        DatasetVersion first =
                publish(Merge.UPSERT, table(KEYED, row(1L, "甲", 100L), row(2L, "乙", 200L), row(3L, null, 300L)));
        assertThat(first.merge()).contains(new MergeCounts(3, 3, 0, 0, 0, 0));
        DatasetVersion second = publish(
                Merge.UPSERT,
                table(KEYED, row(2L, "乙", 250L), row(4L, "丁", null), row(3L, null, 300L), row(4L, "丁二", 400L)));
        assertThat(rows(second)).containsExactly("1|甲|1.00", "2|乙|2.50", "3|-|3.00", "4|丁二|4.00");
        assertThat(second.merge()).contains(new MergeCounts(4, 1, 1, 0, 1, 1));
        assertThat(second.rows()).isEqualTo(4);
        assertThat(second.number().value()).isEqualTo(2);
        assertThat(second.profile().getFirst().most()).contains("4");
        assertThat(second.profile().get(1).nulls()).isEqualTo(1);
        assertThat(rows(store.find(GATES, first.number()).orElseThrow()))
                .containsExactly("1|甲|1.00", "2|乙|2.00", "3|-|3.00");
        assertThat(second.sha256()).hasSize(64).isNotEqualTo(first.sha256());
    }

    @Test
    void markedRowsDeleteAndTheMarkerIsNoColumnOfTheDataset() throws Exception {
        DatasetVersion first = publish(
                DELETES,
                table(MARKED, row(1L, "甲", 1L, "I", 1L), row(2L, "乙", 2L, null, 1L), row(9L, "x", 9L, "D", 1L)));
        assertThat(first.schema().columns()).extracting(Column::name).containsExactly("id", "站名", "fee", "seq");
        assertThat(first.merge()).contains(new MergeCounts(3, 2, 0, 0, 1, 0));
        DatasetVersion second = publish(
                DELETES,
                table(
                        MARKED,
                        row(1L, "later", 7L, "U", 5L),
                        row(1L, "earlier", 8L, "D", 4L),
                        row(2L, null, null, "del", 5L),
                        row(3L, "丙", 3L, "I", 5L)));
        assertThat(rows(second)).containsExactly("1|later|0.07", "3|丙|0.03");
        assertThat(second.merge()).contains(new MergeCounts(4, 1, 1, 1, 0, 1));
        DatasetVersion third =
                publish(DELETES, table(MARKED, row(1L, null, null, "D", 6L), row(3L, null, null, "D", 6L)));
        assertThat(third.rows()).isZero();
        assertThat(rows(third)).isEmpty();
        DatasetVersion fourth = publish(DELETES, table(MARKED, row(1L, "甲", 1L, "I", 9L)));
        assertThat(rows(fourth)).containsExactly("1|甲|0.01");
    }

    @Test
    void onlyFilesWithRowsThatChangeAreWrittenAnew() throws Exception {
        store = store(1);
        DatasetVersion first = publish(
                Merge.REPLACE,
                new MadeTable(KEYED, List.of(100L, 100L, 100L), (row, column) -> column == 1 ? "站" + row : row));
        List<String> before = store.dataFiles(first).stream()
                .map(VersionFiles.DataFileRef::key)
                .toList();
        assertThat(before).hasSize(3);
        DatasetVersion second =
                publish(Merge.UPSERT, table(KEYED, row(150L, "neu", 150L), row(50L, "站50", 50L), row(1_000L, "站", 1L)));
        assertThat(second.merge()).contains(new MergeCounts(3, 1, 1, 0, 1, 0));
        assertThat(keys(second)).contains(before.getFirst(), before.get(2)).doesNotContain(before.get(1));
        assertThat(second.rows()).isEqualTo(301);
        assertThat(query(second, "SELECT count(*) || ' ' || sum(id) || ' ' || count(DISTINCT \"站名\") FROM DATA"))
                .containsExactly("301 45850 301");
    }

    @Test
    void nothingNewChangesNothing() {
        publish(Merge.UPSERT, table(KEYED, row(1L, "甲", 100L), row(2L, "乙", null)));
        Set<String> before = dataObjects();
        StagedTable again = stage(RunId.create(), Merge.UPSERT, table(KEYED, row(2L, "乙", null), row(1L, "甲", 100L)));
        assertThat(again.changesSomething()).isFalse();
        StagedTable empty = stage(RunId.create(), Merge.UPSERT, table(KEYED));
        assertThat(empty.changesSomething()).isFalse();
        assertThat(dataObjects()).isEqualTo(before);
    }

    @Test
    void appendLeavesOutEqualRowsAndRefusesOthersOfAKnownKey() throws Exception {
        publish(Merge.APPEND, table(KEYED, row(1L, "甲", 100L), row(2L, "乙", 200L)));
        RunId run = RunId.create();
        StagedTable staged =
                stage(run, Merge.APPEND, table(KEYED, row(3L, "丙", 300L), row(2L, "乙", 200L), row(1L, "甲", 999L)));
        assertThat(staged.refused()).isEqualTo(1);
        assertThat(staged.merge()).contains(new MergeCounts(2, 1, 0, 0, 1, 0));
        assertThat(staged.findings().getFirst().rule()).isEqualTo("unique");
        DatasetVersion second = store.commit(run, staged);
        assertThat(rows(second)).containsExactly("1|甲|1.00", "2|乙|2.00", "3|丙|3.00");
        try (InputStream in = new GZIPInputStream(
                store.findQuarantine(run, GATES).orElseThrow().open())) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("3,id,unique,1,")
                    .contains("1,甲,9.99");
        }
        assertThat(store.findQuarantine(run, GATES)).isPresent();
    }

    @Test
    void manyAppendsKeepFilesFewAndRowsInOrder() throws Exception {
        TableSchema plain = TableSchema.of(COLUMNS);
        List<DatasetVersion> versions = new ArrayList<>();
        for (long i = 0; i < 40; i++) {
            long n = i;
            versions.add(publish(Merge.APPEND, table(plain, row(n, "站", n), row(n, "站", n))));
            assertThat(store.dataFiles(versions.getLast()))
                    .hasSizeLessThanOrEqualTo(DeliveryMerge.MOST_SMALL_FILES + 1);
        }
        assertThat(query(
                                versions.getLast(),
                                "SELECT string_agg(id, ' ' ORDER BY file_index, file_row_number) FROM DATA")
                        .getFirst())
                .startsWith("0 0 1 1 2 2 3 3")
                .endsWith("38 38 39 39");
        assertThat(versions.getLast().rows()).isEqualTo(80);
        assertThat(query(versions.get(4), "SELECT count(*) FROM DATA")).containsExactly("10");
        assertThat(store.sweep(run -> true)).isZero();
        assertThat(query(versions.get(20), "SELECT count(*) FROM DATA")).containsExactly("42");
    }

    @Test
    void aRunToldAgainMakesItsVersionOnce() throws Exception {
        publish(Merge.APPEND, table(KEYED, row(1L, "甲", 100L)));
        RunId run = RunId.create();
        DatasetVersion made = store.commit(run, stage(run, Merge.APPEND, table(KEYED, row(2L, "乙", 200L))));
        Set<String> before = dataObjects();
        StagedTable again = stage(run, Merge.APPEND, table(KEYED, row(2L, "乙", 999L)));
        assertThat(again.refused()).isZero();
        assertThat(store.commit(run, again)).isEqualTo(made);
        assertThat(dataObjects()).isEqualTo(before);
        assertThat(store.findByRun(GATES, run)).contains(made);
        IcebergDatasetStore reopened = store(512L << 20);
        assertThat(reopened.findByRun(GATES, run)).contains(made);
        assertThat(reopened.dataFiles(made)).isEqualTo(store.dataFiles(made));
        assertThat(rows(made)).containsExactly("1|甲|1.00", "2|乙|2.00");
    }

    @Test
    void aMergeIntoAVersionThatIsNoLongerTheNewestIsRefused() throws Exception {
        publish(Merge.UPSERT, table(KEYED, row(1L, "甲", 100L)));
        RunId late = RunId.create();
        StagedTable staged = stage(late, Merge.UPSERT, table(KEYED, row(1L, "late", 1L)));
        DatasetVersion other = publish(Merge.UPSERT, table(KEYED, row(2L, "乙", 200L)));
        assertThat(code(() -> store.commit(late, staged))).isEqualTo(ErrorCode.CONFLICT);
        assertThat(store.findLatest(GATES)).contains(other);
        assertThat(rows(other)).containsExactly("1|甲|1.00", "2|乙|2.00");
    }

    @Test
    void refusesWhatCannotBeMerged() {
        assertThat(code(() -> stage(RunId.create(), Merge.UPSERT, table(TableSchema.of(COLUMNS), row(1L, "甲", 1L)))))
                .isEqualTo(ErrorCode.SETTINGS_WRONG);
        publish(Merge.UPSERT, table(KEYED, row(1L, "甲", 100L)));
        TableSchema fewer = new TableSchema(COLUMNS.subList(0, 2), List.of("id"), Optional.empty());
        assertThat(code(() -> stage(RunId.create(), Merge.UPSERT, table(fewer, row(1L, "甲")))))
                .isEqualTo(ErrorCode.COLUMN_MISSING);
        TableSchema other = new TableSchema(
                List.of(COLUMNS.getFirst(), COLUMNS.get(1), Column.of("fee", ColumnType.DOUBLE)),
                List.of("id"),
                Optional.empty());
        assertThat(code(() -> stage(RunId.create(), Merge.UPSERT, table(other, row(1L, "甲", 1.0)))))
                .isEqualTo(ErrorCode.SETTINGS_WRONG);
        assertThat(code(() -> stage(RunId.create(), DELETES, table(KEYED, row(1L, "甲", 1L)))))
                .isEqualTo(ErrorCode.SETTINGS_WRONG);
        Set<String> before = dataObjects();
        RunProgress stopped = new RunProgress() {
            private int asked;

            @Override
            public void advanced(long rows, long bytes) {}

            @Override
            public boolean stopRequested() {
                return ++asked > 2;
            }
        };
        assertThatThrownBy(() ->
                        store.stage(RunId.create(), GATES, table(KEYED, row(1L, "neu", 1L)), Merge.UPSERT, stopped))
                .hasMessageContaining("停止");
        assertThat(dataObjects()).isEqualTo(before);
        assertThat(folder.resolve("staging").toFile().list()).isEmpty();
    }

    @Test
    void anAddedColumnIsNullInTheRowsThatWereThere() throws Exception {
        publish(Merge.UPSERT, table(KEYED, row(1L, "甲", 100L), row(2L, "乙", 200L)));
        TableSchema more = new TableSchema(
                Stream.concat(COLUMNS.stream(), Stream.of(Column.of("lanes", ColumnType.INTEGER)))
                        .toList(),
                List.of("id"),
                Optional.empty());
        DatasetVersion second = publish(Merge.UPSERT, table(more, row(2L, "乙", 200L, 8L)));
        assertThat(query(second, "SELECT concat_ws('|', id, coalesce(lanes::VARCHAR, '-')) FROM DATA ORDER BY id"))
                .containsExactly("1|-", "2|8");
        assertThat(second.merge()).contains(new MergeCounts(1, 0, 1, 0, 0, 0));
    }

    /** Whatever comes, every version is what a map would hold, and its changes are the difference of two maps. */
    @Test
    void randomMergesAreWhatAMapWouldHold() throws Exception {
        store = store(1);
        Random random = new Random(7);
        Map<Long, List<@Nullable Object>> model = new TreeMap<>();
        List<Map<Long, List<@Nullable Object>>> history = new ArrayList<>();
        List<DatasetVersion> versions = new ArrayList<>();
        for (int round = 0; round < 25; round++) {
            int size = 1 + random.nextInt(60);
            @Nullable Object[][] delivery = new Object[size][];
            for (int i = 0; i < size; i++) {
                long id = random.nextInt(150);
                boolean deletes = round > 0 && random.nextInt(4) == 0;
                delivery[i] = row(
                        id,
                        random.nextInt(5) == 0 ? null : "n" + random.nextInt(3),
                        (long) random.nextInt(4),
                        deletes ? "D" : "U",
                        0L);
            }
            for (Object[] each : delivery) {
                if ("D".equals(each[3])) {
                    model.remove((Long) each[0]);
                } else {
                    model.put((Long) each[0], Arrays.asList(each[1], each[2]));
                }
            }
            Merge byPosition = new Merge(
                    Merge.Mode.UPSERT, DELETES.deletes(), round % 2 == 0 ? Optional.of("seq") : Optional.empty());
            RunId run = RunId.create();
            StagedTable staged = stage(run, byPosition, table(MARKED, delivery));
            if (staged.changesSomething()) {
                versions.add(store.commit(run, staged));
                history.add(new TreeMap<>(model));
            }
        }
        assertThat(versions).hasSizeGreaterThan(15);
        QuerySettings settings = QuerySettings.under(folder.resolve("home"), List.of(folder.resolve("objects")));
        try (DuckDb engine = new DuckDb(settings)) {
            VersionChanges changes = new VersionChanges(engine, store, store, local);
            for (int i = 0; i < versions.size(); i++) {
                assertThat(rows(versions.get(i))).as("version %s", i + 1).isEqualTo(shown(history.get(i)));
                int later = Math.min(versions.size() - 1, i + 1 + i % 3);
                Map<Long, List<@Nullable Object>> replayed = new TreeMap<>(history.get(i));
                Set<Object> told = new HashSet<>();
                changes.forEach(
                        GATES, versions.get(i).number(), versions.get(later).number(), change -> {
                            long id = (Long) Objects.requireNonNull(change.row().getFirst());
                            assertThat(told.add(id)).isTrue();
                            switch (change.kind()) {
                                case INSERTED ->
                                    assertThat(replayed.put(id, values(change.row())))
                                            .isNull();
                                case UPDATED ->
                                    assertThat(replayed.put(id, values(change.row())))
                                            .isEqualTo(values(change.before().orElseThrow()));
                                case DELETED -> assertThat(replayed.remove(id)).isEqualTo(values(change.row()));
                            }
                        });
                assertThat(replayed).isEqualTo(history.get(later));
            }
        }
        assertThat(store.sweep(run -> true)).isZero();
    }

    private static List<@Nullable Object> values(List<@Nullable Object> row) {
        BigDecimal fee = (BigDecimal) row.get(2);
        return Arrays.asList(
                row.get(1), fee == null ? null : fee.unscaledValue().longValueExact());
    }

    private static List<String> shown(Map<Long, List<@Nullable Object>> model) {
        return model.entrySet().stream()
                .map(entry -> entry.getKey() + "|"
                        + Objects.requireNonNullElse(entry.getValue().getFirst(), "-") + "|0.0"
                        + entry.getValue().get(1))
                .sorted()
                .toList();
    }
}
