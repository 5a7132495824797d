package org.jiaohui.connector.targets.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jiaohui.connector.targets.MadeRows;
import org.jiaohui.connector.targets.Orders;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jiaohui.exchange.run.RunProgress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresTargetTest extends DatabaseTargetContract {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Override
    TargetConnector target() {
        return new PostgresTarget(anywhere());
    }

    @Override
    String type() {
        return "postgresql";
    }

    @Override
    int port() {
        return postgres.getPort();
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(port),
                "database",
                "postgres",
                "user",
                "postgres",
                "password",
                "p",
                "tls",
                "disable");
    }

    @Override
    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    String quoted(String name) {
        return PostgresTable.quoted(name);
    }

    @Override
    List<String> comments(String table) throws SQLException {
        return ask("SELECT description FROM pg_description WHERE objoid = '" + table + "'::regclass AND objsubid > 0");
    }

    @Override
    int indexes(String table) throws SQLException {
        return ask("SELECT indexname FROM pg_indexes WHERE tablename = '" + table + "'")
                .size();
    }

    @Override
    List<String> leftOvers() throws SQLException {
        return ask("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'jiaohui\\_%' AND relname <>"
                + " 'jiaohui_delivery'");
    }

    @Test
    void whatHangsOnATableSurvivesItsReplacement() throws Exception {
        run("CREATE ROLE consumer");
        target().deliver(
                        Orders.order(type(), settings(port()), DeliveryMode.REPLACE, "seen", 1, GATES, 1),
                        MadeRows.whole(GATES),
                        RunProgress.SILENT);
        run("GRANT SELECT ON seen TO consumer");
        replace(2);
        assertThat(ask("SELECT has_table_privilege('consumer', 'seen', 'SELECT')"))
                .containsExactly("t");
        run("CREATE VIEW looking AS SELECT count(*) AS n FROM seen");
        replace(3);
        assertThat(ask("SELECT n FROM looking")).containsExactly("3");
        assertThat(ask("SELECT has_table_privilege('consumer', 'seen', 'SELECT')"))
                .containsExactly("t");
    }

    private void replace(int version) {
        target().deliver(
                        Orders.order(type(), settings(port()), DeliveryMode.REPLACE, "seen", version, GATES, 1),
                        new MadeRows(
                                GATES,
                                false,
                                version,
                                n -> new MadeRows.Row(
                                        (byte) 'I', java.util.Arrays.asList(n, "s", n, 0.5, 1L, 1L, 1L, 1L, "{}"))),
                        RunProgress.SILENT);
    }
}
