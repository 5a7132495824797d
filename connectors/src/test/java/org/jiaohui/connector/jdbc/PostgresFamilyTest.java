package org.jiaohui.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.connector.ConnectorSettings;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.TrialReport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Tables read through the drivers of Kingbase and openGauss, laid into the folder of drivers; see {@link PostgresFamily}. */
class PostgresFamilyTest {
    static final List<String> SCHEMES = PostgresFamily.SCHEMES;

    private static EmbeddedPostgres postgres;
    private static TestConnectors connectors;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        postgres = PostgresFamily.start();
        sql("""
            create table gates (id bigint primary key, amount numeric(12,2), name text, opened date, seen timestamp,
                told timestamptz, ok boolean, weight float8)
            """);
        sql("""
            insert into gates select g, g * 0.01, '广州北' || g, date '2024-02-29', timestamp '2024-02-29 23:59:59.123456',
                timestamptz '2024-01-01 00:00:00+00', g % 2 = 0, 1.5 from generate_series(1, 30000) g
            """);
        sql("insert into gates (id) values (30001)");
        connectors = new TestConnectors(
                folder.resolve("hub"),
                new ConnectorSettings(List.of("*"), List.of(folder), 1L << 30, 0, 50)
                        .withDrivers(PostgresFamily.drivers(folder)));
    }

    @AfterAll
    static void stop() throws Exception {
        connectors.close();
        postgres.close();
    }

    private static void sql(String statement) throws SQLException {
        PostgresFamily.execute(postgres, statement);
    }

    private static Map<String, String> settings(String scheme, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(
                Map.of("url", PostgresFamily.url(scheme, postgres), "user", "postgres", "table", "gates"));
        all.putAll(more);
        return all;
    }

    private static List<List<String>> rows(Delivery delivery) {
        List<List<String>> rows = new ArrayList<>();
        try (var source = ((Delivery.Table) delivery).reading().open(Optional.empty())) {
            Rows.all(source, rows, Rows.NONE_REFUSED);
        }
        return rows;
    }

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void readsRowByRow(String scheme) {
        List<List<String>> rows = rows(connectors.fetch("jdbc", settings(scheme, Map.of())));
        assertThat(rows).hasSize(30_001);
        // Kingbase's driver says of every date that it may have a time of day.
        String day = scheme.equals("kingbase8") ? "1709164800000000" : "19782";
        assertThat(rows.get(1))
                .containsExactly("2", "2", "广州北2", day, "1709251199123456", "1704096000000000", "1", "1.5");
        assertThat(rows.getLast()).containsExactly("30001", "null", "null", "null", "null", "null", "null", "null");
    }

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void goesOnWhereTheLastFetchEnded(String scheme) throws Exception {
        Map<String, String> settings = settings(scheme, Map.of("increasing-id", "id", "id-window", "0"));
        Delivery.Table first = (Delivery.Table) connectors.fetch("jdbc", settings);
        assertThat(rows(first)).hasSize(30_001);
        sql("insert into gates (id, name) values (30002, '" + scheme + "')");
        try {
            Delivery second = connectors.fetch("jdbc", settings, Optional.of(first.position()), RunProgress.SILENT);
            assertThat(rows(second))
                    .singleElement()
                    .satisfies(row -> assertThat(row).contains("30002", scheme));
        } finally {
            sql("delete from gates where id = 30002");
        }
    }

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void marksByTimesAndDays(String scheme) throws Exception {
        for (String column : List.of("opened", "seen", "told")) {
            Map<String, String> settings = settings(scheme, Map.of("watermark-column", column, "safety-window", "1h"));
            Delivery.Table first = (Delivery.Table) connectors.fetch("jdbc", settings);
            sql(
                    "insert into gates (id, opened, seen, told) values (30003, now(), now(), now()), (30004, '2001-01-01', '2001-01-01', '2001-01-01')");
            try {
                Delivery second = connectors.fetch("jdbc", settings, Optional.of(first.position()), RunProgress.SILENT);
                // Rows of the greatest value that the first fetch saw are read again: they are all alike but for two.
                assertThat(rows(second).stream().map(List::getFirst))
                        .as(column)
                        .contains("30003", "30001")
                        .doesNotContain("30004");
            } finally {
                sql("delete from gates where id > 30001");
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void triesOutStepByStepAndNamesWhoMustAct(String scheme) {
        TrialReport good = connectors.test("jdbc", settings(scheme, Map.of()));
        assertThat(good.passed()).as(good.toString()).isTrue();
        assertThat(good.sample().orElseThrow().rows()).hasSize(5);
        assertThat(TestConnectors.steps(connectors.test("jdbc", settings(scheme, Map.of("table", "nowhere")))))
                .endsWith("AUTHENTICATE PASSED", "PERMISSION FAILED SETTINGS_WRONG");
        assertThat(failure(settings(scheme, Map.of("user", "nobody")))).isEqualTo(ErrorCode.SOURCE_REFUSED_LOGIN);
        assertThat(failure(settings(scheme, Map.of("table", "nowhere")))).isEqualTo(ErrorCode.SETTINGS_WRONG);
    }

    private static ErrorCode failure(Map<String, String> settings) {
        try {
            connectors.fetch("jdbc", settings);
        } catch (ExchangeException refused) {
            return refused.code();
        }
        throw new AssertionError("nothing was refused");
    }
}
