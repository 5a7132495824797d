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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL on the embedded default: started here, or adopted when it survived a killed hub. */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final Path data;
    private final int port;

    private EmbeddedDatabase(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    public static EmbeddedDatabase start(HubHome home) {
        Path data = home.resolve("postgres");
        try {
            Path pidFile = data.resolve("postmaster.pid");
            if (Files.exists(pidFile)) {
                List<String> lines = Files.readAllLines(pidFile);
                if (HubHome.lives(Long.parseLong(lines.getFirst().strip()), data.toString())) {
                    LOG.info("the database of this home still runs and is used on");
                    return new EmbeddedDatabase(
                            data, Integer.parseInt(lines.get(3).strip()));
                }
                ProcessFolders.endThoseIn(data);
                Files.deleteIfExists(pidFile);
            }
            EmbeddedPostgres started = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(
                            home.resolve("postgres-binaries").toFile())
                    .setServerConfig("max_connections", "60")
                    // The library's defaults are for tests: they lose what was committed when the machine or the server
                    // dies.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
            return new EmbeddedDatabase(data, started.getPort());
        } catch (IOException | RuntimeException broken) {
            throw new ExchangeException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "内嵌 PostgreSQL 无法启动：" + broken.getMessage() + "（数据目录 " + data
                            + "） / the embedded PostgreSQL cannot be started",
                    broken);
        }
    }

    /** The database of a home when it runs without a hub. */
    public static Optional<EmbeddedDatabase> findLeftOver(HubHome home) {
        EmbeddedDatabase database = new EmbeddedDatabase(home.resolve("postgres"), 0);
        return HubHome.lives(database.pid(), database.data.toString()) ? Optional.of(database) : Optional.empty();
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
