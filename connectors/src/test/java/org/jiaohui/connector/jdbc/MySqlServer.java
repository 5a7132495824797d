package org.jiaohui.connector.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.jiaohui.connector.server.FreePort;
import org.jiaohui.connector.server.ServerProgram;

/**
 * A real MySQL server with its data in a folder, one empty database and, beside root, a user whose password is checked in MySQL 8's own way. {@code
 * -Djiaohui.mysql=ARCHIVE} takes another server than the build's, packed in the same form.
 */
public final class MySqlServer implements AutoCloseable {
    public static final String USER = "hub";
    public static final String PASSWORD = "s3cret-of-hub";

    private static final Path ARCHIVE =
            Path.of(System.getProperty("jiaohui.mysql", "target/mysql/mysql-Linux-amd64.tar.gz"));

    private final ServerProgram program;
    private final int port;

    private MySqlServer(ServerProgram program, int port) {
        this.program = program;
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
        ServerProgram.run(log, List.of("tar", "-xzf", ARCHIVE.toString(), "-C", base.toString()));
        String program = base.resolve("bin/mysqld").toString();
        List<String> always = List.of(
                program,
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + base,
                "--datadir=" + data,
                "--character-set-server=utf8mb4",
                "--innodb-flush-method=nosync");
        ServerProgram.run(
                log,
                Stream.concat(always.stream(), Stream.of("--initialize-insecure"))
                        .toList());
        int port = FreePort.find();
        ServerProgram server = ServerProgram.start(
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
                        .flatMap(each -> each)
                        .toList());
        server.await(
                "jdbc:mariadb://127.0.0.1:" + port + "/mysql?allowMultiQueries=true",
                "CREATE DATABASE hub; CREATE USER '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD
                        + "'; GRANT ALL ON hub.* TO '" + USER + "'@'%'");
        return new MySqlServer(server, port);
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
        program.close();
    }
}
