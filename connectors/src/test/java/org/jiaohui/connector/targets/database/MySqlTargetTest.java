package org.jiaohui.connector.targets.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jiaohui.connector.TestConnectors;
import org.jiaohui.connector.jdbc.MySqlServer;
import org.jiaohui.connector.targets.MadeRows;
import org.jiaohui.connector.targets.Orders;
import org.jiaohui.exchange.delivery.DeliveredBatch;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.TableSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real MySQL; left out where it cannot run. */
class MySqlTargetTest extends MySqlTargetContract {
    private static @Nullable MySqlServer started;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        assumeTrue(MySqlServer.canRun(), "the MySQL server of the tests needs Linux on x86-64, libaio1 and libnuma1");
        started = MySqlServer.start(folder);
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static MySqlServer server() {
        return Objects.requireNonNull(started);
    }

    @Override
    int port() {
        return server().port();
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(port),
                "database",
                "hub",
                "user",
                "root",
                "tls",
                "disable");
    }

    @Override
    Connection connect() throws SQLException {
        return server().connect();
    }

    /** A trigger: MySQL checks such constraints since 8.0.16 only. */
    @Override
    void refuseFeesOfHalf(String table) throws SQLException {
        run("CREATE TRIGGER low BEFORE INSERT ON " + table + " FOR EACH ROW IF NEW.fee >= 0.50 THEN"
                + " SIGNAL SQLSTATE '23000' SET MESSAGE_TEXT = 'fee too high'; END IF");
    }

    /** MySQL 8 checks passwords over encrypted connections. */
    @Test
    void accountsWithAPasswordAreReachedEncrypted(@TempDir Path folder) throws Exception {
        for (String tls : List.of("prefer", "require")) {
            DeliveryOrder order = as("hub", tls, "encrypted_" + tls);
            DeliveryEffect effect = target().deliver(order, MadeRows.whole(GATES, row(1, "站", 5)), RunProgress.SILENT);
            DeliveredBatch batch =
                    new DeliveredBatch(effect, List.of(), Instant.now().minusSeconds(60), Instant.now());
            HeldRows held =
                    target().findHeld(order, batch, folder, RunProgress.SILENT).orElseThrow();
            try (TestConnectors connectors = new TestConnectors(folder);
                    TableSource rows = ((Delivery.Table) connectors.fetch(
                                    "jdbc", ((HeldRows.Version) held).table().settings()))
                            .reading()
                            .open(Optional.empty())) {
                Batch read = new Batch(rows.schema(), 10);
                assertThat(rows.nextPart().orElseThrow().next(read, (row, column, rule, value, why, raw) -> {
                            throw new AssertionError(why);
                        }))
                        .isTrue();
                assertThat(read.rows).isEqualTo(1);
            }
        }
        assertThatThrownBy(() ->
                        Orders.tryOut(target(), as("nowhere", "prefer", "t").target()))
                .extracting("code")
                .isEqualTo(ErrorCode.SETTINGS_WRONG);
        run("CREATE USER 'plain'@'%' IDENTIFIED BY 'plain-secret'");
        Map<String, String> plain = with(settings(port()), Map.of("user", "plain", "password", "plain-secret"));
        assertThatThrownBy(() -> Orders.tryOut(
                        target(),
                        Orders.order(type(), plain, DeliveryMode.REPLACE, "t", 1, GATES, 1)
                                .target()))
                .hasMessageContaining("prefer")
                .extracting("code")
                .isEqualTo(ErrorCode.TARGET_REFUSED_LOGIN);
    }

    @Test
    void aServerThatEncryptsInOutdatedWaysAloneIsReachedUnencryptedWherePreferred(@TempDir Path folder)
            throws Exception {
        try (MySqlServer old = MySqlServer.start(folder, "--tls-version=TLSv1.1")) {
            for (String tls : List.of("prefer", "require")) {
                List<String> steps = Orders.steps(
                        target(),
                        Orders.order(
                                        type(),
                                        with(settings(old.port()), Map.of("tls", tls)),
                                        DeliveryMode.REPLACE,
                                        "t",
                                        1,
                                        GATES,
                                        1)
                                .target());
                assertThat(steps)
                        .contains("AUTHENTICATE " + (tls.equals("prefer") ? "PASSED" : "FAILED TARGET_UNREACHABLE"));
            }
        }
    }

    private DeliveryOrder as(String database, String tls, String place) {
        Map<String, String> settings = with(
                settings(port()),
                Map.of("user", MySqlServer.USER, "password", MySqlServer.PASSWORD, "database", database, "tls", tls));
        return Orders.order(type(), settings, DeliveryMode.REPLACE, place, 1, GATES, 1);
    }

    private static Map<String, String> with(Map<String, String> settings, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return all;
    }
}
