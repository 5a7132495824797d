package org.jiaohui.hub.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL on the embedded default: started here, or adopted when it survived a killed hub; started again on its port when it dies. */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final int ANY_PORT = 0;

    private final HubHome home;
    private final Path data;
    private final int port;
    private final Revival revival;
    private @Nullable EmbeddedPostgres started;

    private EmbeddedDatabase(HubHome home, int port, @Nullable EmbeddedPostgres started) {
        this.home = home;
        data = folder(home);
        this.port = port;
        this.started = started;
        revival = new Revival("database", this::lives, this::startAgain);
    }

    public static EmbeddedDatabase start(HubHome home) {
        try {
            Optional<Integer> left = portOfLeftOver(folder(home));
            if (left.isPresent()) {
                LOG.info("the database of this home still runs and is used on");
            }
            EmbeddedPostgres started = left.isPresent() ? null : launch(home, ANY_PORT);
            EmbeddedDatabase database =
                    new EmbeddedDatabase(home, started == null ? left.orElse(0) : started.getPort(), started);
            database.revival.start();
            return database;
        } catch (IOException | RuntimeException broken) {
            throw new ExchangeException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "内嵌 PostgreSQL 无法启动：" + broken.getMessage() + "（数据目录 " + folder(home)
                            + "） / the embedded PostgreSQL cannot be started",
                    broken);
        }
    }

    /** The port of a server that runs on this data already; removes what a killed one left there otherwise. */
    private static Optional<Integer> portOfLeftOver(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (HubHome.lives(Long.parseLong(lines.getFirst().strip()), data.toString())) {
            return Optional.of(Integer.parseInt(lines.get(3).strip()));
        }
        ProcessFolders.endThoseIn(data);
        Files.deleteIfExists(pidFile);
        return Optional.empty();
    }

    private static EmbeddedPostgres launch(HubHome home, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder(home))
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(home.resolve("postgres-binaries").toFile())
                .setServerConfig("max_connections", "60")
                // The library's defaults are for tests: they lose what was committed when the machine or the server
                // dies.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    /** The library holds a lock on the data that only closing its object gives back. */
    private synchronized void startAgain() throws IOException {
        if (started != null) {
            started.close();
        }
        portOfLeftOver(data);
        started = launch(home, port);
    }

    /** The database of a home when it runs without a hub. */
    public static Optional<EmbeddedDatabase> findLeftOver(HubHome home) {
        EmbeddedDatabase database = new EmbeddedDatabase(home, ANY_PORT, null);
        return database.lives() ? Optional.of(database) : Optional.empty();
    }

    private static Path folder(HubHome home) {
        return home.resolve("postgres");
    }

    private boolean lives() {
        return HubHome.lives(pid(), data.toString());
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public int port() {
        return port;
    }

    /** The postmaster's process, 0 when it is gone. */
    public long pid() {
        try {
            return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException | NumberFormatException gone) {
            return 0;
        }
    }

    /** Fast shutdown: open transactions roll back, files are closed cleanly. */
    @Override
    public void close() {
        revival.close();
        long pid = pid();
        if (!HubHome.lives(pid, data.toString())) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor(5, TimeUnit.SECONDS);
            for (int i = 0; i < 100 && HubHome.lives(pid, data.toString()); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException broken) {
            LOG.warn("the database could not be asked to stop: {}", broken.toString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
