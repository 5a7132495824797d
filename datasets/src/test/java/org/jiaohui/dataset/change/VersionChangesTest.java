package org.jiaohui.dataset.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiaohui.dataset.query.DuckDb;
import org.jiaohui.dataset.query.QuerySettings;
import org.jiaohui.dataset.query.StoredTables;
import org.jiaohui.exchange.dataset.DatasetChanges.Change;
import org.jiaohui.exchange.dataset.DatasetChanges.ChangePage;
import org.jiaohui.exchange.dataset.DatasetChanges.ChangeQuery;
import org.jiaohui.exchange.dataset.DatasetChanges.Summary;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionChangesTest {
    private static final List<Column> COLUMNS = List.of(
            Column.of("id", ColumnType.INTEGER),
            Column.of("站名", ColumnType.TEXT),
            Column.of("fee", ColumnType.decimal(10, 2)));
    private static final TableSchema KEYED = new TableSchema(COLUMNS, List.of("id"), Optional.empty());
    private static final TableSchema UNKEYED = TableSchema.of(COLUMNS);
    private static final DatasetId GATES = DatasetId.of("gates");

    @TempDir
    Path home;

    private StoredTables tables;
    private DuckDb engine;
    private VersionChanges changes;

    @BeforeEach
    void open() throws Exception {
        tables = new StoredTables(home);
        engine = new DuckDb(QuerySettings.under(home, List.of(tables.folder)));
        changes = new VersionChanges(engine, tables, tables, tables.local);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static String rows(String values) {
        return "SELECT a::BIGINT AS id, b::VARCHAR AS \"站名\", c::DECIMAL(10,2) AS fee FROM (VALUES " + values
                + ") t(a, b, c)";
    }

    private static VersionNumber v(int number) {
        return new VersionNumber(number);
    }

    private List<Change> all(int since, int to) {
        List<Change> told = new ArrayList<>();
        changes.forEach(GATES, v(since), v(to), told::add);
        return told;
    }

    private ChangePage page(int limit, Optional<String> cursor) {
        return changes.page(GATES, new ChangeQuery(v(1), Optional.empty(), limit, cursor));
    }

    private static String told(Change change) {
        return change.kind().word() + change.row() + change.before().orElse(List.of());
    }

    @Test
    void tellsInsertedUpdatedAndDeletedRowsByKey() throws Exception {
        tables.publish("gates", KEYED, rows("(1,'甲',1.00),(2,'乙',2.00),(3,'丙',NULL),(4,NULL,4.00)"));
        tables.publish("gates", KEYED, rows("(5,'戊',5.50),(1,'甲',1.00),(3,'丙',3.00),(4,NULL,4.00)"));
        assertThat(all(1, 2))
                .extracting(VersionChangesTest::told)
                .containsExactly("deleted[2, 乙, 2.00][]", "updated[3, 丙, 3.00][3, 丙, null]", "inserted[5, 戊, 5.50][]");
        Summary summary = changes.summary(GATES, v(1), v(2));
        assertThat(summary.key()).containsExactly("id");
        assertThat(List.of(summary.inserted(), summary.updated(), summary.deleted()))
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void countsEqualRowsWhereThereIsNoKey() throws Exception {
        tables.publish("gates", UNKEYED, rows("(1,'甲',1.00),(1,'甲',1.00),(1,'甲',1.00),(2,NULL,2.00)"));
        tables.publish("gates", UNKEYED, rows("(1,'甲',1.00),(2,NULL,2.00),(2,NULL,2.00),(3,'丙',3.00)"));
        assertThat(all(1, 2))
                .extracting(VersionChangesTest::told)
                .containsExactly(
                        "deleted[1, 甲, 1.00][]",
                        "deleted[1, 甲, 1.00][]",
                        "inserted[2, null, 2.00][]",
                        "inserted[3, 丙, 3.00][]");
        assertThat(changes.summary(GATES, v(1), v(2)).key()).isEmpty();
    }

    /** The shared file would fail to read: it is not read. */
    @Test
    void readsOnlyFilesThatDiffer() throws Exception {
        DatasetVersion first = tables.publish("gates", KEYED, rows("(1,'甲',1.00)"), rows("(2,'乙',2.00)"));
        tables.publishWith("gates", KEYED, tables.dataFiles(first).subList(0, 1), rows("(2,'乙',2.50),(3,'丙',3.00)"));
        Path shared = tables.folder.resolve(tables.dataFiles(first).getFirst().key());
        Files.writeString(shared, "no Parquet");
        assertThat(all(1, 2))
                .extracting(VersionChangesTest::told)
                .containsExactly("updated[2, 乙, 2.50][2, 乙, 2.00]", "inserted[3, 丙, 3.00][]");
    }

    @Test
    void anAddedColumnIsNullBeforeAndARemovedOneIsNotShown() throws Exception {
        tables.publish("gates", KEYED, rows("(1,'甲',1.00),(2,'乙',2.00),(3,'丙',3.00)"));
        TableSchema other = new TableSchema(
                List.of(
                        Column.of("id", ColumnType.INTEGER),
                        Column.of("fee", ColumnType.DOUBLE),
                        Column.of("lanes", ColumnType.INTEGER)),
                List.of("id"),
                Optional.empty());
        tables.publish(
                "gates",
                other,
                "SELECT 1::BIGINT AS id, 1.0::DOUBLE AS fee, NULL::BIGINT AS lanes" + " UNION ALL SELECT 2, 2.0, 4");
        assertThat(all(1, 2))
                .extracting(VersionChangesTest::told)
                .containsExactly("updated[2, 2.0, 4][2, 2.0, null]", "deleted[3, 3.0, null][]");
    }

    @Test
    void pagesLoseAndDoubleNothingAndStayWithTheirVersions() throws Exception {
        tables.publish(
                "gates", KEYED, "SELECT i AS id, 'a' AS \"站名\", 0::DECIMAL(10,2) AS fee FROM range(0, 60000) t(i)");
        tables.publish(
                "gates",
                KEYED,
                "SELECT i AS id, CASE WHEN i % 3 = 0 THEN 'b' ELSE 'a' END AS \"站名\", 0::DECIMAL(10,2) AS fee"
                        + " FROM range(20000, 80000) t(i)");
        List<Object> seen = new ArrayList<>();
        ChangePage page = page(9_999, Optional.empty());
        tables.publish("gates", KEYED, rows("(1,'甲',1.00)"));
        while (true) {
            page.changes().forEach(change -> seen.add(change.row().getFirst()));
            if (page.next().isEmpty()) {
                break;
            }
            page = page(9_999, page.next());
            assertThat(page.summary().to()).isEqualTo(v(2));
        }
        Summary summary = page.summary();
        assertThat(List.of(summary.inserted(), summary.updated(), summary.deleted()))
                .containsExactly(20_000L, 13_333L, 20_000L);
        assertThat(seen).hasSize(53_333).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void givesAllChangesAsOneFile() throws Exception {
        TableSchema taken = new TableSchema(
                List.of(Column.of("id", ColumnType.INTEGER), Column.of("_change", ColumnType.TIMESTAMP)),
                List.of("id"),
                Optional.empty());
        tables.publish("gates", taken, "SELECT 1::BIGINT AS id, TIMESTAMP '2026-01-01 08:00:00' AS _change");
        tables.publish("gates", taken, "SELECT 2::BIGINT AS id, TIMESTAMP '2026-01-02 08:00:00' AS _change");
        Path csv = changes.file(GATES, v(1), v(2), "csv").file();
        assertThat(csv)
                .hasContent("__change,id,_change\ndeleted,1,2026-01-01T08:00:00\ninserted,2,2026-01-02T08:00:00\n");
        assertThat(all(1, 2).stream().map(change -> change.row().get(1)))
                .as("as records show them")
                .containsExactly("2026-01-01T08:00:00", "2026-01-02T08:00:00");
        Path parquet = changes.file(GATES, v(1), v(2), "parquet").file();
        assertThat(StoredTables.ask("SELECT string_agg(__change || id || _change, ' ' ORDER BY id) FROM read_parquet("
                        + DuckDb.literal(parquet.toString()) + ")"))
                .isEqualTo("deleted12026-01-01 08:00:00 inserted22026-01-02 08:00:00");
        assertThatThrownBy(() -> changes.file(GATES, v(1), v(2), "xlsx"))
                .extracting(e -> ((ExchangeException) e).code())
                .isEqualTo(ErrorCode.NOT_ACCEPTABLE);
    }

    @Test
    void refusesWrongVersionsCursorsAndLimits() throws Exception {
        tables.publish("gates", KEYED, rows("(1,'甲',1.00),(2,'乙',2.00)"));
        tables.publish("gates", KEYED, rows("(3,'丙',3.00)"));
        tables.publish("empty", KEYED);
        String next = page(1, Optional.empty()).next().orElseThrow();
        assertThat(code(1, 9, 10, null)).isEqualTo(ErrorCode.UNKNOWN_VERSION);
        assertThat(code(9, 9, 10, null)).isEqualTo(ErrorCode.UNKNOWN_VERSION);
        assertThat(code(2, 1, 10, null)).isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(code(1, 2, 0, null)).isEqualTo(ErrorCode.BAD_QUERY);
        assertThat(code(1, 2, 10_001, null)).isEqualTo(ErrorCode.BAD_QUERY);
        assertThat(code(2, 2, 10, next)).isEqualTo(ErrorCode.BAD_QUERY);
        for (String hostile : List.of("", "x", "YzE", next + "A", "c1.v1.v2.0'; DROP TABLE x", "é".repeat(5000))) {
            assertThat(code(1, 2, 10, hostile)).as(hostile).isEqualTo(ErrorCode.BAD_QUERY);
        }
        assertThatThrownBy(() -> changes.page(
                        DatasetId.of("empty"), new ChangeQuery(v(1), Optional.empty(), 10, Optional.of(next))))
                .hasMessageContaining("cursor");
        assertThat(all(2, 2)).isEmpty();
    }

    private @Nullable ErrorCode code(int since, int to, int limit, @Nullable String cursor) {
        try {
            changes.page(GATES, new ChangeQuery(v(since), Optional.of(v(to)), limit, Optional.ofNullable(cursor)));
            return null;
        } catch (ExchangeException e) {
            return e.code();
        }
    }

    @Test
    void filesOfManyPairsOfVersionsStayBelowASize() throws Exception {
        VersionChanges small = new VersionChanges(engine, tables, tables, tables.local, 1);
        for (int i = 0; i < 6; i++) {
            tables.publish("gates", KEYED, rows("(" + i + ",'甲',1.00)"));
        }
        for (int i = 1; i < 6; i++) {
            assertThat(small.summary(GATES, v(i), v(i + 1)).inserted()).isEqualTo(1);
            try (Stream<Path> made = Files.list(home.resolve("derived/.changes"))) {
                for (Path file : made.toList()) {
                    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
                }
            }
        }
        try (Stream<Path> kept = Files.list(home.resolve("derived/.changes"))) {
            assertThat(kept.map(file -> file.getFileName().toString()).toList())
                    .hasSize(2)
                    .allMatch(name -> name.startsWith("gates-v5-v6"));
        }
        assertThat(small.summary(GATES, v(1), v(2)).deleted()).isEqualTo(1);
    }
}
