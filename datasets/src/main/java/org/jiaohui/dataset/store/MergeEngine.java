package org.jiaohui.dataset.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;

/**
 * A DuckDB for one merge. Its memory is bounded; what does not fit spills into the merge's own folder. A run that must stop cancels what is being asked within a
 * second.
 */
final class MergeEngine implements AutoCloseable {
    private static final String MEMORY = "512MB";
    private static final long WATCH_MILLIS = 500;

    private final Connection connection;
    private final RunProgress progress;

    MergeEngine(Path folder, int threads, RunProgress progress) {
        this.progress = progress;
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("memory_limit", MEMORY);
        settings.setProperty("threads", Integer.toString(threads));
        settings.setProperty("temp_directory", folder.resolve("spill").toString());
        settings.setProperty("preserve_insertion_order", "true");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:", settings);
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    /** What is done with the rows of an answer. */
    @FunctionalInterface
    interface Reading<T> {
        T read(ResultSet rows) throws SQLException, IOException;
    }

    void execute(String sql) {
        watched(statement -> statement.execute(sql));
    }

    <T> T query(String sql, Reading<T> reading) {
        return watched(statement -> {
            try (ResultSet rows = statement.executeQuery(sql)) {
                return reading.read(rows);
            }
        });
    }

    /** The numbers of the only row. */
    long[] numbers(String sql) {
        return query(sql, rows -> {
            long[] numbers = new long[rows.getMetaData().getColumnCount()];
            rows.next();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = rows.getLong(i + 1);
            }
            return numbers;
        });
    }

    /** The first column of all rows; for few rows only. */
    List<Integer> list(String sql) {
        return query(sql, rows -> {
            List<Integer> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getInt(1));
            }
            return values;
        });
    }

    private interface Asking<T> {
        T ask(Statement statement) throws SQLException, IOException;
    }

    private <T> T watched(Asking<T> asking) {
        progress.checkStop();
        try (Statement statement = connection.createStatement()) {
            Thread watch = Thread.ofVirtual().start(() -> cancelWhenStopped(statement));
            try {
                return asking.ask(statement);
            } finally {
                watch.interrupt();
            }
        } catch (SQLException e) {
            progress.checkStop();
            throw broken(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cancelWhenStopped(Statement statement) {
        try {
            while (!progress.stopRequested()) {
                Thread.sleep(WATCH_MILLIS);
            }
            statement.cancel();
        } catch (InterruptedException | SQLException over) {
            // The statement ended by itself.
            Thread.currentThread().interrupt();
        }
    }

    private static ExchangeException broken(SQLException e) {
        String message = String.valueOf(e.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        boolean full = lower.contains("no space left") || lower.contains("disk full");
        return new ExchangeException(
                full ? ErrorCode.DISK_FULL : ErrorCode.INTERNAL,
                (full ? "磁盘已满，请清理后重试 / the disk is full, make room and run again: " : "合并失败 / the merge failed: ")
                        + message,
                e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw broken(e);
        }
    }
}
