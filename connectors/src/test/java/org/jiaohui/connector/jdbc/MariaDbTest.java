package org.jiaohui.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.connector.server.MariaDbServer;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.receipt.CanonicalJson;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forward-only cursor against a real MariaDB server; skipped where its binaries are not installed. */
class MariaDbTest {
    private static @Nullable MariaDbServer started;
    private static TestConnectors connectors;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        assumeTrue(MariaDbServer.isInstalled(), "mariadbd is not installed");
        started = MariaDbServer.start(folder);
        connectors = new TestConnectors(folder.resolve("hub"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (started != null) {
            connectors.close();
            started.close();
        }
    }

    @Test
    void onlyTheKeysThatAreAskedForAreRead() throws Exception {
        server().sql("CREATE TABLE keyed (plate VARCHAR(40) PRIMARY KEY, n INT);"
                + "INSERT INTO keyed VALUES ('o''b', 1), ('back\\\\slash', 2), ('京A', 3), ('other', 4)");
        List<List<String>> rows = new ArrayList<>();
        List<List<String>> keys =
                List.of(List.of("o'b"), List.of("back\\slash"), List.of("京A"), List.of("' OR '1' = '1"));
        String only = CanonicalJson.write(Map.of("columns", List.of("plate"), "kinds", List.of("TEXT"), "keys", keys));
        try (TableSource source = open(Map.of("table", "keyed", "only-keys", only))) {
            Rows.all(source, rows, Rows.NONE_REFUSED);
        }
        assertThat(rows).extracting(row -> row.get(1)).containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void bringsTypesExactlyAndRefusesWhatIsNoValue() throws Exception {
        server().sql(
                        "CREATE TABLE kinds (id INT, flag TINYINT(1), bit1 BIT(1), bits BIT(10), big BIGINT UNSIGNED, medium INT UNSIGNED,"
                                + " n DECIMAL(10,3), wide DECIMAL(30,5), f DOUBLE, d DATE, ts DATETIME(6), tz TIMESTAMP NULL, t TIME(6), txt TEXT, j JSON,"
                                + " kind ENUM('公路','水路'), raw VARBINARY(4), y YEAR)");
        server().sql(
                        "SET sql_mode='', time_zone='+00:00';"
                                + "INSERT INTO kinds VALUES (1, 2, b'1', b'1000000001', 9007199254740993, 4294967295, -1.25, 12345678901234567890.12345, 0.5,"
                                + " '2024-02-29', '2024-02-29 01:02:03.000004', '2024-01-01 00:00:00', '23:59:59.5', '京A𠮷🚌', '{\"a\": 1}', '水路', X'beef', 2024);"
                                + "INSERT INTO kinds (id, big) VALUES (2, 18446744073709551615); INSERT INTO kinds (id, d) VALUES (3, '0000-00-00');"
                                + "INSERT INTO kinds (id, ts) VALUES (4, '0000-00-00'); INSERT INTO kinds (id, tz) VALUES (5, '0000-00-00');"
                                + "INSERT INTO kinds (id, t) VALUES (6, '-01:00:00'); INSERT INTO kinds (id, d) VALUES (7, '2024-02-00'); INSERT INTO kinds VALUES ()");
        List<List<String>> rows = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try (TableSource source = open(Map.of("table", "kinds"))) {
            assertThat(source.schema().columns())
                    .extracting(column -> column.type().toString())
                    .containsExactly(
                            "integer",
                            "integer",
                            "boolean",
                            "text",
                            "integer",
                            "integer",
                            "decimal(10,3)",
                            "text",
                            "double",
                            "date",
                            "timestamp",
                            "timestamp",
                            "time",
                            "text",
                            "json",
                            "text",
                            "text",
                            "integer");
            Rows.all(
                    source,
                    rows,
                    (row, column, rule, value, reason, raw) -> refused.add(row + " " + column + " " + value));
        }
        assertThat(refused)
                .containsExactly(
                        "1 big 18446744073709551615",
                        "2 d 0000-00-00",
                        "3 ts 0000-00-00 00:00:00.000000",
                        "4 tz 0000-00-00 00:00:00",
                        "5 t -01:00:00.000000",
                        "6 d 2024-02-00");
        assertThat(rows.get(0))
                .containsExactly(
                        "1",
                        "2",
                        "1",
                        "0201",
                        "9007199254740993",
                        "4294967295",
                        "-1250",
                        "12345678901234567890.12345",
                        "0.5",
                        "19782",
                        "1709168523000004",
                        "1704096000000000",
                        "86399500000",
                        "京A𠮷🚌",
                        "{\"a\": 1}",
                        "水路",
                        "beef",
                        "2024");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1)).containsOnly("null");
    }

