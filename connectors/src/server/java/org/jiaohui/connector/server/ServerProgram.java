package org.jiaohui.connector.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of a database server as a process of its own, with what it says in a log. */
public final class ServerProgram implements AutoCloseable {
    private final Process process;
    private final Path log;

    private ServerProgram(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    public static ServerProgram start(Path log, List<String> command) throws IOException {
        return new ServerProgram(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                log);
    }

    /** @throws IOException with the log, when the program fails or does not end within two minutes */
    public static void run(Path log, List<String> command) throws IOException, InterruptedException {
        Process step = start(log, command).process;
        if (!step.waitFor(120, TimeUnit.SECONDS) || step.exitValue() != 0) {
            step.destroyForcibly();
            throw new IOException(command.getFirst() + ": " + Files.readString(log));
        }
    }

    /**
     * Waits a minute for the server to carry out its first statement, as root without a password.
     *
     * @throws IOException with the log, when it does not
     */
    public void await(String url, String first) throws IOException, InterruptedException {
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            try (Connection connection = DriverManager.getConnection(url, "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute(first);
                return;
            } catch (SQLException starting) {
                Thread.sleep(200);
            }
        }
        close();
        throw new IOException("not ready: " + Files.readString(log));
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
