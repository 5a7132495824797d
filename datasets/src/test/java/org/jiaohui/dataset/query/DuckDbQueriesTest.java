package org.jiaohui.dataset.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetQueries.RecordPage;
import org.jiaohui.exchange.dataset.DatasetQueries.RecordQuery;
import org.jiaohui.exchange.dataset.DatasetQueries.ResultColumn;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbQueriesTest {
    private static final TableSchema GATES = TableSchema.of(List.of(
            Column.of("id", ColumnType.INTEGER),
            Column.of("站名", ColumnType.TEXT),
            Column.of("fee", ColumnType.decimal(12, 2)),
            Column.of("speed", ColumnType.DOUBLE),
            Column.of("day", ColumnType.DATE),
            Column.of("at", ColumnType.TIMESTAMP),
            Column.of("ok", ColumnType.BOOLEAN),
            Column.of("tie", ColumnType.INTEGER)));

    @TempDir
    static Path home;

    private static StoredTables tables;
    private static DuckDb engine;
    private static DuckDbQueries queries;

    @BeforeAll
    static void publish() throws Exception {
        tables = new StoredTables(home);
        tables.publish("gates", GATES, gates(0, 40_000), gates(40_000, 40_001), gates(40_001, 100_000));
        tables.publish("gates", GATES, gates(0, 5));
        tables.publish("empty", GATES);
        engine = new DuckDb(QuerySettings.under(home, List.of(tables.folder)));
        queries = new DuckDbQueries(engine, tables, tables, tables.local);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static String gates(int from, int to) {
        return "SELECT i AS id, CASE WHEN i % 10 = 9 THEN NULL ELSE '站' || (i % 10) END AS \"站名\","
                + " (i * 0.25)::DECIMAL(12,2) AS fee, i / 3.0::DOUBLE AS speed,"
                + " DATE '2025-01-01' + (i % 30)::INTEGER AS day,"
                + " TIMESTAMP '2025-01-01 08:00:00' + to_milliseconds(i * 500) AS at, i % 2 = 0 AS ok,"
                + " (hash(i) % 7)::BIGINT AS tie FROM range(" + from + ", " + to + ") t(i)";
    }

    private static RecordQuery query(String select, String where, String group, String order, int limit) {
        return new RecordQuery(Optional.of(new VersionNumber(1)), select, where, group, order, limit, Optional.empty());
    }

    private static RecordPage ask(String select, String where, String group, String order, int limit) {
        return queries.records(DatasetId.of("gates"), query(select, where, group, order, limit));
    }

    @Test
    void answersAllColumnsInTheirTypes() {
        RecordPage page = ask("", "id = 3", "", "", 10);
        assertThat(page.columns())
                .extracting(ResultColumn::type)
                .containsExactly("integer", "text", "decimal", "double", "date", "timestamp", "boolean", "integer");
        assertThat(page.rows().getFirst().subList(0, 7))
                .isEqualTo(Arrays.<Object>asList(
                        3L, "站3", new BigDecimal("0.75"), 1.0, "2025-01-04", "2025-01-01T08:00:01.5", false));
        assertThat(page.total()).contains(1L);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void selectsWithAliasesAndNulls() {
        RecordPage page = ask("ID as n, upper(站名) as \"名\", -fee", "id in (8, 9)", "", "id desc", 10);
        assertThat(page.columns()).extracting(ResultColumn::name).containsExactly("n", "名", "(- fee)");
        assertThat(page.rows())
                .containsExactly(
                        Arrays.asList(9L, null, new BigDecimal("-2.25")),
                        Arrays.asList(8L, "站8", new BigDecimal("-2.00")));
    }

    @Test
    void conditionsCountAsDuckDbCountsThem() throws Exception {
        for (String[] pair : new String[][] {
            {"站名 like '站%' and fee >= 100.5", "\"站名\" like '站%' and fee >= 100.5"},
            {"day between '2025-01-05' and '2025-01-07'", "day between date '2025-01-05' and date '2025-01-07'"},
            {"at < timestamp '2025-01-01 09:00'", "\"at\" < timestamp '2025-01-01 09:00:00'"},
            {"not ok or 站名 is null", "not ok or \"站名\" is null"},
            {"ok = 'true' and month(at) = 1", "ok and month(\"at\") = 1"},
            {"round(speed, 1) = 2.3 or abs(-id) < 10", "round(speed, 1) = 2.3 or abs(-id) < 10"},
            {"coalesce(站名, '无') = '无'", "\"站名\" is null"},
            {
                "substr(站名, 2, 1) in ('1', '2') and id * 2 + 1 > 50 and id / 2 < 100.25",
                "substr(\"站名\",2,1) in ('1','2') and id*2+1 > 50 and id/2 < 100.25"
            },
            {"day + 1 = date '2025-01-03' and day - date '2025-01-01' = 1", "day = date '2025-01-02'"},
            {"id = '7' or fee = '1.50' or speed > 33000", "id = 7 or fee = 1.5 or speed > 33000"}
        }) {
            String expected = StoredTables.ask("SELECT count(*) FROM read_parquet("
                    + DuckDb.literal(tables.folder + "/gates/v1-*.parquet") + ") WHERE " + pair[1]);
            assertThat(ask("id", pair[0], "", "", 1).total()).as(pair[0]).contains(Long.valueOf(expected));
        }
    }

    @Test
    void pagesLoseAndDoubleNothing() {
        for (String order : List.of("", "tie", "tie desc, ok", "站名 nulls first")) {
            Set<Object> seen = new HashSet<>();
            Optional<String> cursor = Optional.empty();
            int pages = 0;
            do {
                RecordPage page = queries.records(
                        DatasetId.of("gates"),
                        new RecordQuery(
                                cursor.isEmpty() ? Optional.of(new VersionNumber(1)) : Optional.empty(),
                                "id, tie",
                                "id >= 0",
                                "",
                                order,
                                9_999,
                                cursor));
                page.rows().forEach(row -> assertThat(seen.add(row.getFirst())).isTrue());
                assertThat(page.version()).isEqualTo(new VersionNumber(1));
                assertThat(page.total()).contains(100_000L);
                cursor = page.next();
                pages++;
            } while (cursor.isPresent());
            assertThat(seen).as(order).hasSize(100_000);
            assertThat(pages).isEqualTo(11);
        }
    }

    @Test
    void unorderedRowsComeAsTheyLie() {
        assertThat(ask("id", "id >= 39999", "", "", 3).rows())
                .containsExactly(List.of(39_999L), List.of(40_000L), List.of(40_001L));
    }

    @Test
    void groupsAndAggregates() {
        RecordPage page = ask(
                "站名, count(*) AS value, sum(id), avg(fee) as mean, count(distinct tie) as ties",
                "",
                "站名",
                "value DESC, 站名",
                30);
        assertThat(page.total()).isEmpty();
        assertThat(page.columns())
                .extracting(ResultColumn::name)
                .containsExactly("站名", "value", "sum(id)", "mean", "ties");
        assertThat(page.rows()).hasSize(10);
        assertThat(page.rows().getFirst()).containsExactly("站0", 10_000L, 499_950_000L, 12_498.75, 7L);
        RecordPage years = ask("year(day) as y, max(day), min(站名)", "fee > 1", "y", "max(day)", 5);
        assertThat(years.rows()).containsExactly(List.of(2025L, "2025-01-30", "站0"));
        assertThat(ask("count(*)", "id < 0", "", "", 1).rows()).containsExactly(List.of(0L));
        assertThat(ask("", "", "ok", "", 5).rows()).hasSize(2);
        assertThat(ask("sum(fee)", "", "", "", 1).rows()).containsExactly(List.of(new BigDecimal("1249987500.00")));
    }

    @Test
    void groupedPagesGoOn() {
        RecordPage first = ask("day, count(*) as n", "", "day", "n", 20);
        RecordQuery second = new RecordQuery(Optional.empty(), "day, count(*) as n", "", "day", "n", 20, first.next());
        assertThat(queries.records(DatasetId.of("gates"), second).rows()).hasSize(10);
    }

    @Test
    void cursorBelongsToItsQueryAndVersion() {
        RecordPage page = ask("id", "ok", "", "", 5);
        badQuery(new RecordQuery(Optional.empty(), "id", "not ok", "", "", 5, page.next()), "另一个查询");
        badQuery(new RecordQuery(Optional.of(new VersionNumber(2)), "id", "ok", "", "", 5, page.next()), "v2");
        badQuery(new RecordQuery(Optional.empty(), "id", "ok", "", "", 5, Optional.of("AAAA")), "cursor");
        badQuery(new RecordQuery(Optional.empty(), "id", "ok", "", "", 5, Optional.of("no base64!")), "cursor");
        badQuery(query("id", "", "", "", 0), "limit");
        badQuery(query("id", "", "", "", 10_001), "limit");
    }

    @Test
    void refusesWrongSelectGroupAndOrder() {
        badQuery(query("id, count(*)", "", "", "", 5), "group");
        badQuery(query("nothing", "", "", "", 5), "nothing");
        badQuery(query("sum(站名)", "", "", "", 5), "参数 select");
        badQuery(query("sum(count(*))", "", "", "", 5), "参数 select");
        badQuery(query("id", "", "count(*)", "", 5), "参数");
        badQuery(query("id", "", "", "count(*)", 5), "参数 order");
        badQuery(query("id", "", "", "id sideways", 5), "sideways");
        badQuery(query("id", "", "", "id; drop", 5), "参数 order");
        badQuery(query("id as", "", "", "", 5), "参数 select");
        badQuery(query("id as a, 站名 as A", "", "", "", 5), "character 10: the answer has a column \"A\" already");
        badQuery(query("id, 站名 as ID", "", "", "", 5), "已有名为 \"ID\" 的列");
        for (String constant : List.of("1", "-1", "1 + 1 desc", "'站名'", "id, 2", "lower('x')", "date '2025-01-01'")) {
            badQuery(query("id", "", "", constant, 5), "请写列名");
        }
        badQuery(query("*, id", "", "", "", 5), "参数 select");
        badQuery(query("id", "id * 9000000000000000 * 9000 > 0", "", "", 5), "range");
    }

    private static void badQuery(RecordQuery query, String part) {
        assertThatThrownBy(() -> queries.records(DatasetId.of("gates"), query))
                .hasMessageContaining(part)
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_QUERY));
    }

    @Test
    void knowsNoOtherDatasetsAndVersions() {
        RecordQuery v9 = new RecordQuery(Optional.of(new VersionNumber(9)), "", "", "", "", 5, Optional.empty());
        assertThatThrownBy(() -> queries.records(DatasetId.of("gates"), v9)).hasMessageContaining("v9");
        assertThatThrownBy(() -> queries.records(DatasetId.of("other"), v9)).hasMessageContaining("other");
    }

    @Test
    void versionWithoutRowsAnswersNone() {
        RecordQuery all = new RecordQuery(Optional.empty(), "", "id > 1", "", "day", 5, Optional.empty());
        RecordPage page = queries.records(DatasetId.of("empty"), all);
        assertThat(page.rows()).isEmpty();
        assertThat(page.total()).contains(0L);
    }

    @Test
    void engineReadsNothingOutsideItsFolders() throws Exception {
        Path secret = Files.writeString(home.resolve("secret.csv"), "a\n1\n");
        for (String sql : List.of(
                "SELECT * FROM read_csv(" + DuckDb.literal(secret.toString()) + ")",
                "SELECT * FROM read_csv(" + DuckDb.literal(tables.folder + "/../secret.csv") + ")",
                "COPY (SELECT 1) TO " + DuckDb.literal(home.resolve("out.csv").toString()),
                "SET enable_external_access = true",
                "INSTALL httpfs",
                "SELECT * FROM 'https://localhost/x.parquet'")) {
            assertThatThrownBy(
                            () -> engine.run(sql, List.of(), Duration.ofSeconds(5), statement -> statement.execute()))
                    .as(sql)
                    .isInstanceOf(ExchangeException.class);
        }
        assertThat(home.resolve("out.csv")).doesNotExist();
    }

    @Test
    void slowQueriesAreStopped() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> engine.run(
                        "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = 7",
                        List.of(),
                        Duration.ofMillis(500),
                        statement -> statement.executeQuery().next()))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_TIMED_OUT));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(ask("count(*)", "", "", "", 1).rows()).containsExactly(List.of(100_000L));
    }
}
