package org.jiaohui.connector.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jiaohui.connector.server.FreePort;

/**
 * A real MySQL server with its data in a folder, one empty database and, beside root, a user whose password is checked in MySQL 8's own way. {@code
 * -Djiaohui.mysql=ARCHIVE} takes another server than the build's, packed in the same form.
 */
public final class MySqlServer implements AutoCloseable {
    public static final String USER = "hub";
    public static final String PASSWORD = "s3cret-of-hub";

    private static final Path ARCHIVE =
            Path.of(System.getProperty("jiaohui.mysql", "target/mysql/mysql-Linux-amd64.tar.gz"));

    private final Process process;
    private final int port;

    private MySqlServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whether its program, made for Linux on x86-64, can be executed here. */
    public static boolean canRun() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")
                && Stream.of("libaio.so.1", "libnuma.so.1").allMatch(MySqlServer::isThere);
    }

    private static boolean isThere(String library) {
        return Stream.of("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64")
                .anyMatch(folder -> Files.exists(Path.of(folder, library)));
    }

    /** @param more options of the server */
    public static MySqlServer start(Path folder, String... more) throws Exception {
        Path log = folder.resolve("mysql.log");
        Path base = Files.createDirectories(folder.resolve("mysql"));
        Path data = folder.resolve("data");
        await(launch(log, "tar", "-xzf", ARCHIVE.toString(), "-C", base.toString()), log);
        String program = base.resolve("bin/mysqld").toString();
        List<String> always = List.of(
                program,
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + base,
                "--datadir=" + data,
                "--character-set-server=utf8mb4",
                "--innodb-flush-method=nosync");
        await(launch(log, Stream.concat(always.stream(), Stream.of("--initialize-insecure"))), log);
        int port = FreePort.find();
        Process server = launch(
                log,
                Stream.of(
                                always.stream(),
                                Stream.of(
                                        "--port=" + port,
                                        "--bind-address=127.0.0.1",
                                        "--socket=" + folder.resolve("s"),
                                        "--loose-mysqlx=OFF",
                                        "--skip-log-bin",
                                        "--innodb-flush-log-at-trx-commit=0",
                                        "--innodb-buffer-pool-size=64M"),
                                Stream.of(more))
                        .flatMap(each -> each));
        MySqlServer started = new MySqlServer(server, port);
        started.awaitReady(log);
        return started;
    }

    public int port() {
        return port;
    }

    /** The address under one of the two drivers, {@code mariadb} or {@code mysql}. */
    public String url(String driver) {
        return "jdbc:" + driver + "://127.0.0.1:" + port + "/hub";
    }

    /** As root, with the driver that comes with the hub. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url("mariadb") + "?allowMultiQueries=true", "root", "");
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
        String system = "jdbc:mariadb://127.0.0.1:" + port + "/mysql?allowMultiQueries=true";
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            try (Connection connection = DriverManager.getConnection(system, "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE hub; CREATE USER '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD
                        + "'; GRANT ALL ON hub.* TO '" + USER + "'@'%'");
                return;
            } catch (SQLException starting) {
                Thread.sleep(200);
            }
        }
        close();
        throw new IOException("mysqld: " + Files.readString(log));
    }

    private static void await(Process step, Path log) throws Exception {
        if (!step.waitFor(120, TimeUnit.SECONDS) || step.exitValue() != 0) {
            step.destroyForcibly();
            throw new IOException("mysqld: " + Files.readString(log));
        }
    }

    private static Process launch(Path log, String... command) throws IOException {
        return launch(log, Stream.of(command));
    }

    private static Process launch(Path log, Stream<String> command) throws IOException {
        return new ProcessBuilder(command.toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
