package org.jiaohui.connector.targets.database;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jiaohui.connector.server.MariaDbServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On a real MariaDB; left out where it is not installed. */
class MariaDbTargetTest extends MySqlTargetContract {
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
}
