package org.jiaohui.connector.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real MariaDB server with its data in a folder and one empty database, on a free port of this machine. */
public final class MariaDbServer implements AutoCloseable {
    private final ServerProgram program;
    private final String address;

    private MariaDbServer(ServerProgram program, String address) {
        this.program = program;
        this.address = address;
    }

    /** Whether the binaries of Debian's mariadb-server-core and mariadb-client-core are there. */
    public static boolean isInstalled() {
        return Stream.of("mariadbd", "mariadb-install-db", "my_print_defaults")
                .allMatch(name -> find(name).isPresent());
    }

    /** @param more options of the server */
    public static MariaDbServer start(Path folder, String... more) throws IOException, InterruptedException {
        Path log = Files.createDirectories(folder).resolve("mariadb.log");
        String data = "--datadir=" + folder.resolve("data");
        ServerProgram.run(
                log,
                command(
                        "mariadb-install-db",
                        "--basedir=/usr",
                        data,
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db"));
        int port = FreePort.find(); // only now: what goes before takes many seconds on a busy machine
        List<String> server = new ArrayList<>(command(
                "mariadbd",
                data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("s"),
                "--innodb-buffer-pool-size=32M",
                "--character-set-server=utf8mb4"));
        server.addAll(List.of(more));
        MariaDbServer started =
                new MariaDbServer(ServerProgram.start(log, server), "jdbc:mariadb://127.0.0.1:" + port + "/");
        started.program.await(started.address, "CREATE DATABASE hub");
        return started;
    }

    public String url() {
        return address + "hub";
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url() + "?allowMultiQueries=true", "root", "");
    }

    public void sql(String text) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    @Override
    public void close() {
        program.close();
    }

    private static List<String> command(String name, String... options) {
        return Stream.concat(
                        Stream.of(
                                find(name).orElseThrow().toString(),
                                "--no-defaults",
                                "--user=" + System.getProperty("user.name")),
                        Stream.of(options))
                .toList();
    }

    private static Optional<Path> find(String name) {
        return Stream.of((System.getenv("PATH") + File.pathSeparator + "/usr/sbin").split(File.pathSeparator, -1))
                .map(each -> Path.of(each, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
