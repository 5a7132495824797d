package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A MariaDB of a test's own, with an empty database called {@code front}; user root without a password. */
record MariaDb(Process process, String url) implements AutoCloseable {
    /** Skips the test where Debian's mariadb-server is not installed. */
    static MariaDb start(RunningHub hub, Path folder, String... more) throws Exception {
        assumeTrue(isInstalled(), "mariadbd is not installed");
        MariaDb started = launch(folder, more);
        hub.await("MariaDB answers", started::answers);
        return started;
    }

    /** One whose log can be followed; absent where Debian's mariadb-server is not installed. */
    static Optional<MariaDb> find(Path folder) throws Exception {
        if (!isInstalled()) {
            return Optional.empty();
        }
        MariaDb started =
                launch(Files.createDirectories(folder), "--log-bin=log", "--server-id=7", "--binlog-format=ROW");
        HubProcess.await("MariaDB answers", started::answers);
        return Optional.of(started);
    }

    private static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/mariadbd"));
    }

    private static MariaDb launch(Path folder, String... more) throws Exception {
        String data = "--datadir=" + folder.resolve("data");
        Process install = program(
                folder, "mariadb-install-db", "--basedir=/usr", data, "--auth-root-authentication-method=normal");
        assertThat(install.waitFor(60, TimeUnit.SECONDS)).isTrue();
        int port = HubProcess.freePort(); // only now: what goes before takes many seconds on a busy machine
        List<String> options = new ArrayList<>(List.of(
                data,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("s"),
                "--innodb-buffer-pool-size=32M",
                "--character-set-server=utf8mb4"));
        options.addAll(List.of(more));
        Process server = program(folder, "/usr/sbin/mariadbd", options.toArray(String[]::new));
        return new MariaDb(server, "jdbc:mariadb://127.0.0.1:" + port + "/front?createDatabaseIfNotExist=true");
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url, "root", "")) {
            return connection.isValid(5);
        } catch (SQLException starting) {
            return false;
        }
    }

    private static Process program(Path folder, String name, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(name, "--no-defaults", "--user=" + System.getProperty("user.name")));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
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
}
