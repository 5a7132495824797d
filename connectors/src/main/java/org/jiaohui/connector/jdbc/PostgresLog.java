package org.jiaohui.connector.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiaohui.connector.FetchWatch;
import org.jiaohui.connector.jdbc.CapturedTable.KeyColumn;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** PostgreSQL's write-ahead log, decoded by the plug-in pgoutput behind a replication slot. */
record PostgresLog(JdbcSettings settings, ReplicationSlot slot, String publication) implements ChangeLog {
    private static final int REMEMBERED_TRANSACTIONS = 10_000;
    private static final Duration IDLE = Duration.ofMillis(10);
    private static final long PAGE_BYTES = 8_192;
    private static final long LONGEST_PAGE_HEADER = 40;
    private static final Map<String, String> REPLICATION =
            Map.of("replication", "database", "assumeMinServerVersion", "10", "preferQueryMode", "simple");

    @Override
    public CapturedTable describe(Connection connection) throws SQLException {
        return PostgresDescription.of(connection, settings.from("\""));
    }

    @Override
    public List<String> missing(Connection connection, CapturedTable table) throws SQLException {
        return new PostgresReadiness(slot, publication).missing(connection, table);
    }

    @Override
    public String state(Connection connection) throws SQLException {
        String kept = slot.bytesKept(connection);
        return kept.isEmpty()
                ? "复制槽 " + slot + " 将在首次运行时建立 / the slot is made by the first run"
                : "复制槽 " + slot + " 保留日志 " + kept + " 字节 / the slot keeps " + kept + " bytes of the log";
    }

    @Override
    public String begin(Connection connection, FetchWatch watch) throws SQLException {
        Optional<ReplicationSlot.State> known = slot.find(connection);
        if (known.isPresent() && known.get().isLost()) {
            slot.drop(connection);
            connection.commit();
            known = Optional.empty();
        }
        if (known.isPresent()) {
            return known.get().confirmed().orElseThrow();
        }
        connection.commit();
        String at = slot.create(connection);
        connection.commit();
        awaitAll(connection, watch);
        return at;
    }

    /** A commit is in the log a moment before others see it. Whatever was under way when the slot was made must be over before a snapshot is taken. */
    private static void awaitAll(Connection connection, FetchWatch watch) throws SQLException {
        long mark = Long.parseLong(Statements.ask(connection, "SELECT txid_current()::text"));
        connection.commit();
        while (Long.parseLong(Statements.ask(connection, "SELECT txid_snapshot_xmin(txid_current_snapshot())::text"))
                < mark) {
            connection.commit();
            watch.pause(IDLE);
        }
        connection.commit();
    }

    @Override
    public Optional<String> lost(Connection connection, String at) throws SQLException {
        Optional<ReplicationSlot.State> known = slot.find(connection);
        if (known.isEmpty()) {
            return Optional.of("复制槽 " + slot + " 已不存在 / the replication slot " + slot + " is gone");
        }
        if (known.get().isLost()) {
            return Optional.of(
                    "复制槽 " + slot + " 已失效，其日志已被删除 / the replication slot " + slot + " is invalid: its log was removed");
        }
        String confirmed = known.get().confirmed().orElse("0/0");
        return compare(confirmed, at) > 0
                ? Optional.of(
                        "复制槽 %1$s 已前移到 %2$s，超过已发布的 %3$s（另一个任务或程序用了同一个槽？） / the replication slot %1$s has moved to %2$s, beyond %3$s that was published (does another task or program use it?)"
                                .formatted(slot, confirmed, at))
                : Optional.empty();
    }