    @Test
    void streamsAResultThatIsLargerThanTheMemoryItMayTake() {
        long most = 0;
        long rows = 0;
        long before = usedAfterCollection();
        String query = "SELECT seq AS id, REPEAT('x', 1000) AS t FROM seq_1_to_300000";
        try (TableSource source = open(Map.of("query", query))) {
            TablePart part = source.nextPart().orElseThrow();
            Batch batch = new Batch(source.schema(), 10_000);
            while (part.next(batch, Rows.NONE_REFUSED)) {
                rows += batch.rows;
                if (rows % 100_000 == 0) {
                    most = Math.max(most, usedAfterCollection() - before);
                }
            }
        }
        assertThat(rows).isEqualTo(300_000);
        assertThat(most).as("bytes held of a result of 300 MB").isLessThan(100L << 20);
    }

    @Test
    void reportsAConnectionThatIsKilledInTheMiddle() throws Exception {
        try (TableSource source =
                open(Map.of("query", "SELECT seq AS id, REPEAT('x', 1000) AS t FROM seq_1_to_300000"))) {
            TablePart part = source.nextPart().orElseThrow();
            Batch batch = new Batch(source.schema(), 1_000);
            assertThat(part.next(batch, Rows.NONE_REFUSED)).isTrue();
            server().sql(
                            "BEGIN NOT ATOMIC FOR c IN (SELECT id FROM information_schema.processlist WHERE info LIKE '%seq_1_to%'"
                                    + " AND id <> CONNECTION_ID()) DO EXECUTE IMMEDIATE CONCAT('KILL ', c.id); END FOR; END");
            assertThatThrownBy(() -> {
                        while (part.next(batch, Rows.NONE_REFUSED)) {
                            assertThat(batch.rows).isPositive();
                        }
                    })
                    .hasMessageContaining("broke off after")
                    .extracting("code")
                    .isEqualTo(ErrorCode.SOURCE_INTERRUPTED);
        }
    }

    @Test
    void endsInTimeWhileTheDatabaseIsSilent() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> {
                    try (TableSource source = open(Map.of(
                            "query",
                            "SELECT seq AS id, SLEEP(seq * 10) AS t FROM seq_0_to_2",
                            "total-timeout",
                            "2s"))) {
                        Rows.all(source, new ArrayList<>(), Rows.NONE_REFUSED);
                    }
                })
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void namesWhoMustAct() {
        wrong(Map.of("table", "nowhere"), ErrorCode.SETTINGS_WRONG);
        wrong(Map.of("table", "kinds", "user", "nobody"), ErrorCode.SOURCE_REFUSED_LOGIN);
        wrong(Map.of("table", "kinds", "url", server().url() + "2"), ErrorCode.SETTINGS_WRONG);
        wrong(Map.of("table", "kinds", "url", "jdbc:mariadb://127.0.0.1:1/hub"), ErrorCode.SOURCE_UNREACHABLE);
    }

    @Test
    void bringsTheAdministrativeDivisions() throws Exception {
        Divisions divisions = Divisions.ofRealData();
        divisions.load(server().connect());
        try (TableSource source = open(Map.of("table", "streets"))) {
            divisions.assertSame(source);
        }
    }

    private static void wrong(Map<String, String> settings, ErrorCode code) {
        assertThatThrownBy(() -> open(settings)).extracting("code").isEqualTo(code);
    }

    private static TableSource open(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", server().url(), "user", "root"));
        settings.putAll(more);
        return ((Delivery.Table) connectors.fetch("jdbc", settings)).reading().open(Optional.empty());
    }

    private static MariaDbServer server() {
        return Objects.requireNonNull(started);
    }

    private static long usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
