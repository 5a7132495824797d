package org.jiaohui.connector.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kingbase and openGauss, by their own drivers. Both databases descend from PostgreSQL and neither has a server that can be had here: the drivers speak with a
 * PostgreSQL that looks like one of theirs.
 */
final class PostgresFamily {
    static final List<String> SCHEMES = List.of("kingbase8", "opengauss");

    private PostgresFamily() {}

    /** A PostgreSQL that answers what openGauss' driver asks of every database when it connects. */
    static EmbeddedPostgres start() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start();
        execute(postgres, "create schema gauss");
        execute(
                postgres,
                "create view gauss.pg_database as select *, 'PG'::text as datcompatibility from pg_catalog.pg_database");
        execute(postgres, "alter database postgres set search_path = gauss, pg_catalog, public");
        return postgres;
    }

    static void execute(EmbeddedPostgres postgres, String statement) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    /** Of openGauss' own protocol PostgreSQL knows nothing; its driver can speak the older one. */
    static String url(String scheme, EmbeddedPostgres postgres) {
        return "jdbc:" + scheme + "://127.0.0.1:" + postgres.getPort() + "/postgres"
                + (scheme.equals("opengauss") ? "?protocolVersion=3" : "");
    }

    /** Lays both drivers into a folder, as an administrator does. */
    static Path drivers(Path folder) throws Exception {
        Path drivers = Files.createDirectories(folder.resolve("drivers"));
        try (Stream<Path> jars = Files.list(Path.of("target/drivers"))) {
            for (Path jar : jars.filter(each -> each.getFileName().toString().matches("(kingbase8|opengauss).*"))
                    .toList()) {
                Files.copy(jar, drivers.resolve(jar.getFileName()));
            }
        }
        return drivers;
    }
}
