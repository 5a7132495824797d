package org.jiaohui.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A real PostgreSQL, started once for the tests of this JVM; each ledger gets a database of its own. */
final class RealPostgres {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private RealPostgres() {}

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "60")
                        // Nobody cuts the power here; without it stopping may take half a minute on a busy disk.
                        .setServerConfig("fsync", "off")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
                return postgres;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static void close(EmbeddedPostgres postgres) {
            try {
                postgres.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** The address of a new, empty database. */
    static String newDatabase() {
        String name = "ledger_" + COUNT.incrementAndGet();
        execute(Server.POSTGRES.getPostgresDatabase(), "create database " + name);
        return Server.POSTGRES.getJdbcUrl("postgres", name);
    }

    static void execute(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static Path key(Path folder) {
        return folder.resolve("secret.key");
    }
}
