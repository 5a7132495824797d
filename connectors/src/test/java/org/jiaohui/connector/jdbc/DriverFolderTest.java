package org.jiaohui.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.connector.server.MariaDbServer;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.source.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real drivers of seven vendors, laid into a folder as an administrator does. */
class DriverFolderTest {
    private static final Path JARS = Path.of("target/drivers");

    @TempDir
    Path folder;

    private Path drivers;
    private TestConnectors connectors;

    @BeforeEach
    void start() throws Exception {
        drivers = Files.createDirectories(folder.resolve("drivers"));
        connectors = new TestConnectors(
                folder, new ConnectorSettings(List.of("*"), List.of(folder), 1L << 30, 0, 50).withDrivers(drivers));
    }

    @AfterEach
    void stop() {
        connectors.close();
    }

    @Test
    void noneOfThemIsOnTheClassPath() {
        List<String> known = ServiceLoader.load(Driver.class).stream()
                .map(each -> each.type().getName())
                .toList();
        assertThat(known)
                .noneMatch(each -> each.startsWith("com.mysql")
                        || each.startsWith("oracle")
                        || each.startsWith("com.microsoft")
                        || each.startsWith("dm.")
                        || each.startsWith("com.kingbase8")
                        || each.startsWith("org.opengauss")
                        || each.startsWith("org.h2"));
    }

    @Test
    void noticesADriverThatIsAddedAndSaysWhenOneIsMissing() throws Exception {
        Map<String, String> settings = Map.of("url", "jdbc:h2:mem:added", "query", "SELECT 7 AS n");
        assertThatThrownBy(() -> connectors.fetch("jdbc", settings))
                .hasMessageContaining("驱动")
                .extracting("code")
                .isEqualTo(ErrorCode.SETTINGS_WRONG);
        lay("h2");
        assertThat(rows(settings)).containsExactly(List.of("7"));
    }

    @Test
    void readsTypesAndQuotedNamesInTheModesOfOracleAndSqlServer() throws Exception {
        lay("h2");
        for (String mode : List.of("Oracle", "MSSQLServer")) {
            String url = "jdbc:h2:file:" + folder.resolve(mode) + ";MODE=" + mode + ";DATABASE_TO_UPPER=FALSE";
            DriverFolder own = new DriverFolder(Optional.of(drivers));
            try (var connection = own.connect(url, new Properties());
                    var statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE \"Gate \"\"A\"\"\" (id BIGINT, amount DECIMAL(10,2), name VARCHAR(20), opened DATE,"
                                + " seen TIMESTAMP WITH TIME ZONE, ok BOOLEAN)");
                statement.execute(
                        "INSERT INTO \"Gate \"\"A\"\"\" VALUES (1, 12.50, '广州北', DATE '2024-02-29',"
                                + " TIMESTAMP WITH TIME ZONE '2024-01-01 00:00:00+00:00', TRUE), (2, NULL, NULL, NULL, NULL, NULL)");
            }
            // Oracle's DATE has a time of day.
            String day = mode.equals("Oracle") ? "1709164800000000" : "19782";
            assertThat(rows(Map.of("url", url, "table", "Gate \"A\"")))
                    .as(mode)
                    .containsExactly(
                            List.of("1", "1250", "广州北", day, "1704096000000000", "1"),
                            List.of("2", "null", "null", "null", "null", "null"));
        }
    }

    @Test
    void mySqlsOwnDriverReadsRowByRow() throws Exception {
        assumeTrue(MariaDbServer.isInstalled(), "mariadbd is not installed");
        lay("mysql-connector-j");
        try (MariaDbServer server = MariaDbServer.start(Files.createDirectories(folder.resolve("m")))) {
            server.sql(
                    "CREATE TABLE rows_of (id INT PRIMARY KEY, flag TINYINT(1), day DATE, seen DATETIME(6), plate VARCHAR(20))"
                            + " DEFAULT CHARACTER SET utf8mb4");
            server.sql(
                    "INSERT INTO rows_of SELECT seq, seq % 3, '2024-02-29', '2024-02-29 23:59:59.123456', CONCAT('粤A', seq) FROM seq_1_to_30000");
            server.sql("SET SESSION sql_mode = ''; INSERT INTO rows_of VALUES (30001, 0, '0000-00-00', NULL, NULL)");
            String url = server.url().replace("jdbc:mariadb:", "jdbc:mysql:");
            List<List<String>> read = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            Delivery.Table table =
                    (Delivery.Table) connectors.fetch("jdbc", Map.of("url", url, "user", "root", "table", "rows_of"));
            try (var source = table.reading().open(Optional.empty())) {
                Rows.all(source, read, (row, column, rule, value, reason, raw) -> refused.add(column));
            }
            assertThat(read).hasSize(30_000);
            assertThat(read.getFirst()).containsExactly("1", "1", "19782", "1709251199123456", "粤A1");
            assertThat(refused).as("a zero date is no date").containsExactly("day");
        }
    }

    @Test
    void tellsClearlyWhenAServerOfEachVendorIsNotThere() throws Exception {
        Map<String, String> addresses = new HashMap<>(Map.of(
                "ojdbc11", "jdbc:oracle:thin:@//127.0.0.1:%d/orcl",
                "mssql-jdbc", "jdbc:sqlserver://127.0.0.1:%d;databaseName=front;encrypt=false",
                "DmJdbcDriver18", "jdbc:dm://127.0.0.1:%d",
                "kingbase8", "jdbc:kingbase8://127.0.0.1:%d/front",
                "opengauss-jdbc", "jdbc:opengauss://127.0.0.1:%d/front",
                "mysql-connector-j", "jdbc:mysql://127.0.0.1:%d/front"));
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
        for (Map.Entry<String, String> each : addresses.entrySet()) {
            lay(each.getKey());
            Map<String, String> settings = Map.of(
                    "url",
                    String.format(java.util.Locale.ROOT, each.getValue(), closed),
                    "user",
                    "front",
                    "password",
                    "s3cret",
                    "table",
                    "GATES",
                    "connect-timeout",
                    "3s");
            assertThatThrownBy(() -> connectors.fetch("jdbc", settings))
                    .as(each.getKey())
                    .hasMessageContaining("无法连接")
                    .hasMessageNotContaining("s3cret")
                    .extracting("code")
                    .isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
            assertThat(TestConnectors.steps(connectors.test("jdbc", settings)))
                    .as(each.getKey())
                    .containsExactly("RESOLVE_HOST PASSED", "CONNECT FAILED SOURCE_UNREACHABLE");
        }
        assertThat(DriverManager.drivers().map(each -> each.getClass().getName()))
                .as("drivers of the folder stay apart")
                .noneMatch(each -> each.startsWith("oracle"));
    }

    private void lay(String name) throws Exception {
        try (Stream<Path> jars = Files.list(JARS)) {
            Path jar = jars.filter(each -> each.getFileName().toString().startsWith(name))
                    .findFirst()
                    .orElseThrow();
            Files.copy(jar, drivers.resolve(jar.getFileName()));
        }
    }

    private List<List<String>> rows(Map<String, String> settings) {
        List<List<String>> rows = new ArrayList<>();
        Delivery.Table table = (Delivery.Table) connectors.fetch("jdbc", settings);
        try (var source = table.reading().open(Optional.empty())) {
            Rows.all(source, rows, Rows.NONE_REFUSED);
        }
        return rows;
    }
}
