package org.jiaohui.connector.targets.database;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jiaohui.connector.jdbc.MariaDbServer;
import org.jiaohui.exchange.delivery.TargetConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On a real MariaDB; left out where it is not installed. */
class MariaDbTargetTest extends DatabaseTargetContract {
    private static @Nullable MariaDbServer started;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        assumeTrue(MariaDbServer.isInstalled(), "mariadb-server-core and mariadb-client-core are not installed");
        started = MariaDbServer.start(folder);
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static MariaDbServer server() {
        return Objects.requireNonNull(started);
    }

    @Override
    TargetConnector target() {
        return new MySqlTarget(anywhere());
    }

    @Override
    String type() {
        return "mysql";
    }

    @Override
    int port() {
        return URI.create(server().url().substring("jdbc:".length())).getPort();
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of("host", "127.0.0.1", "port", Integer.toString(port), "database", "hub", "user", "root");
    }

    @Override
    Connection connect() throws SQLException {
        return server().connect();
    }

    @Override
    String quoted(String name) {
        return MySqlDefinition.quoted(name);
    }

    @Override
    List<String> comments(String table) throws SQLException {
        return ask("SELECT column_comment FROM information_schema.columns WHERE table_schema = 'hub' AND table_name = '"
                + table + "'");
    }

    @Override
    int indexes(String table) throws SQLException {
        return ask("SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_schema = 'hub' AND"
                        + " table_name = '"
                        + table + "'")
                .size();
    }

    @Override
    List<String> leftOvers() throws SQLException {
        return ask("SELECT table_name FROM information_schema.tables WHERE table_schema = 'hub' AND table_name LIKE"
                + " 'jiaohui\\_%' AND table_name <> 'jiaohui_delivery'");
    }
}
