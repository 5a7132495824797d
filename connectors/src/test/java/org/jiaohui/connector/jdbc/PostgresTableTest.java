package org.jiaohui.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.receipt.CanonicalJson;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTableTest {
    private static EmbeddedPostgres postgres;
    private static TestConnectors connectors;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        postgres = EmbeddedPostgres.start();
        connectors = new TestConnectors(folder);
        sql(
                "CREATE TABLE sums AS SELECT i AS id, (i * 1.25)::numeric(12,2) AS amount, i::float8 / 3 AS part, 'plate-' || i AS plate,"
                        + " CASE WHEN i % 10 = 0 THEN NULL ELSE i END::int AS maybe FROM generate_series(1, 200000) i");
        sql("""
            CREATE TABLE kinds (i2 int2, i4 int4, i8 int8, n numeric(10,3), wide numeric(30,2), free numeric, f4 float4, f8 float8, b bool,
              d date, ts timestamp, tz timestamptz, t time, txt text, v varchar(20), c char(5), u uuid, j json, jb jsonb, raw bytea,
              list int[], i interval);
            INSERT INTO kinds VALUES (-1, 2, 9007199254740993, -12345.670, 12345678901234567890.12, 1.5, 1.5, 2.25, true, '2024-02-29',
              '2024-02-29 23:59:59.123456', '2024-01-01 00:00:00+00', '23:59:59.999999', '京A12345', 'v', 'ab', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
              '{"a":1}', '{"a": 1}', '\\xdeadbeef', '{1,2}', '1 day');
            INSERT INTO kinds (i2) VALUES (NULL);
            INSERT INTO kinds (n, tz, d) VALUES (0.001, '1988-07-01 00:00:00+00', '1900-01-01'), (9999999.999, '1995-07-01 00:00:00+00', '0001-01-01')""");
    }

    @AfterAll
    static void stop() throws Exception {
        connectors.close();
        postgres.close();
    }

    /** Whatever texts keys are, however many, and whatever the columns' own types: exactly their rows come. */
    @Test
    void onlyTheKeysThatAreAskedForAreRead() throws Exception {
        sql("CREATE TABLE keyed (plate text, id uuid, n int, primary key (plate, n))");
        sql(
                "INSERT INTO keyed SELECT CASE i % 3 WHEN 0 THEN 'o''b' WHEN 1 THEN 'back\\slash\\' ELSE '京A' END, gen_random_uuid(), i FROM generate_series(1, 2000) i");
        List<List<String>> keys = new ArrayList<>();
        for (int i = 1; i <= 1_300; i++) {
            keys.add(List.of(i % 3 == 0 ? "o'b" : i % 3 == 1 ? "back\\slash\\" : "京A", Integer.toString(i)));
        }
        keys.add(List.of("') OR ('1' = '1", "1"));
        Read read = read(
                Map.of("table", "keyed", "only-keys", json(List.of("plate", "n"), List.of("TEXT", "INTEGER"), keys)),
                Optional.empty());
        assertThat(read.refused).isEmpty();
        assertThat(read.rows).hasSize(1_300).allMatch(row -> Integer.parseInt(row.get(2)) <= 1_300);
        String one = read.rows.getFirst().get(1);
        assertThat(read(
                                Map.of(
                                        "table",
                                        "keyed",
                                        "only-keys",
                                        json(List.of("id"), List.of("TEXT"), List.of(List.of(one)))),
                                Optional.empty())
                        .rows)
                .hasSize(1);
    }

    private static String json(List<String> columns, List<String> kinds, List<List<String>> keys) {
        return CanonicalJson.write(Map.of("columns", columns, "kinds", kinds, "keys", keys));
    }

    @Test
    void bringsEveryTypeExactly() {
        Read read = read(Map.of("table", "kinds"), Optional.empty());
        assertThat(read.refused).isEmpty();
        assertThat(read.rows.get(0))
                .containsExactly(
                        "-1",
                        "2",
                        "9007199254740993",
                        "-12345670",
                        "12345678901234567890.12",
                        "1.5",
                        "1.5",
                        "2.25",
                        "1",
                        "19782",
                        micros("2024-02-29T23:59:59.123456"),
                        micros("2024-01-01T08:00:00"),
                        "86399999999",
                        "京A12345",
                        "v",
                        "ab",
                        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                        "{\"a\":1}",
                        "{\"a\": 1}",
                        "deadbeef",
                        "{1,2}",
                        "1 day");
        assertThat(read.rows.get(1)).containsOnly("null");
        assertThat(read.rows.get(2).get(3)).isEqualTo("1");
        assertThat(read.rows.get(2).get(11)).isEqualTo(micros("1988-07-01T09:00:00"));
        assertThat(read.rows.get(3).get(3)).isEqualTo("9999999999");
        assertThat(read.rows.get(3).get(11)).isEqualTo(micros("1995-07-01T08:00:00"));
        assertThat(read.rows.get(3).get(9)).isEqualTo("-719162");
    }

    @Test
    void stopsWithinSecondsWhileTheDatabaseIsSilent() {
        long start = System.nanoTime();
        Map<String, String> settings = Map.of(
                "url",
                postgres.getJdbcUrl("postgres", "postgres"),
                "query",
                "SELECT i AS id, pg_sleep(i)::text AS t FROM generate_series(0, 20, 10) i");
        Delivery.Table delivery = (Delivery.Table)
                connectors.fetch("jdbc", settings, Optional.empty(), TestConnectors.stoppingAfter(2_000));
        assertThatThrownBy(() -> {
                    try (TableSource source = delivery.reading().open(Optional.empty())) {
                        Rows.all(source, new ArrayList<>(), Rows.NONE_REFUSED);
                    }
                })
                .extracting("code")
                .isEqualTo(ErrorCode.STOPPED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void bringsTheAdministrativeDivisions() throws Exception {
        Divisions divisions = Divisions.ofRealData();
        divisions.load(postgres.getPostgresDatabase().getConnection());
        try (TableSource source = open(Map.of("table", "streets"), Optional.empty())) {
            divisions.assertSame(source);
        }
    }

    @Test
    void sumsAgreeWithTheDatabase() throws Exception {
        long ids = 0;
        long amounts = 0;
        long maybe = 0;
        double parts = 0;
        long rows = 0;
        try (TableSource source = open(Map.of("table", "sums", "schema", "public"), Optional.empty())) {
            TablePart part = source.nextPart().orElseThrow();
            Batch batch = new Batch(source.schema(), 10_000);
            while (part.next(batch, Rows.NONE_REFUSED)) {
                for (int i = 0; i < batch.rows; i++) {
                    ids += batch.column(0).longs[i];
                    amounts += batch.column(1).longs[i];
                    parts += batch.column(2).getDouble(i);
                    maybe += batch.column(4).nulls[i] ? 0 : batch.column(4).longs[i];
                }
                rows += batch.rows;
            }
            assertThat(part.rowsRead()).isEqualTo(200_000);
            assertThat(source.nextPart()).isEmpty();
        }
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet truth = statement.executeQuery(
                        "SELECT count(*), sum(id), (sum(amount) * 100)::bigint, sum(part), sum(maybe) FROM sums")) {
            truth.next();
            assertThat(rows).isEqualTo(truth.getLong(1));
            assertThat(ids).isEqualTo(truth.getLong(2));
            assertThat(amounts).isEqualTo(truth.getLong(3));
            assertThat(parts).isCloseTo(truth.getDouble(4), org.assertj.core.data.Percentage.withPercentage(1e-9));
            assertThat(maybe).isEqualTo(truth.getLong(5));
        }
    }

    @Test
    void refusesRowsThatDoNotFitTheDeclaredTypes() {
        TableSchema declared = TableSchema.of(List.of(
                Column.of("D", ColumnType.DATE),
                Column.of("v", ColumnType.INTEGER),
                Column.of("n", ColumnType.decimal(4, 1))));
        Read read = read(
                Map.of(
                        "query",
                        "SELECT * FROM (VALUES ('2024-01-02'::text, '12'::text, 1.5::numeric), ('2024-02-30', '1', 1),"
                                + " ('2024-01-01', '1.5', 1), ('2024-01-01', '3', 1.25), (NULL, NULL, 999.9), ('2024-01-01', '3', 1000)) x(d, v, n);"),
                Optional.of(declared));
        assertThat(read.rows).containsExactly(List.of("19724", "12", "15"), List.of("null", "null", "9999"));
        assertThat(read.refused).containsExactly("1 D 2024-02-30", "2 v 1.5", "3 n 1.25", "5 n 1000");
    }

    @Test
    void refusesInfiniteValues() {
        Read read = read(
                Map.of(
                        "query",
                        "SELECT 'infinity'::date AS d, 1::float8 AS f, 1::numeric(5,2) AS n UNION ALL SELECT '2024-01-01', 'NaN', 1"
                                + " UNION ALL SELECT '2024-01-01', 1, 'NaN' UNION ALL SELECT '2024-01-01', 1, 2"),
                Optional.empty());
        assertThat(read.refused).startsWith("0 d infinity", "1 f NaN");
        assertThat(read.rows).isNotEmpty();
    }

    @Test
    void tellsHowFarItCameWhenTheDatabaseDies() throws Exception {
        try (TableSource source = open(
                Map.of("query", "SELECT i, repeat('x', 500) AS filler FROM generate_series(1, 500000) i"),
                Optional.empty())) {
            TablePart part = source.nextPart().orElseThrow();
            Batch batch = new Batch(source.schema(), 1_000);
            assertThat(part.next(batch, Rows.NONE_REFUSED)).isTrue();
            sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND pid <> pg_backend_pid()");
            assertThatThrownBy(() -> {
                        while (part.next(batch, Rows.NONE_REFUSED)) {
                            assertThat(batch.rows).isPositive();
                        }
                    })
                    .hasMessageContaining("rows")
                    .extracting("code")
                    .isEqualTo(ErrorCode.SOURCE_INTERRUPTED);
            assertThat(part.rowsRead()).isBetween(1_000L, 499_999L);
        }
    }

    @Test
    void namesWhatIsWrongWithTheSettings() {
        assertThatThrownBy(() -> open(Map.of("table", "nowhere"), Optional.empty()))
                .hasMessageContaining("nowhere")
                .extracting("code")
                .isEqualTo(ErrorCode.SETTINGS_WRONG);
        assertThatThrownBy(() -> open(Map.of(), Optional.empty()))
                .extracting("code")
                .isEqualTo(ErrorCode.SETTINGS_WRONG);
        assertThatThrownBy(() -> open(
                        Map.of("table", "sums"),
                        Optional.of(TableSchema.of(List.of(Column.of("gone", ColumnType.TEXT))))))
                .hasMessageContaining("gone")
                .extracting("code")
                .isEqualTo(ErrorCode.COLUMN_MISSING);
        assertThatThrownBy(
                        () -> connectors.fetch("jdbc", Map.of("url", "jdbc:postgresql://127.0.0.1:1/x", "table", "t")))
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        assertThatThrownBy(() -> connectors.fetch(
                        "jdbc", Map.of("url", "jdbc:postgresql://127.0.0.1/x?socketFactory=evil", "table", "t")))
                .extracting("code")
                .isEqualTo(ErrorCode.SETTINGS_WRONG);
    }

    private record Read(List<List<String>> rows, List<String> refused) {}

    private static Read read(Map<String, String> settings, Optional<TableSchema> declared) {
        Read read = new Read(new ArrayList<>(), new ArrayList<>());
        try (TableSource source = open(settings, declared)) {
            Rows.all(
                    source,
                    read.rows,
                    (row, column, rule, value, reason, raw) -> read.refused.add(row + " " + column + " " + value));
        }
        return read;
    }

    private static TableSource open(Map<String, String> settings, Optional<TableSchema> declared) {
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.put("url", postgres.getJdbcUrl("postgres", "postgres").split("\\?", 2)[0]);
        all.put("user", "postgres");
        Delivery.Table table = (Delivery.Table) connectors.fetch("jdbc", all);
        return table.reading().open(declared);
    }

    private static void sql(String text) throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private static String micros(String local) {
        LocalDateTime time = LocalDateTime.parse(local);
        return Long.toString(time.toEpochSecond(ZoneOffset.UTC) * 1_000_000L
                + time.toLocalTime().toNanoOfDay() % 1_000_000_000L / 1_000);
    }

    @Test
    void triesOutStepByStep() {
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
        Map<String, String> good = Map.of("url", url, "user", "postgres", "table", "sums");
        TrialReport report = connectors.test("jdbc", good);
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.sample().orElseThrow().rows())
                .hasSize(5)
                .first()
                .isEqualTo(List.of("1", "1.25", "0.3333333333333333", "plate-1", "1").stream()
                        .map(Optional::of)
                        .toList());
        assertThat(TestConnectors.steps(connectors.test(
                        "jdbc", Map.of("url", "jdbc:postgresql://127.0.0.1:1/postgres", "table", "sums"))))
                .containsExactly("RESOLVE_HOST PASSED", "CONNECT FAILED SOURCE_UNREACHABLE");
        assertThat(TestConnectors.steps(
                        connectors.test("jdbc", Map.of("url", url, "user", "postgres", "table", "nowhere"))))
                .endsWith("AUTHENTICATE PASSED", "PERMISSION FAILED SETTINGS_WRONG");
        assertThat(TestConnectors.steps(connectors.test(
                        "jdbc", Map.of("url", url.replace("/postgres", "/none"), "user", "postgres", "table", "sums"))))
                .endsWith("CONNECT PASSED", "AUTHENTICATE FAILED SETTINGS_WRONG");
    }
}