    @Override
    public Tail read(Connection connection, CapturedTable table, String from, Keys keys, FetchWatch watch)
            throws SQLException, IOException {
        // Also what is committed and not yet on the disk: it is waited for.
        String end = withoutPageHeader(Statements.ask(connection, "SELECT pg_current_wal_insert_lsn()::text"));
        connection.commit();
        if (compare(end, from) <= 0) {
            return Tail.at(from);
        }
        Connection replication = watch.opened(() -> settings.connect(REPLICATION));
        // A connection that is aborted from outside ends a wait for a silent server as well.
        AutoCloseable cut = watch.guard((AutoCloseable) () -> replication.abort(Runnable::run));
        try (replication) {
            // Keys are told as text: the text must not depend on who reads.
            Statements.execute(replication, "SET TimeZone = 'Asia/Shanghai'");
            Statements.execute(replication, "SET DateStyle = 'ISO, YMD'");
            Statements.execute(replication, "SET extra_float_digits = 1");
            Statements.execute(replication, "SET bytea_output = 'hex'");
            PgOutput messages = new PgOutput(table, keys);
            Set<Integer> transactions = new HashSet<>();
            try (PGReplicationStream stream = slot.start(replication, publication, from, watch)) {
                long goal = LogSequenceNumber.valueOf(end).asLong();
                boolean reached = false;
                while (!reached) {
                    ByteBuffer message = stream.readPending();
                    if (message == null) {
                        reached =
                                Long.compareUnsigned(stream.getLastReceiveLSN().asLong(), goal) >= 0;
                        if (!reached) {
                            watch.pause(IDLE);
                        }
                        continue;
                    }
                    Optional<Long> committed = messages.take(message);
                    if (committed.isPresent()) {
                        messages.touching().ifPresent(transactions::add);
                        forgetSeen(connection, transactions);
                        reached = Long.compareUnsigned(committed.get(), goal) >= 0;
                        watch.check();
                    }
                }
            }
            return new Tail(end, transactions, messages.anew());
        } finally {
            watch.release(cut);
            watch.release(replication);
        }
    }

    /** Behind the last record of a page the next one begins after the header of the next page; nothing is ever sent up to there. */
    private static String withoutPageHeader(String place) {
        long at = LogSequenceNumber.valueOf(place).asLong();
        long offset = Long.remainderUnsigned(at, PAGE_BYTES);
        return LogSequenceNumber.valueOf(offset <= LONGEST_PAGE_HEADER ? at - offset : at)
                .asString();
    }

    private static void forgetSeen(Connection connection, Set<Integer> transactions) throws SQLException {
        if (transactions.size() >= REMEMBERED_TRANSACTIONS) {
            SeenTransactions seen = SeenTransactions.now(connection);
            connection.commit();
            transactions.removeIf(seen::isOver);
        }
    }

    @Override
    public void snapshot(Connection connection, Tail tail, FetchWatch watch) throws SQLException {
        connection.commit();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        while (true) {
            SeenTransactions seen = SeenTransactions.now(connection);
            if (tail.transactions().stream().allMatch(seen::isOver)) {
                return;
            }
            connection.commit();
            watch.pause(IDLE);
        }
    }

    @Override
    public String condition(CapturedTable table, List<List<String>> keys) {
        String columns = table.key().stream()
                .map(column -> JdbcSettings.quoted(column.name(), "\""))
                .collect(Collectors.joining(", ", "(", ")"));
        return keys.stream()
                .map(key -> {
                    List<String> values = new ArrayList<>();
                    for (int i = 0; i < key.size(); i++) {
                        values.add("'" + key.get(i).replace("'", "''") + "'::"
                                + table.key().get(i).declared());
                    }
                    return values.stream().collect(Collectors.joining(", ", "(", ")"));
                })
                .collect(Collectors.joining(", ", columns + " IN (VALUES ", ")"));
    }

    @Override
    public String asRead(KeyColumn column, String value) {
        return switch (column.type()) {
            case "timestamptz" -> value.replaceFirst("[+-]\\d\\d(:\\d\\d){0,2}$", "");
            case "bytea" -> value.startsWith("\\x") ? value.substring(2) : value;
            case "bpchar" -> value.replaceFirst(" +$", "");
            default -> value;
        };
    }

    @Override
    public void confirm(Connection connection, String at) throws SQLException {
        Optional<ReplicationSlot.State> known = slot.find(connection);
        connection.commit();
        if (known.isEmpty()
                || known.get().isLost()
                || compare(known.get().confirmed().orElse("0/0"), at) >= 0) {
            return;
        }
        slot.advance(connection, at);
        connection.commit();
    }

    @Override
    public void release(Connection connection) throws SQLException {
        if (slot.find(connection).isPresent()) {
            slot.drop(connection);
        }
        connection.commit();
    }

    @Override
    public Optional<String> releasing() {
        return Optional.of("SELECT pg_drop_replication_slot('" + slot + "')");
    }

    private static int compare(String one, String other) {
        return Long.compareUnsigned(
                LogSequenceNumber.valueOf(one).asLong(),
                LogSequenceNumber.valueOf(other).asLong());
    }
}
