package org.jiaohui.dataset.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jiaohui.dataset.iceberg.CatalogSettings;
import org.jiaohui.dataset.iceberg.DatasetTables;
import org.jiaohui.dataset.objectstore.FolderObjectStore;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcebergDatasetStoreTest {
    private static final TableSchema GATES = TableSchema.of(List.of(
            Column.of("id", ColumnType.INTEGER),
            Column.of("站名", ColumnType.TEXT),
            Column.of("fee", ColumnType.decimal(12, 2)),
            Column.of("weight", ColumnType.decimal(9, 2)),
            Column.of("speed", ColumnType.DOUBLE),
            Column.of("open", ColumnType.BOOLEAN),
            Column.of("day", ColumnType.DATE),
            Column.of("at", ColumnType.TIMESTAMP),
            Column.of("clock", ColumnType.TIME),
            Column.of("extra", ColumnType.JSON),
            Column.of("place", ColumnType.GEOMETRY),
            Column.of("plate", ColumnType.TEXT),
            Column.of("never", ColumnType.TEXT)));

    private static EmbeddedPostgres postgres;

    @TempDir
    Path folder;

    private ObjectStore objects;
    private LocalFiles local;
    private DatasetTables tables;
    IcebergDatasetStore store;

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
        objects = newObjects(folder);
        local = new LocalFiles(objects, folder.resolve("cache"), 1L << 30);
        tables = new DatasetTables(catalog(), objects);
        store = new IcebergDatasetStore(tables, objects, new StagingSettings(folder.resolve("staging"), 2, 512L << 20));
    }

    /** An empty object store. */
    ObjectStore newObjects(Path folder) {
        return new FolderObjectStore(folder.resolve("objects"));
    }

    private static CatalogSettings catalog() {
        return new CatalogSettings(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    }

    private static @Nullable Object gate(long row, int column) {
        boolean missing = row % 7 == column % 7 && column > 0;
        return missing
                ? null
                : switch (column) {
                    case 0 -> row * 3;
                    case 1 -> "收费站" + row % 500;
                    case 2 -> row * 101 - 5_000;
                    case 3 -> row % 90_000;
                    case 4 -> row / 8.0;
                    case 5 -> row % 2;
                    case 6 -> row % 40_000 - 10_000;
                    case 7 -> 1_740_000_000_000_000L + row * 1_000_001;
                    case 8 -> row % 86_400 * 1_000_000;
                    case 9 -> "{\"n\":" + row + "}";
                    case 10 -> "POINT (" + row % 180 + " 30.5)";
                    case 11 -> "京A" + Long.toString(row * 7_919, 36);
                    default -> null;
                };
    }

    DatasetVersion publish(DatasetId dataset, MadeTable table) {
        RunId run = RunId.create();
        return store.commit(run, store.stage(run, dataset, table, RunProgress.SILENT));
    }

    private List<String> query(DatasetVersion version, String sql) throws Exception {
        String files = store.dataFiles(version).stream()
                .map(file -> "'" + local.pin(file.key()).path() + "'")
                .collect(Collectors.joining(",", "[", "]"));
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(sql.replace("DATA", "read_parquet(" + files + ")"))) {
            List<String> answer = new ArrayList<>();
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    answer.add(String.valueOf(rows.getObject(i)));
                }
            }
            return answer;
        }
    }

    @Test
    void everyTypeReadsBackEqualInAnotherReader() throws Exception {
        long rows = 150_001;
        DatasetVersion version = publish(
                DatasetId.of("gates"),
                new MadeTable(GATES, List.of(100_000L, 0L, 1L, 50_000L), IcebergDatasetStoreTest::gate));
        assertThat(version.rows()).isEqualTo(rows);
        assertThat(query(version, "SELECT count(*), sum(id), count(DISTINCT \"站名\"), count(never) FROM DATA"))
                .containsExactly("150001", Long.toString(3 * rows * (rows - 1) / 2), "500", "0");
        assertThat(query(version, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM DATA)"))
                .contains("DECIMAL(12,2)", "DECIMAL(9,2)", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "TIME");
        String wrong = """
                WITH numbered AS (SELECT *, file_row_number AS n FROM DATA)
                SELECT count(*) FROM numbered WHERE NOT (
                    id = n * 3
                AND "站名" IS NOT DISTINCT FROM CASE WHEN n % 7 = 1 THEN NULL ELSE '收费站' || n % 500 END
                AND fee IS NOT DISTINCT FROM CASE WHEN n % 7 = 2 THEN NULL ELSE CAST((n * 101 - 5000) / 100.0 AS DECIMAL(12,2)) END
                AND weight IS NOT DISTINCT FROM CASE WHEN n % 7 = 3 THEN NULL ELSE CAST((n % 90000) / 100.0 AS DECIMAL(9,2)) END
                AND speed IS NOT DISTINCT FROM CASE WHEN n % 7 = 4 THEN NULL ELSE n / 8.0 END
                AND open IS NOT DISTINCT FROM CASE WHEN n % 7 = 5 THEN NULL ELSE n % 2 = 1 END
                AND day IS NOT DISTINCT FROM CASE WHEN n % 7 = 6 THEN NULL ELSE DATE '1970-01-01' + CAST(n % 40000 - 10000 AS INTEGER) END
                AND "at" IS NOT DISTINCT FROM CASE WHEN n % 7 = 0 THEN NULL ELSE make_timestamp(1740000000000000 + n * 1000001) END
                AND clock IS NOT DISTINCT FROM CASE WHEN n % 7 = 1 THEN NULL ELSE CAST(make_timestamp(n % 86400 * 1000000) AS TIME) END
                AND extra IS NOT DISTINCT FROM CASE WHEN n % 7 = 2 THEN NULL ELSE '{"n":' || n || '}' END
                AND place IS NOT DISTINCT FROM CASE WHEN n % 7 = 3 THEN NULL ELSE 'POINT (' || n % 180 || ' 30.5)' END
                AND (plate IS NULL) = (n % 7 = 4))
                """;
        assertThat(query(version, wrong)).containsExactly("0");
        assertThat(query(version, "SELECT plate FROM DATA WHERE id = 300000"))
                .containsExactly("京A" + Long.toString(100_000L * 7_919, 36));
    }

    @Test
    void rowsOfAVersionComeBackInTheirOrder() {
        DatasetVersion version = publish(
                DatasetId.of("gates"),
                new MadeTable(GATES, List.of(900_000L, 0L, 1L, 50_000L), IcebergDatasetStoreTest::gate));
        long row = 0;
        int parts = 0;
        try (TableSource source = new StoredRows(store, local).open(version)) {
            assertThat(source.schema()).isEqualTo(version.schema());
            Batch batch = new Batch(source.schema(), 10_000);
            for (Optional<TablePart> part = source.nextPart(); part.isPresent(); part = source.nextPart()) {
                assertThat(part.get().ordinal()).isEqualTo(parts++);
                while (part.get().next(batch, (number, column, rule, value, reason, raw) -> {
                    throw new AssertionError(reason);
                })) {
                    for (int i = 0; i < batch.rows; i++) {
                        for (int column = 0; column < batch.columnCount(); column++) {
                            if (!Objects.equals(value(batch.column(column), i), gate(row, column))) {
                                assertThat(value(batch.column(column), i))
                                        .as("row " + row + ", column " + column)
                                        .isEqualTo(gate(row, column));
                            }
                        }
                        row++;
                    }
                }
            }
        }
        assertThat(row).isEqualTo(950_001);
        assertThat(parts).isGreaterThan(1);
    }

    private static @Nullable Object value(ColumnVector vector, int row) {
        if (vector.nulls[row]) {
            return null;
        }
        return switch (vector.type.kind()) {
            case TEXT, JSON, GEOMETRY ->
                new String(vector.bytes, vector.starts[row], vector.lengths[row], StandardCharsets.UTF_8);
            case DOUBLE -> vector.getDouble(row);
            case INTEGER, DECIMAL, BOOLEAN, DATE, TIMESTAMP, TIME -> vector.longs[row];
        };
    }

    @Test
    void profileCountsNullsBoundsAndFrequentValues() {
        DatasetVersion version =
                publish(DatasetId.of("gates"), new MadeTable(GATES, List.of(70_000L), IcebergDatasetStoreTest::gate));
        ColumnProfile station = version.profile().get(1);
        assertThat(station.nulls()).isEqualTo(10_000);
        assertThat(station.distinct()).isEqualTo(500);
        assertThat(station.distinctExact()).isTrue();
        assertThat(station.top()).hasSize(5);
        ColumnProfile id = version.profile().getFirst();
        assertThat(id.least()).contains("0");
        assertThat(id.most()).contains("209997");
        assertThat(id.distinctExact()).isFalse();
        assertThat(id.distinct()).isBetween(67_000L, 73_000L);
        assertThat(version.profile().get(2).most()).contains("70648.99");
        assertThat(version.profile().get(12).nulls()).isEqualTo(70_000);
    }

    @Test
    void refusedRowsCarryTheNumbersOfTheSender() throws Exception {
        DatasetId dataset = DatasetId.of("refusing");
        TableSchema schema = TableSchema.of(List.of(
                Column.of("id", ColumnType.INTEGER),
                Column.of("name", ColumnType.TEXT).asRequired()));
        RunId run = RunId.create();
        StagedTable staged = store.stage(
                run,
                dataset,
                new MadeTable(
                        schema,
                        List.of(20_000L, 5L, 30_000L),
                        (row, column) -> column == 0 && row % 10_000 == 3
                                ? new MadeTable.Refused("x,\"y")
                                : column == 0 ? row : "n"),
                RunProgress.SILENT);
        assertThat(staged.read()).isEqualTo(50_005);
        assertThat(staged.refused()).isEqualTo(6);
        assertThat(staged.accepted()).isEqualTo(49_999);
        assertThat(staged.findings().getFirst().count()).isEqualTo(6);
        assertThat(staged.findings().getFirst().samples())
                .extracting(sample -> sample.row())
                .containsExactly(4L, 10_004L, 20_004L, 30_004L, 40_004L, 50_004L);
        try (InputStream in = new GZIPInputStream(
                store.findQuarantine(run, dataset).orElseThrow().open())) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .startsWith(
                            "row,column,rule,value,reason,raw,id,name",
                            "4,id,type,\"x,\"\"y\",不是数字 / not a number,\"raw,x,\"\"y\"")
                    .hasSize(7);
        }
    }

    @Test
    void aThousandTimesMoreRefusalsThanAreHeldKeepTheirOrder() {
        RunId run = RunId.create();
        StagedTable staged = store.stage(
                run,
                DatasetId.of("all-refused"),
                new MadeTable(
                        TableSchema.of(List.of(Column.of("id", ColumnType.INTEGER))),
                        List.of(40_000L, 40_000L, 40_000L),
                        (row, column) -> new MadeTable.Refused("v" + row)),
                RunProgress.SILENT);
        assertThat(staged.refused()).isEqualTo(120_000);
        assertThat(staged.findings().getFirst().samples().getFirst().row()).isEqualTo(1);
        assertThat(store.commit(run, staged).rows()).isZero();
    }

    @Test
    void anEmptyTableBecomesAVersionWithoutRows() {
        DatasetVersion version =
                publish(DatasetId.of("empty"), new MadeTable(GATES, List.of(), IcebergDatasetStoreTest::gate));
        assertThat(version.rows()).isZero();
        assertThat(version.number()).isEqualTo(new VersionNumber(1));
        assertThat(store.dataFiles(version)).isEmpty();
        assertThat(version.schema()).isEqualTo(GATES);
    }

    @Test
    void earlierVersionsStayReadableWhenColumnsChange() throws Exception {
        DatasetId dataset = DatasetId.of("changing");
        DatasetVersion first = publish(
                dataset,
                new MadeTable(
                        TableSchema.of(List.of(Column.of("a", ColumnType.INTEGER), Column.of("b", ColumnType.TEXT))),
                        List.of(10L),
                        (row, column) -> column == 0 ? row : "t" + row));
        TableSchema changed = TableSchema.of(List.of(
                Column.of("b", ColumnType.INTEGER).withConstraints(List.of(new Constraint.Unique())),
                Column.of("c", ColumnType.TEXT),
                Column.of("a", ColumnType.INTEGER)));
        DatasetVersion second = publish(
                dataset, new MadeTable(changed, List.of(3L), (row, column) -> column == 1 ? "c" : (Object) row));
        assertThat(second.number()).isEqualTo(new VersionNumber(2));
        assertThat(query(first, "SELECT count(*), max(b) FROM DATA")).containsExactly("10", "t9");
        assertThat(query(second, "SELECT sum(b), max(c), sum(a) FROM DATA")).containsExactly("3", "c", "3");
        IcebergDatasetStore reopened = new IcebergDatasetStore(tables, objects, StagingSettings.in(folder));
        assertThat(reopened.find(dataset, new VersionNumber(1))).contains(first);
        assertThat(reopened.findLatest(dataset)).contains(second);
        assertThat(reopened.list(dataset)).containsExactly(second, first);
        assertThat(reopened.dataFiles(first)).hasSize(1);
    }

    @Test
    void secondCommitOfARunReturnsItsVersion() {
        DatasetId dataset = DatasetId.of("twice");
        RunId run = RunId.create();
        StagedTable staged = store.stage(
                run, dataset, new MadeTable(GATES, List.of(100L), IcebergDatasetStoreTest::gate), RunProgress.SILENT);
        assertThat(store.findByRun(dataset, run)).isEmpty();
        DatasetVersion version = store.commit(run, staged);
        assertThat(store.commit(run, staged)).isEqualTo(version);
        assertThat(store.list(dataset)).hasSize(1);
        assertThat(store.findByRun(dataset, run)).contains(version);
        assertThat(version.sha256()).hasSize(64);
    }

    @Test
    void whatWasStagedBeforeACrashIsInvisible() {
        DatasetId dataset = DatasetId.of("crashed");
        RunId run = RunId.create();
        MadeTable table = new MadeTable(GATES, List.of(100L), IcebergDatasetStoreTest::gate);
        store.stage(run, dataset, table, RunProgress.SILENT);
        assertThat(store.findLatest(dataset)).isEmpty();
        DatasetVersion again = publish(dataset, new MadeTable(GATES, List.of(100L), IcebergDatasetStoreTest::gate));
        assertThat(again.number()).isEqualTo(new VersionNumber(1));
    }

    @Test
    void aBrokenSourceLeavesNothingBehind() {
        MadeTable table = new MadeTable(GATES, List.of(40_000L, 40_000L, 40_000L), IcebergDatasetStoreTest::gate);
        table.failAt = 100_000;
        assertThatThrownBy(() -> store.stage(RunId.create(), DatasetId.of("broken"), table, RunProgress.SILENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the source broke");
        assertThat(objects.list("")).isEmpty();
        assertThat(folder.resolve("staging").toFile().list()).isEmpty();
    }

    @Test
    void stopEndsStagingAtOnce() {
        MadeTable table = new MadeTable(GATES, List.of(4_000_000L, 4_000_000L), IcebergDatasetStoreTest::gate);
        RunProgress stopped = new RunProgress() {
            @Override
            public void advanced(long rows, long bytes) {}

            @Override
            public boolean stopRequested() {
                return true;
            }
        };
        assertThatThrownBy(() -> store.stage(RunId.create(), DatasetId.of("stopped"), table, stopped))
                .isInstanceOf(ExchangeException.class);
        assertThat(objects.list("")).isEmpty();
    }

    @Test
    void datasetsAreWrittenSideBySide() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<DatasetVersion>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                DatasetId dataset = DatasetId.of("side-" + i);
                running.add(threads.submit(() -> {
                    publish(dataset, new MadeTable(GATES, List.of(500L), IcebergDatasetStoreTest::gate));
                    return publish(dataset, new MadeTable(GATES, List.of(700L), IcebergDatasetStoreTest::gate));
                }));
            }
            for (Future<DatasetVersion> version : running) {
                assertThat(version.get().number()).isEqualTo(new VersionNumber(2));
                assertThat(version.get().rows()).isEqualTo(700);
            }
        }
    }

    @Test
    void runsThatRaceForOneDatasetBecomeVersionsOneAfterTheOther() throws Exception {
        DatasetId dataset = DatasetId.of("raced");
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<DatasetVersion>> running = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                running.add(threads.submit(
                        () -> publish(dataset, new MadeTable(GATES, List.of(50L), IcebergDatasetStoreTest::gate))));
            }
            for (Future<DatasetVersion> version : running) {
                version.get();
            }
        }
        assertThat(store.list(dataset))
                .extracting(version -> version.number().value())
                .containsExactly(3, 2, 1);
    }

    @Test
    void bytesBeyondTheLimitBeginANewFileInOrder() throws Exception {
        store = new IcebergDatasetStore(tables, objects, new StagingSettings(folder.resolve("staging"), 2, 1));
        DatasetVersion version = publish(
                DatasetId.of("many-files"),
                new MadeTable(GATES, List.of(1000L, 1000L, 1000L), IcebergDatasetStoreTest::gate));
        assertThat(store.dataFiles(version)).hasSize(3);
        assertThat(query(version, "SELECT id FROM DATA LIMIT 1 OFFSET 2500")).containsExactly("7500");
    }

    @Test
    void numbersThatAreNoneDoNotHideOthers() throws Exception {
        DatasetVersion version = publish(
                DatasetId.of("nan"),
                new MadeTable(
                        TableSchema.of(List.of(Column.of("x", ColumnType.DOUBLE))),
                        List.of(1000L),
                        (row, column) -> row == 500 ? Double.NaN : (double) row));
        assertThat(query(version, "SELECT count(*) FROM DATA WHERE x < 10")).containsExactly("10");
        assertThat(query(version, "SELECT count(*) FROM DATA WHERE x = 999")).containsExactly("1");
    }

    @Test
    void originalsAreFoundByRunWithTheirName() throws Exception {
        Path file = Files.writeString(folder.resolve("x"), "内容");
        RunId run = RunId.create();
        store.keepOriginal(run, DatasetId.of("o"), new SpooledFile(file, "收费站.csv", Optional.empty(), 6, "00"));
        var kept = store.findOriginal(run, DatasetId.of("o")).orElseThrow();
        assertThat(kept.name()).isEqualTo("收费站.csv");
        try (InputStream in = kept.open()) {
            assertThat(in.readAllBytes()).isEqualTo("内容".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(store.findOriginal(RunId.create(), DatasetId.of("o"))).isEmpty();
    }
}
