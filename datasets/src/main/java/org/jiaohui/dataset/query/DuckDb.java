package org.jiaohui.dataset.query;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jiaohui.exchange.disk.FullDisk;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * The embedded DuckDB: in memory, shut off from the network, from extensions and from every folder but the given ones; its configuration is locked
 * once it stands. Each piece of work has a connection of its own and a time limit.
 */
public final class DuckDb implements AutoCloseable {
    private static final int EXPORTS = 2;

    private final QuerySettings settings;
    private final Lane queries;
    private final Lane exports;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("query-clock").factory());

    public DuckDb(QuerySettings settings) {
        this.settings = settings;
        try {
            Files.createDirectories(settings.temporary());
            Files.createDirectories(settings.writable());
            queries = new Lane(open(settings, false), new Semaphore(settings.parallel(), true));
            exports = new Lane(open(settings, true), new Semaphore(EXPORTS, true));
        } catch (SQLException | IOException e) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG, "查询引擎无法启动 / the query engine does not start: " + e.getMessage(), e);
        }
    }

    /** A database of its own for each kind of work, so that neither waits for the other's places or memory. */
    private record Lane(DuckDBConnection root, Semaphore free) {}

    /** Results that stream come row by row instead of being held in memory as a whole, but lose the reason when they break off. */
    private static DuckDBConnection open(QuerySettings settings, boolean streaming) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, String.valueOf(streaming));
        DuckDBConnection root =
                DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
        try (Statement statement = root.createStatement()) {
            for (String setting : configuration(settings)) {
                statement.execute(setting);
            }
        }
        return root;
    }

    private static List<String> configuration(QuerySettings settings) {
        List<String> folders = Stream.concat(
                        settings.readable().stream(), Stream.of(settings.temporary(), settings.writable()))
                .map(folder -> literal(folder.toAbsolutePath().normalize() + "/"))
                .toList();
        return List.of(
                "SET threads = " + settings.threads(),
                "SET memory_limit = " + literal(settings.memory()),
                "SET temp_directory = "
                        + literal(settings.temporary().toAbsolutePath().toString()),
                "SET preserve_insertion_order = true",
                "SET default_null_order = 'nulls_last'",
                "SET autoinstall_known_extensions = false",
                "SET autoload_known_extensions = false",
                "SET allowed_directories = [" + String.join(", ", folders) + "]",
                "SET enable_external_access = false",
                "SET lock_configuration = true");
    }

    public QuerySettings settings() {
        return settings;
    }

    /** A text as SQL; for our own texts such as paths, never for a caller's. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** What is done with a running statement. */
    @FunctionalInterface
    public interface Work<T> {
        T run(PreparedStatement statement) throws SQLException, IOException;
    }

    /**
     * Prepares a statement, binds the values and hands it over; cancels it when the time is over.
     *
     * @throws ExchangeException QUERY_TIMED_OUT, DISK_FULL, or BAD_QUERY when values do not fit into their types
     */
    public <T> T run(String sql, List<Object> parameters, Duration timeout, Work<T> work) {
        return run(queries, sql, parameters, timeout, work);
    }

    /** Like {@link #run}, for long work that must not keep callers' queries waiting: it has places of its own. */
    public <T> T export(String sql, Duration timeout, Work<T> work) {
        return run(exports, sql, List.of(), timeout, work);
    }

    private <T> T run(Lane lane, String sql, List<Object> parameters, Duration timeout, Work<T> work) {
        long deadline = System.nanoTime() + timeout.toNanos();
        AtomicBoolean late = new AtomicBoolean();
        boolean entered = false;
        @Nullable ScheduledFuture<?> alarm = null;
        try {
            entered = lane.free().tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (!entered) {
                throw timedOut(timeout, null);
            }
            try (Connection connection = lane.root().duplicate();
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.size(); i++) {
                    statement.setObject(i + 1, parameters.get(i));
                }
                alarm = clock.schedule(
                        () -> cancel(statement, late), deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                T result = work.run(statement);
                alarm.cancel(false);
                return result;
            }
        } catch (SQLException e) {
            throw late.get() ? timedOut(timeout, e) : translated(e);
        } catch (IOException e) {
            throw fileTrouble(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExchangeException(ErrorCode.STOPPED, "查询被停止 / the query was stopped", e);
        } finally {
            if (alarm != null) {
                alarm.cancel(false);
            }
            if (entered) {
                lane.free().release();
            }
        }
    }

    private static void cancel(PreparedStatement statement, AtomicBoolean late) {
        late.set(true);
        try {
            statement.cancel();
        } catch (SQLException e) {
            // The statement ended in this very moment; there is nothing left to cancel.
            late.set(true);
        }
    }

    private static ExchangeException timedOut(Duration timeout, @Nullable Throwable cause) {
        String seconds = timeout.toMillis() / 1000.0 + "";
        return new ExchangeException(
                ErrorCode.QUERY_TIMED_OUT,
                "查询超过 " + seconds + " 秒，已停止；请缩小条件或分组 / the query took more than " + seconds
                        + " seconds and was stopped; narrow its condition or groups",
                cause);
    }

    private static ExchangeException translated(SQLException e) {
        String message = String.valueOf(e.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("disk full")) {
            return new ExchangeException(ErrorCode.DISK_FULL, "磁盘已满 / the disk is full", e);
        }
        if (lower.contains("out of memory") || lower.contains("max_temp_directory_size")) {
            return new ExchangeException(
                    ErrorCode.QUERY_TIMED_OUT,
                    "查询需要的内存超过上限，请缩小条件或分组 / the query needs more memory than it may have; narrow its condition or groups",
                    e);
        }
        if (lower.contains("out of range") || lower.contains("overflow") || lower.contains("conversion error")) {
            return new ExchangeException(ErrorCode.BAD_QUERY, "计算结果超出数值范围 / a calculated value is out of range", e);
        }
        return new ExchangeException(ErrorCode.INTERNAL, "查询失败 / the query failed: " + message, e);
    }

    /** DISK_FULL when that is the reason, else INTERNAL. */
    public static ExchangeException fileTrouble(IOException e) {
        boolean full = FullDisk.isBehind(e);
        return new ExchangeException(
                full ? ErrorCode.DISK_FULL : ErrorCode.INTERNAL,
                (full ? "磁盘已满 / the disk is full: " : "文件无法读写 / a file cannot be read or written: ") + e.getMessage(),
                e);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            queries.root().close();
            exports.root().close();
        } catch (SQLException e) {
            throw translated(e);
        }
    }
}
