package org.jiaohui.connector.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jiaohui.connector.FetchWatch;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.jdbc.CapturedTable.KeyColumn;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** PostgreSQL's write-ahead log, decoded by the plug-in pgoutput behind a replication slot. */
record PostgresLog(JdbcSettings settings, String slot, String publication) implements ChangeLog {
    private static final int REMEMBERED_TRANSACTIONS = 10_000;
    private static final long IDLE_MILLIS = 10;
    private static final long SLOT_BUSY_MILLIS = 30_000;
    private static final long PAGE_BYTES = 8_192;
    private static final long LONGEST_PAGE_HEADER = 40;
    private static final String OBJECT_IN_USE = "55006";
    private static final Map<String, String> REPLICATION =
            Map.of("replication", "database", "assumeMinServerVersion", "10", "preferQueryMode", "simple");

    private record Slot(String plugin, String database, boolean active, Optional<String> confirmed, String status) {}

    @Override
    public CapturedTable describe(Connection connection) throws SQLException {
        String name = settings.from("\"");
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT c.oid::bigint, c.relkind::text, c.relreplident::text, n.nspname, c.relname, d.oid::bigint,
                    (SELECT system_identifier::text FROM pg_control_system())
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, pg_database d
                WHERE c.oid = to_regclass(?) AND d.datname = current_database()
                """)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw SettingValues.wrong(
                            "没有表 " + name + "，或账号看不见它 / there is no table " + name + ", or the account cannot see it");
                }
                if (!List.of("r", "p").contains(row.getString(2))) {
                    throw SettingValues.wrong(
                            name + " 不是表，视图没有变更日志 / " + name + " is no table; the log knows tables alone");
                }
                long oid = row.getLong(1);
                return new CapturedTable(
                        row.getString(4),
                        row.getString(5),
                        "postgresql " + row.getString(7) + " " + row.getLong(6) + " " + oid,
                        columns(connection, oid),
                        key(connection, oid, row.getString(3), name));
            }
        }
    }

    private static String columns(Connection connection, long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), E'\\n' ORDER BY attnum)
                FROM pg_attribute WHERE attrelid = ?::oid AND attnum > 0 AND NOT attisdropped
                """)) {
            statement.setLong(1, oid);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static List<KeyColumn> key(Connection connection, long oid, String identity, String name)
            throws SQLException {
        List<KeyColumn> key = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT a.attname, t.typname, format_type(a.atttypid, a.atttypmod), a.attnum
                FROM pg_index i CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
                    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum JOIN pg_type t ON t.oid = a.atttypid
                WHERE i.indrelid = ?::oid AND k.place <= i.indnkeyatts AND CASE WHEN ? THEN i.indisreplident ELSE i.indisprimary END
                ORDER BY k.place
                """)) {
            statement.setLong(1, oid);
            statement.setBoolean(2, identity.equals("i"));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    key.add(new KeyColumn(row.getString(1), row.getString(2), row.getString(3), "", row.getInt(4) - 1));
                }
            }
        }
        if (key.isEmpty() || identity.equals("n")) {
            throw SettingValues.wrong(
                    "表 %1$s 没有主键（或复制标识为 NOTHING），日志无法指明行；请执行 ALTER TABLE %1$s ADD PRIMARY KEY (…) 或 REPLICA IDENTITY DEFAULT / the table %1$s has no primary key (or its replica identity is NOTHING): the log cannot name its rows; ALTER TABLE %1$s ADD PRIMARY KEY (…), or REPLICA IDENTITY DEFAULT"
                            .formatted(name));
        }
        return key;
    }

    @Override
    public List<String> missing(Connection connection, CapturedTable table) throws SQLException {
        List<String> missing = new ArrayList<>();
        String level = one(connection, "SHOW wal_level");
        if (!level.equals("logical")) {
            missing.add(("wal_level 为 %1$s：请在 postgresql.conf 设 wal_level = logical 并重启数据库 / wal_level is %1$s: set"
                            + " wal_level = logical in postgresql.conf and restart the database")
                    .formatted(level));
        }
        if (one(connection, "SELECT pg_is_in_recovery()::text").equals("true")) {
            missing.add("这是备库：请连接主库 / this is a standby: connect to the primary");
        }
        if (one(connection, "SELECT (rolreplication OR rolsuper)::text FROM pg_roles WHERE rolname = current_user")
                .equals("false")) {
            missing.add(
                    "账号没有复制权限：请执行 ALTER ROLE \"%1$s\" REPLICATION / the account may not replicate: ALTER ROLE \"%1$s\" REPLICATION"
                            .formatted(one(connection, "SELECT current_user")));
        }
        String quoted = JdbcSettings.quoted(table.schema(), "\"") + "." + JdbcSettings.quoted(table.name(), "\"");
        missing.addAll(missingOfPublication(connection, table, quoted));
        Optional<Slot> known = slot(connection);
        if (known.isEmpty()
                && one(
                                connection,
                                "SELECT (count(*) >= current_setting('max_replication_slots')::int)::text FROM pg_replication_slots")
                        .equals("true")) {
            missing.add(
                    "没有空闲的复制槽：请调大 max_replication_slots 并重启，或用 pg_drop_replication_slot 删去不用的 / no replication slot is free: raise max_replication_slots and restart, or drop unused ones with pg_drop_replication_slot");
        }
        known.filter(each ->
                        !each.plugin().equals("pgoutput") || !each.database().equals(place(connection)))
                .ifPresent(each -> missing.add(
                        "复制槽 %1$s 属于插件 %2$s、数据库 %3$s：请换一个设置项 slot / the slot %1$s is of the plug-in %2$s and the database %3$s: choose another setting \"slot\""
                                .formatted(slot, each.plugin(), each.database())));
        return missing;
    }

    private List<String> missingOfPublication(Connection connection, CapturedTable table, String quoted)
            throws SQLException {
        String operations;
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT (pubinsert AND pubupdate AND pubdelete AND pubtruncate)::text FROM pg_publication WHERE pubname = ?")) {
            statement.setString(1, publication);
            try (ResultSet row = statement.executeQuery()) {
                operations = row.next() ? row.getString(1) : "";
            }
        }
        String named = JdbcSettings.quoted(publication, "\"");
        if (operations.isEmpty()) {
            return List.of(
                    "没有发布 %1$s：请表的属主执行 CREATE PUBLICATION %1$s FOR TABLE %2$s / there is no publication %1$s: let the table's owner CREATE PUBLICATION %1$s FOR TABLE %2$s"
                            .formatted(named, quoted));
        }
        List<String> missing = new ArrayList<>();
        if (operations.equals("false")) {
            missing.add(
                    "发布 %1$s 不含全部操作：请执行 ALTER PUBLICATION %1$s SET (publish = 'insert, update, delete, truncate') / the publication %1$s leaves operations out: ALTER PUBLICATION %1$s SET (publish = 'insert, update, delete, truncate')"
                            .formatted(named));
        }
        boolean filters = connection.getMetaData().getDatabaseMajorVersion() >= 15;
        try (PreparedStatement statement = connection.prepareStatement("SELECT "
                + (filters ? "rowfilter IS NOT NULL" : "false")
                + " FROM pg_publication_tables WHERE pubname = ? AND schemaname = ? AND tablename = ?")) {
            statement.setString(1, publication);
            statement.setString(2, table.schema());
            statement.setString(3, table.name());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    missing.add(
                            "发布 %1$s 不含表 %2$s：请执行 ALTER PUBLICATION %1$s ADD TABLE %2$s；分区表另需 SET (publish_via_partition_root = true) / the publication %1$s lacks the table %2$s: ALTER PUBLICATION %1$s ADD TABLE %2$s; for a partitioned table also SET (publish_via_partition_root = true)"
                                    .formatted(named, quoted));
                } else if (row.getBoolean(1)) {
                    missing.add(
                            "发布 %1$s 对表 %2$s 有行过滤，会漏掉变更：请去掉 WHERE / the publication %1$s filters rows of %2$s, so changes would be missed: take its WHERE away"
                                    .formatted(named, quoted));
                }
            }
        }
        return missing;
    }

    @Override
    public String state(Connection connection) throws SQLException {
        String held = one(
                connection,
                "SELECT coalesce((SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint::text FROM pg_replication_slots WHERE slot_name = '"
                        + slot + "'), '')");
        return held.isEmpty()
                ? "复制槽 " + slot + " 将在首次运行时建立 / the slot is made by the first run"
                : "复制槽 " + slot + " 保留日志 " + held + " 字节 / the slot keeps " + held + " bytes of the log";
    }

    @Override
    public String begin(Connection connection, FetchWatch watch) throws SQLException {
        Optional<Slot> known = slot(connection);
        if (known.isPresent() && isLost(known.get())) {
            execute(connection, "SELECT pg_drop_replication_slot('" + slot + "')");
            connection.commit();
            known = Optional.empty();
        }
        if (known.isPresent()) {
            return known.get().confirmed().orElseThrow();
        }
        connection.commit();
        String at =
                one(connection, "SELECT lsn::text FROM pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
        connection.commit();
        awaitAll(connection, watch);
        return at;
    }

    /** A commit is in the log a moment before others see it. Whatever was under way when the slot was made must be over before a snapshot is taken. */
    private static void awaitAll(Connection connection, FetchWatch watch) throws SQLException {
        long mark = Long.parseLong(one(connection, "SELECT txid_current()::text"));
        connection.commit();
        while (Long.parseLong(one(connection, "SELECT txid_snapshot_xmin(txid_current_snapshot())::text")) < mark) {
            connection.commit();
            pause(watch);
        }
        connection.commit();
    }

    @Override
    public Optional<String> lost(Connection connection, String at) throws SQLException {
        Optional<Slot> known = slot(connection);
        if (known.isEmpty()) {
            return Optional.of("复制槽 " + slot + " 已不存在 / the replication slot " + slot + " is gone");
        }
        if (isLost(known.get())) {
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

    private static boolean isLost(Slot slot) {
        return slot.status().equals("lost") || slot.confirmed().isEmpty();
    }

    @Override
    public Tail read(Connection connection, CapturedTable table, String from, Keys keys, FetchWatch watch)
            throws SQLException, IOException {
        // Also what is committed and not yet on the disk: it is waited for.
        String end = withoutPageHeader(one(connection, "SELECT pg_current_wal_insert_lsn()::text"));
        connection.commit();
        if (compare(end, from) <= 0) {
            return Tail.at(from);
        }
        Connection replication = watch.opened(() -> settings.connect(REPLICATION));
        // A connection that is aborted from outside ends a wait for a silent server as well.
        AutoCloseable cut = watch.guard((AutoCloseable) () -> replication.abort(Runnable::run));
        try (replication) {
            // Keys are told as text: the text must not depend on who reads.
            execute(replication, "SET TimeZone = 'Asia/Shanghai'");
            execute(replication, "SET DateStyle = 'ISO, YMD'");
            execute(replication, "SET extra_float_digits = 1");
            execute(replication, "SET bytea_output = 'hex'");
            PgOutput messages = new PgOutput(table, keys);
            Set<Integer> transactions = new HashSet<>();
            try (PGReplicationStream stream = start(replication, from, watch)) {
                long goal = LogSequenceNumber.valueOf(end).asLong();
                boolean reached = false;
                while (!reached) {
                    ByteBuffer message = stream.readPending();
                    if (message == null) {
                        reached =
                                Long.compareUnsigned(stream.getLastReceiveLSN().asLong(), goal) >= 0;
                        if (!reached) {
                            pause(watch);
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

    /** Waits a while for a reader that has just died: the server notices within moments. */
    private PGReplicationStream start(Connection replication, String from, FetchWatch watch) throws SQLException {
        long last = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOT_BUSY_MILLIS);
        while (true) {
            try {
                return replication
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName(slot)
                        .withStartPosition(LogSequenceNumber.valueOf(from))
                        .withSlotOption("proto_version", "1")
                        .withSlotOption("publication_names", JdbcSettings.quoted(publication, "\""))
                        .withStatusInterval(5, TimeUnit.SECONDS)
                        // What is read is not published yet: the server is told so by confirm alone.
                        .withAutomaticFlush(false)
                        .start();
            } catch (SQLException busy) {
                if (!OBJECT_IN_USE.equals(busy.getSQLState()) || System.nanoTime() > last) {
                    throw busy;
                }
                pause(watch);
            }
        }
    }

    private static void forgetSeen(Connection connection, Set<Integer> transactions) throws SQLException {
        if (transactions.size() >= REMEMBERED_TRANSACTIONS) {
            Seen seen = Seen.now(connection);
            connection.commit();
            transactions.removeIf(seen::isOver);
        }
    }

    @Override
    public void snapshot(Connection connection, Tail tail, FetchWatch watch) throws SQLException {
        connection.commit();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        while (true) {
            Seen seen = Seen.now(connection);
            if (tail.transactions().stream().allMatch(seen::isOver)) {
                return;
            }
            connection.commit();
            pause(watch);
        }
    }

    /** Which transactions a snapshot sees: {@code xmin:xmax:those under way}. */
    private record Seen(long end, Set<Long> underWay) {
        static Seen now(Connection connection) throws SQLException {
            String[] parts =
                    one(connection, "SELECT txid_current_snapshot()::text").split(":", -1);
            Set<Long> underWay = new HashSet<>();
            for (String each : parts[2].split(",", -1)) {
                if (!each.isEmpty()) {
                    underWay.add(Long.parseLong(each));
                }
            }
            return new Seen(Long.parseLong(parts[1]), underWay);
        }

        /** The log numbers transactions with 32 bits; those it still holds are near the end of the count. */
        boolean isOver(int number) {
            long whole = end + (number - (int) end);
            return whole < end && !underWay.contains(whole);
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
        Optional<Slot> known = slot(connection);
        connection.commit();
        if (known.isEmpty()
                || isLost(known.get())
                || compare(known.get().confirmed().orElse("0/0"), at) >= 0) {
            return;
        }
        execute(
                connection,
                "SELECT pg_replication_slot_advance('" + slot + "', '"
                        + LogSequenceNumber.valueOf(at).asString() + "')");
        connection.commit();
    }

    private Optional<Slot> slot(Connection connection) throws SQLException {
        boolean status = connection.getMetaData().getDatabaseMajorVersion() >= 13;
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT coalesce(plugin, ''), coalesce(database, ''), active, confirmed_flush_lsn::text, "
                        + (status ? "coalesce(wal_status, '')" : "''")
                        + " FROM pg_replication_slots WHERE slot_name = ?")) {
            statement.setString(1, slot);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Slot(
                                row.getString(1),
                                row.getString(2),
                                row.getBoolean(3),
                                Optional.ofNullable(row.getString(4)),
                                row.getString(5)))
                        : Optional.empty();
            }
        }
    }

    private static String place(Connection connection) {
        try {
            return connection.getCatalog();
        } catch (SQLException broken) {
            throw new ExchangeException(ErrorCode.SOURCE_INTERRUPTED, String.valueOf(broken.getMessage()), broken);
        }
    }

    private static int compare(String one, String other) {
        return Long.compareUnsigned(
                LogSequenceNumber.valueOf(one).asLong(),
                LogSequenceNumber.valueOf(other).asLong());
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void pause(FetchWatch watch) {
        watch.check();
        try {
            Thread.sleep(IDLE_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ExchangeException(ErrorCode.STOPPED, "运行被停止 / the run was stopped", stop);
        }
    }
}
