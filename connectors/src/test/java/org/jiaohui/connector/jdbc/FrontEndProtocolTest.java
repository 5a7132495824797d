package org.jiaohui.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.connector.server.MariaDbServer;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.account.AcknowledgedConnector;
import org.jiaohui.exchange.source.account.Acknowledgement;
import org.jiaohui.exchange.source.account.Claim;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same promises on PostgreSQL, by the driver of openGauss and, where it is installed, on MariaDB. */
class FrontEndProtocolTest {
    private static final Map<String, String> DATABASES = new LinkedHashMap<>();
    private static EmbeddedPostgres postgres;
    private static Optional<MariaDbServer> mariaDb = Optional.empty();
    private static TestConnectors connectors;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        postgres = PostgresFamily.start();
        DATABASES.put("postgres", postgres());
        // Kingbase's driver says with each bound value whether it goes in or out, which PostgreSQL cannot read.
        PostgresFamily.execute(postgres, "create role opengauss superuser login");
        DATABASES.put("opengauss", PostgresFamily.url("opengauss", postgres));
        if (MariaDbServer.isInstalled()) {
            MariaDbServer server = MariaDbServer.start(Files.createDirectories(folder.resolve("m")));
            mariaDb = Optional.of(server);
            DATABASES.put("root", server.url());
        }
        connectors = new TestConnectors(
                folder,
                new ConnectorSettings(List.of("*"), List.of(folder), 1L << 30, 2, 50)
                        .withDrivers(PostgresFamily.drivers(folder)));
    }

    private static String postgres() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    @AfterAll
    static void stop() throws Exception {
        connectors.close();
        postgres.close();
        mariaDb.ifPresent(MariaDbServer::close);
    }

    static List<String> users() {
        return List.copyOf(DATABASES.keySet());
    }

    @ParameterizedTest
    @MethodSource("users")
    void takesWaitingRowsAndMarksThemOnceTheyArePublished(String user) throws Exception {
        fill(user, 10);
        Claim claim = new Claim(RunId.create(), 1);
        assertThat(ids(fetch(user, claim, Map.of())))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        assertThat(statuses(user)).containsExactly("1:10");
        sql(user, "INSERT INTO gates VALUES (11, 'late', 'I', '0', NULL, NULL)");
        acknowledge(
                user,
                new Acknowledgement(
                        claim.run(), RunOutcome.PUBLISHED, Optional.of(claim.toString()), Optional.empty()));
        acknowledge(
                user,
                new Acknowledgement(
                        claim.run(), RunOutcome.PUBLISHED, Optional.of(claim.toString()), Optional.empty()));
        assertThat(statuses(user)).containsExactly("0:1", "2:10");
        assertThat(ids(fetch(user, new Claim(RunId.create(), 1), Map.of()))).containsExactly("11");
        assertThat(fetchAny(user, new Claim(RunId.create(), 1), Map.of())).isInstanceOf(Delivery.NotModified.class);
    }

    @ParameterizedTest
    @MethodSource("users")
    void takesAtMostSoManyRowsInTheirOrder(String user) throws Exception {
        fill(user, 10);
        assertThat(ids(fetch(user, new Claim(RunId.create(), 1), Map.of("batch-rows", "4", "order-columns", "id"))))
                .containsExactly("1", "2", "3", "4");
        assertThat(ids(fetch(user, new Claim(RunId.create(), 1), Map.of("batch-rows", "4", "order-columns", "id"))))
                .containsExactly("5", "6", "7", "8");
    }

    @ParameterizedTest
    @MethodSource("users")
    void givesTheNextAttemptWhatTheCutOffOneHeldAndNothingElse(String user) throws Exception {
        fill(user, 5);
        RunId run = RunId.create();
        fetch(user, new Claim(run, 1), Map.of());
        sql(user, "INSERT INTO gates VALUES (6, 'late', 'I', '0', NULL, NULL)");
        Claim second = new Claim(run, 2);
        assertThat(ids(fetch(user, second, Map.of()))).containsExactly("1", "2", "3", "4", "5");
        acknowledge(
                user, new Acknowledgement(run, RunOutcome.PUBLISHED, Optional.of(second.toString()), Optional.empty()));
        assertThat(statuses(user)).containsExactly("0:1", "2:5");
    }

    @ParameterizedTest
    @MethodSource("users")
    void letsRowsGoThatAnAttemptClaimedAfterAnotherHadPublished(String user) throws Exception {
        fill(user, 3);
        RunId run = RunId.create();
        Claim published = new Claim(run, 2);
        fetch(user, published, Map.of());
        Acknowledgement told =
                new Acknowledgement(run, RunOutcome.PUBLISHED, Optional.of(published.toString()), Optional.empty());
        acknowledge(user, told);
        sql(user, "INSERT INTO gates VALUES (4, 'new', 'I', '0', NULL, NULL)");
        fetch(user, new Claim(run, 1), Map.of());
        assertThat(statuses(user)).containsExactly("1:1", "2:3");
        acknowledge(user, told);
        assertThat(statuses(user)).as("row 4 was never published").containsExactly("0:1", "2:3");
    }

    @ParameterizedTest
    @MethodSource("users")
    void letsRowsGoWithTheReasonWhenTheyWereNotPublished(String user) throws Exception {
        fill(user, 2);
        Claim claim = new Claim(RunId.create(), 1);
        fetch(user, claim, Map.of());
        acknowledge(
                user,
                new Acknowledgement(claim.run(), RunOutcome.REJECTED, Optional.empty(), Optional.of("列 plate 为空")));
        assertThat(statuses(user)).containsExactly("0:2");
        assertThat(query(user, "SELECT DISTINCT err FROM gates")).containsExactly("列 plate 为空");
        Claim again = new Claim(RunId.create(), 1);
        fetch(user, again, Map.of("failed", "9"));
        acknowledge(
                user,
                new Acknowledgement(again.run(), RunOutcome.FAILED, Optional.empty(), Optional.of("x")),
                Map.of("failed", "9"));
        assertThat(statuses(user)).as("a broken world is no fault of the rows").containsExactly("0:2");
        Claim third = new Claim(RunId.create(), 1);
        fetch(user, third, Map.of("failed", "9"));
        acknowledge(
                user,
                new Acknowledgement(third.run(), RunOutcome.REJECTED, Optional.empty(), Optional.of("x")),
                Map.of("failed", "9"));
        assertThat(statuses(user)).containsExactly("9:2");
    }

    @ParameterizedTest
    @MethodSource("users")
    void triesOutWithoutTakingAnything(String user) throws Exception {
        fill(user, 7);
        TrialReport report = connectors.test("frontend-db", settings(user, Map.of()));
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(report.sample().orElseThrow().rows()).hasSize(5);
        assertThat(statuses(user)).containsExactly("0:7");
        assertThat(TestConnectors.steps(
                        connectors.test("frontend-db", settings(user, Map.of("status-column", "state")))))
                .endsWith("AUTHENTICATE PASSED", "PERMISSION FAILED SETTINGS_WRONG");
        assertThatThrownBy(() -> fetch(user, new Claim(RunId.create(), 1), Map.of("claim-column", "nobody")))
                .extracting("code")
                .isEqualTo(ErrorCode.SETTINGS_WRONG);
    }

    private static void fill(String user, int rows) throws SQLException {
        sql(user, "DROP TABLE IF EXISTS gates");
        sql(
                user,
                "CREATE TABLE gates (id BIGINT PRIMARY KEY, name VARCHAR(40), op CHAR(1), status VARCHAR(4), claim VARCHAR(40), err VARCHAR(500))");
        for (int i = 1; i <= rows; i++) {
            sql(user, "INSERT INTO gates VALUES (" + i + ", '站" + i + "', 'I', '0', NULL, NULL)");
        }
    }

    private static Delivery.Table fetch(String user, Claim claim, Map<String, String> more) {
        return (Delivery.Table) fetchAny(user, claim, more);
    }

    private static Delivery fetchAny(String user, Claim claim, Map<String, String> more) {
        return connector().fetch(claim, source(user, more), Optional.empty(), connectors.spool(), RunProgress.SILENT);
    }

    private static void acknowledge(String user, Acknowledgement told) {
        acknowledge(user, told, Map.of());
    }

    private static void acknowledge(String user, Acknowledgement told, Map<String, String> more) {
        connector().acknowledge(source(user, more), told);
    }

    private static AcknowledgedConnector connector() {
        return (AcknowledgedConnector) connectors.connectors.get("frontend-db");
    }

    private static Source source(String user, Map<String, String> more) {
        return new Source(new SourceId("gates"), "gates", "frontend-db", settings(user, more), FormatOptions.DETECT);
    }

    private static Map<String, String> settings(String user, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "url",
                String.valueOf(DATABASES.get(user)),
                "user",
                user,
                "table",
                "gates",
                "status-column",
                "status",
                "claim-column",
                "claim",
                "error-column",
                "err",
                "order-columns",
                "id"));
        all.putAll(more);
        return all;
    }

    private static List<String> ids(Delivery.Table table) {
        List<List<String>> rows = new ArrayList<>();
        try (var source = table.reading().open(Optional.empty())) {
            Rows.all(source, rows, Rows.NONE_REFUSED);
        }
        return rows.stream().map(List::getFirst).toList();
    }

    private static List<String> statuses(String user) throws SQLException {
        return query(user, "SELECT CONCAT(status, ':', COUNT(*)) FROM gates GROUP BY status ORDER BY status");
    }

    private static Connection connect(String user) throws SQLException {
        String url = user.equals("root") ? DATABASES.get(user) : postgres();
        return DriverManager.getConnection(url, user, "");
    }

    private static void sql(String user, String text) throws SQLException {
        try (Connection connection = connect(user);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private static List<String> query(String user, String text) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = connect(user);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(text)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
