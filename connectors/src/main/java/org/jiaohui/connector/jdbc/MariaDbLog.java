package org.jiaohui.connector.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiaohui.connector.FetchWatch;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.jdbc.CapturedTable.KeyColumn;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** MariaDB's binary log, read as a replica reads it, from a file and position to where a consistent snapshot of the tables stands. */
record MariaDbLog(JdbcSettings settings) implements ChangeLog {
    @Override
    public CapturedTable describe(Connection connection) throws SQLException {
        return MariaDbDescription.of(
                connection,
                settings.schema().orElse(String.valueOf(connection.getCatalog())),
                settings.table().orElseThrow());
    }

    @Override
    public List<String> missing(Connection connection, CapturedTable table) throws SQLException {
        return new MariaDbReadiness(settings).missing(connection, table);
    }

    /** Asks for the log from its end on, as a run does. */
    @Override
    public String state(Connection connection) throws SQLException {
        BinlogPlace now = now(connection);
        new BinlogConnection(settings, now).read();
        String expires = Statements.ask(connection, "SELECT @@global.expire_logs_days");
        return "日志到 %1$s，保留 %2$s 天（0 为不自动删除） / the log stands at %1$s and is kept for %2$s days (0: until it is purged)"
                .formatted(now, expires);
    }

    @Override
    public String begin(Connection connection, FetchWatch watch) throws SQLException {
        return now(connection).toString();
    }

    /** Where the log stands for a reader who sees exactly what the log has up to there. */
    private static BinlogPlace now(Connection connection) throws SQLException {
        startSnapshot(connection);
        String file = "";
        String position = "";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW STATUS LIKE 'binlog_snapshot_%'")) {
            while (row.next()) {
                switch (row.getString(1).toLowerCase(Locale.ROOT)) {
                    case "binlog_snapshot_file" -> file = row.getString(2);
                    case "binlog_snapshot_position" -> position = row.getString(2);
                    default -> {
                        // The position as a GTID.
                    }
                }
            }
        }
        connection.rollback();
        if (file.isEmpty()) {
            throw SettingValues.wrong("服务器没有 binlog_snapshot_position：须为 MariaDB 并开启二进制日志 / the server knows no"
                    + " binlog_snapshot_position: it must be MariaDB with its binary log on");
        }
        return new BinlogPlace(file, Long.parseLong(position));
    }

    private static void startSnapshot(Connection connection) throws SQLException {
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
        }
    }

    @Override
    public Optional<String> lost(Connection connection, String at) throws SQLException {
        BinlogPlace place = BinlogPlace.parse(at);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
            while (row.next()) {
                if (row.getString(1).equals(place.file())) {
                    return row.getLong(2) >= place.position()
                            ? Optional.empty()
                            : Optional.of(
                                    "日志 %1$s 比已发布的位置短，可能被重置过 / the log %1$s is shorter than the published position; was it reset?"
                                            .formatted(at));
                }
            }
        }
        return Optional.of("日志 %1$s 已被删除（PURGE 或到期） / the log %1$s was purged or has expired".formatted(at));
    }

    @Override
    public Tail read(Connection connection, CapturedTable table, String from, Keys keys, FetchWatch watch)
            throws SQLException, IOException {
        BinlogPlace end = now(connection);
        BinlogPlace begin = BinlogPlace.parse(from);
        if (end.compareTo(begin) <= 0) {
            return Tail.at(from);
        }
        BinlogConnection binlog = new BinlogConnection(settings, begin);
        BinlogKeys listener = new BinlogKeys(table, keys, end, begin, binlog::disconnect);
        binlog.tell(listener);
        AutoCloseable cut = watch.guard((AutoCloseable) binlog::disconnect);
        try {
            binlog.read();
        } catch (ExchangeException broken) {
            watch.check();
            throw broken;
        } finally {
            watch.release(cut);
        }
        watch.check();
        listener.rethrow();
        if (!listener.reached()) {
            throw binlog.trouble()
                    .orElseGet(() -> new ExchangeException(
                            ErrorCode.SOURCE_INTERRUPTED,
                            "二进制日志在 %1$s 之前中断 / the binary log broke off before %1$s".formatted(end)));
        }
        return new Tail(end.toString(), Set.of(), listener.anew());
    }

    @Override
    public void snapshot(Connection connection, Tail tail, FetchWatch watch) throws SQLException {
        // What the log holds is what a consistent snapshot sees: both are in the order of the same commits.
        startSnapshot(connection);
    }

    @Override
    public String condition(CapturedTable table, List<List<String>> keys) {
        return keys.stream()
                .map(key -> {
                    List<String> parts = new ArrayList<>();
                    for (int i = 0; i < key.size(); i++) {
                        KeyColumn column = table.key().get(i);
                        parts.add(JdbcSettings.quoted(column.name(), "`") + " = "
                                + BinlogValue.literal(column, key.get(i)));
                    }
                    return parts.stream().collect(Collectors.joining(" AND ", "(", ")"));
                })
                .collect(Collectors.joining(" OR "));
    }

    @Override
    public String asRead(KeyColumn column, String value) {
        return value;
    }

    /** The server keeps its log as long as it is told, whoever has read it. */
    @Override
    public void confirm(Connection connection, String at) {}
}
