package org.jiaohui.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.receipt.CanonicalJson;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real MySQL server, read with the driver that comes with the hub and with MySQL's own, laid into the folder of drivers. */
class MySqlTest {
    private static @Nullable MySqlServer started;
    private static TestConnectors connectors;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        assumeTrue(MySqlServer.canRun(), "the MySQL server of the tests needs Linux on x86-64, libaio1 and libnuma1");
        started = MySqlServer.start(folder);
        Path drivers = Files.createDirectories(folder.resolve("drivers"));
        try (Stream<Path> jars = Files.list(Path.of("target/drivers"))) {
            for (Path jar : jars.filter(each -> each.getFileName().toString().startsWith("mysql-connector-j"))
                    .toList()) {
                Files.copy(jar, drivers.resolve(jar.getFileName()));
            }
        }
        connectors = new TestConnectors(
                folder.resolve("hub"),
                new ConnectorSettings(List.of("*"), List.of(folder), 1L << 30, 0, 50).withDrivers(drivers));
        // A hundred thousand numbers, and more of them by joining.
        server().sql("CREATE TABLE digits (d INT PRIMARY KEY); INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5),"
                + " (6), (7), (8), (9)");
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            connectors.close();
            started.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void bringsTypesExactlyAndRefusesWhatIsNoValue(String driver) throws Exception {
        String table = "kinds_" + driver;
        server().sql(
                        "CREATE TABLE %1$s (id INT, flag TINYINT(1), tiny TINYINT UNSIGNED, small SMALLINT UNSIGNED, medium MEDIUMINT UNSIGNED, num INT UNSIGNED,"
                                        .formatted(table)
                                + " big BIGINT UNSIGNED, bit1 BIT(1), bits BIT(10), n DECIMAL(10,3), nu DECIMAL(18,4) UNSIGNED, wide DECIMAL(30,5), f FLOAT, g DOUBLE,"
                                + " d DATE, ts DATETIME(6), whole DATETIME, tz TIMESTAMP(6) NULL, t TIME(6), txt VARCHAR(40), lng LONGTEXT, j JSON,"
                                + " kind ENUM('公路','水路'), parts SET('货','客'), raw VARBINARY(4), b BLOB, y YEAR) DEFAULT CHARSET=utf8mb4");
        server().sql(
                        "SET sql_mode='', time_zone='+00:00'; INSERT INTO %1$s VALUES (1, 2, 255, 65535, 16777215, 4294967295, 9223372036854775807, b'1', b'1000000001', -1.25,"
                                        .formatted(table)
                                + " 12345678901234.5678, 12345678901234567890.12345, 0.5, -1e-300, '2024-02-29', '2024-02-29 01:02:03.000004', '1000-01-01 00:00:00',"
                                + " '2024-01-01 00:00:00.5', '23:59:59.5', '京A𠮷🚌', '收费站', '{\"a\": 1}', '水路', '货,客', X'beef', X'00ff', 2024);"
                                + "INSERT INTO %1$s (id, big) VALUES (2, 18446744073709551615);".formatted(table)
                                + "INSERT INTO %1$s (id, d) VALUES (3, '0000-00-00'); INSERT INTO %1$s (id, ts) VALUES (4, '0000-00-00');"
                                        .formatted(table)
                                + "INSERT INTO %1$s (id, tz) VALUES (5, '0000-00-00'); INSERT INTO %1$s (id, t) VALUES (6, '-01:00:00');"
                                        .formatted(table)
                                + "INSERT INTO %1$s (id, d) VALUES (7, '2024-02-00'); INSERT INTO %1$s (id, t) VALUES (8, '25:00:00'); INSERT INTO %1$s VALUES ()"
                                        .formatted(table));
        List<List<String>> rows = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try (TableSource source = open(driver, Map.of("table", table))) {
            assertThat(source.schema().columns())
                    .extracting(column -> column.name() + " " + column.type())
                    .containsExactly(
                            "id integer",
                            "flag integer",
                            "tiny integer",
                            "small integer",
                            "medium integer",
                            "num integer",
                            "big integer",
                            "bit1 boolean",
                            "bits text",
                            "n decimal(10,3)",
                            "nu decimal(18,4)",
                            "wide text",
                            "f double",
                            "g double",
                            "d date",
                            "ts timestamp",
                            "whole timestamp",
                            "tz timestamp",
                            "t time",
                            "txt text",
                            "lng text",
                            "j json",
                            "kind text",
                            "parts text",
                            "raw text",
                            "b text",
                            "y integer");
            Rows.all(source, rows, (row, column, rule, value, reason, raw) -> refused.add(row + " " + column));
        }
        assertThat(refused).containsExactly("1 big", "2 d", "3 ts", "4 tz", "5 t", "6 d", "7 t");
        assertThat(rows.get(0))
                .containsExactly(
                        "1",
                        "2",
                        "255",
                        "65535",
                        "16777215",
                        "4294967295",
                        "9223372036854775807",
                        "1",
                        "0201",
                        "-1250",
                        "123456789012345678",
                        "12345678901234567890.12345",
                        "0.5",
                        "-1.0E-300",
                        "19782",
                        "1709168523000004",
                        "-30610224000000000",
                        "1704096000500000",
                        "86399500000",
                        "京A𠮷🚌",
                        "收费站",
                        "{\"a\": 1}",
                        "水路",
                        "货,客",
                        "beef",
                        "00ff",
                        "2024");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1)).containsOnly("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void streamsAResultThatIsLargerThanTheMemoryItMayTake(String driver) {
        long most = 0;
        long rows = 0;
        long before = usedAfterCollection();
        try (TableSource source = open(driver, Map.of("query", thousands(200)))) {
            TablePart part = source.nextPart().orElseThrow();
            Batch batch = new Batch(source.schema(), 10_000);
            while (part.next(batch, Rows.NONE_REFUSED)) {
                rows += batch.rows;
                if (rows % 50_000 == 0) {
                    most = Math.max(most, usedAfterCollection() - before);
                }
            }
        }
        assertThat(rows).isEqualTo(200_000);
        assertThat(most).as("bytes held of a result of 200 MB").isLessThan(100L << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void reportsAConnectionThatIsKilledInTheMiddle(String driver) throws Exception {
        try (TableSource source = open(driver, Map.of("query", thousands(200)))) {
            TablePart part = source.nextPart().orElseThrow();
            Batch batch = new Batch(source.schema(), 1_000);
            assertThat(part.next(batch, Rows.NONE_REFUSED)).isTrue();
            killReaders();
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

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void readsOnFromTheWatermark(String driver) throws Exception {
        String table = "grown_" + driver;
        server().sql(
                        "CREATE TABLE %1$s (id INT PRIMARY KEY, at DATETIME(6)); INSERT INTO %1$s VALUES (1, '2024-01-01 10:00:00'), (2, '2024-01-01 12:00:00.000001'), (3, NULL)"
                                .formatted(table));
        Map<String, String> settings = Map.of("table", table, "watermark-column", "at", "safety-window", "1h");
        Delivery.Table first = table(driver, settings, Optional.empty());
        assertThat(ids(first)).containsExactlyInAnyOrder("1", "2", "3");
        server().sql(
                        "INSERT INTO %1$s VALUES (4, '2024-01-01 11:00:00.000001'), (5, '2024-01-01 11:00:00'), (6, '2024-01-02')"
                                .formatted(table));
        Delivery.Table second = table(driver, settings, Optional.of(first.position()));
        assertThat(ids(second)).containsExactlyInAnyOrder("2", "3", "4", "6");
        assertThat(second.position()).endsWith("2024-01-02 00:00:00.000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void onlyTheKeysThatAreAskedForAreRead(String driver) throws Exception {
        String table = "keyed_" + driver;
        server().sql("CREATE TABLE %1$s (plate VARCHAR(40) PRIMARY KEY, n INT) DEFAULT CHARSET=utf8mb4;"
                        .formatted(table)
                + "INSERT INTO %1$s VALUES ('o''b', 1), ('back\\\\slash', 2), ('京A', 3), ('other', 4)"
                        .formatted(table));
        List<List<String>> keys =
                List.of(List.of("o'b"), List.of("back\\slash"), List.of("京A"), List.of("' OR '1' = '1"));
        String only = CanonicalJson.write(Map.of("columns", List.of("plate"), "kinds", List.of("TEXT"), "keys", keys));
        List<List<String>> rows = new ArrayList<>();
        try (TableSource source = open(driver, Map.of("table", table, "only-keys", only))) {
            Rows.all(source, rows, Rows.NONE_REFUSED);
        }
        assertThat(rows).extracting(row -> row.get(1)).containsExactlyInAnyOrder("1", "2", "3");
    }

    /** MySQL 8 checks passwords over encrypted connections; its own driver encrypts unasked. */
    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql"})
    void logsInWithAPasswordAndNamesWhoMustAct(String driver) throws Exception {
        String encrypted = server().url(driver) + (driver.equals("mariadb") ? "?sslMode=trust" : "");
        Map<String, String> table =
                Map.of("url", encrypted, "user", MySqlServer.USER, "password", MySqlServer.PASSWORD, "table", "digits");
        assertThat(TestConnectors.steps(connectors.test("jdbc", settings(driver, table))))
                .containsExactly(
                        "RESOLVE_HOST PASSED",
                        "CONNECT PASSED",
                        "AUTHENTICATE PASSED",
                        "PERMISSION PASSED",
                        "SAMPLE PASSED");
        wrong(driver, with(table, Map.of("password", "wrong")), ErrorCode.SOURCE_REFUSED_LOGIN);
        wrong(driver, with(table, Map.of("table", "nowhere")), ErrorCode.SETTINGS_WRONG);
        wrong(driver, with(table, Map.of("url", encrypted.replace("/hub", "/nowhere"))), ErrorCode.SETTINGS_WRONG);
        wrong(
                driver,
                with(table, Map.of("url", "jdbc:" + driver + "://127.0.0.1:1/hub")),
                ErrorCode.SOURCE_UNREACHABLE);
    }

    @Test
    void saysThatAnAccountWantsItsConnectionsEncrypted() throws Exception {
        server().sql("CREATE USER 'careful'@'%' IDENTIFIED BY 'careful-secret'");
        assertThatThrownBy(() ->
                        open("mariadb", Map.of("user", "careful", "password", "careful-secret", "table", "digits")))
                .hasMessageContaining("sslMode=trust")
                .extracting("code")
                .isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN);
    }

    @Test
    void bringsTheAdministrativeDivisions() throws Exception {
        Divisions divisions = Divisions.ofRealData();
        divisions.load(server().connect());
        for (String driver : List.of("mariadb", "mysql")) {
            try (TableSource source = open(driver, Map.of("table", "streets"))) {
                divisions.assertSame(source);
            }
        }
    }

    /** So many thousand rows of a thousand bytes each. */
    private static String thousands(int count) {
        return ("SELECT a.d + 10 * b.d + 100 * c.d + 1000 * t.n AS id, REPEAT('x', 1000) AS t FROM digits a, digits b, digits c,"
                        + " (SELECT x.d + 10 * y.d + 100 * z.d AS n FROM digits x, digits y, digits z) t WHERE t.n < %d")
                .formatted(count);
    }

    private static void killReaders() throws Exception {
        List<Long> readers = new ArrayList<>();
        try (var connection = server().connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT id FROM information_schema.processlist WHERE info LIKE"
                        + " '%REPEAT(%' AND id <> CONNECTION_ID()")) {
            while (row.next()) {
                readers.add(row.getLong(1));
            }
        }
        assertThat(readers).isNotEmpty();
        for (long each : readers) {
            server().sql("KILL " + each);
        }
    }

    private static void wrong(String driver, Map<String, String> settings, ErrorCode code) {
        assertThatThrownBy(() -> open(driver, settings)).extracting("code").isEqualTo(code);
    }

    private static List<String> ids(Delivery.Table table) {
        List<List<String>> rows = new ArrayList<>();
        try (TableSource source = table.reading().open(Optional.empty())) {
            Rows.all(source, rows, Rows.NONE_REFUSED);
        }
        return rows.stream().map(List::getFirst).toList();
    }

    private static TableSource open(String driver, Map<String, String> more) {
        return table(driver, more, Optional.empty()).reading().open(Optional.empty());
    }

    private static Delivery.Table table(String driver, Map<String, String> more, Optional<String> since) {
        return (Delivery.Table) connectors.fetch("jdbc", settings(driver, more), since, RunProgress.SILENT);
    }

    private static Map<String, String> settings(String driver, Map<String, String> more) {
        String plain = driver.equals("mysql") ? "?sslMode=DISABLED" : "";
        return with(Map.of("url", server().url(driver) + plain, "user", "root"), more);
    }

    private static Map<String, String> with(Map<String, String> settings, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }

    private static MySqlServer server() {
        return Objects.requireNonNull(started);
    }

    private static long usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
