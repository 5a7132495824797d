package org.jiaohui.connector.jdbc;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real MariaDB server with its data in a folder and one empty database, on a free port of this machine. */
public final class MariaDbServer implements AutoCloseable {
    private final Process process;
    private final String address;

    private MariaDbServer(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Whether the binaries of Debian's mariadb-server-core and mariadb-client-core are there. */
    public static boolean isInstalled() {
        return Stream.of("mariadbd", "mariadb-install-db", "my_print_defaults")
                .allMatch(name -> find(name).isPresent());
    }

    public static MariaDbServer start(Path folder) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path log = folder.resolve("mariadb.log");
        Path data = folder.resolve("data");
        Process installing = launch(
                log,
                "mariadb-install-db",
                "--basedir=/usr",
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        if (!installing.waitFor(60, TimeUnit.SECONDS) || installing.exitValue() != 0) {
            throw new IOException("mariadb-install-db: " + Files.readString(log));
        }
        Process server = launch(
                log,
                "mariadbd",
                "--datadir=" + data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("s"),
                "--innodb-buffer-pool-size=32M",
                "--character-set-server=utf8mb4");
        MariaDbServer started = new MariaDbServer(server, "jdbc:mariadb://127.0.0.1:" + port + "/");
        started.awaitReady(log);
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
        process.destroy();
        try {
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private void awaitReady(Path log) throws Exception {
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            try (Connection connection = DriverManager.getConnection(address, "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE hub");
                return;
            } catch (SQLException starting) {
                Thread.sleep(200);
            }
        }
        close();
        throw new IOException("mariadbd: " + Files.readString(log));
    }

    private static Process launch(Path log, String name, String... options) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                find(name).orElseThrow().toString(),
                                "--no-defaults",
                                "--user=" + System.getProperty("user.name")),
                        Stream.of(options))
                .toList();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static Optional<Path> find(String name) {
        return Stream.of((System.getenv("PATH") + File.pathSeparator + "/usr/sbin").split(File.pathSeparator, -1))
                .map(each -> Path.of(each, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
