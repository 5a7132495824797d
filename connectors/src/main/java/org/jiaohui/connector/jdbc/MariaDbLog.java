package org.jiaohui.connector.jdbc;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer.CompatibilityMode;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.github.shyiko.mysql.binlog.network.ServerException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jiaohui.connector.FetchWatch;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.jdbc.CapturedTable.KeyColumn;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** MariaDB's binary log, read as a replica reads it, from a file and position to where a consistent snapshot of the tables stands. */
record MariaDbLog(JdbcSettings settings) implements ChangeLog {
    /** The client tells every connection; what goes wrong is thrown. */
    private static final Logger CLIENT_LOG = Logger.getLogger(BinaryLogClient.class.getName());

    private static final Pattern SSL_MODE = Pattern.compile("[?&]sslMode=([^&]+)", Pattern.CASE_INSENSITIVE);
    private static final int ACCESS_DENIED = 1045;
    private static final int RIGHT_MISSING = 1227;
    private static final int LOG_MISSING = 1236;

    static {
        CLIENT_LOG.setLevel(Level.OFF);
    }

    /** A file of the log and a position in it. */
    record Place(String file, long position) implements Comparable<Place> {
        static Place parse(String text) {
            int colon = text.lastIndexOf(':');
            return new Place(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
        }

        private long number() {
            return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
        }

        @Override
        public int compareTo(Place other) {
            int files = Long.compare(number(), other.number());
            return files != 0 ? files : Long.compare(position, other.position);
        }

        @Override
        public String toString() {
            return file + ":" + position;
        }
    }

    @Override
    public CapturedTable describe(Connection connection) throws SQLException {
        String schema = settings.schema().orElse(String.valueOf(connection.getCatalog()));
        String name = settings.table().orElseThrow();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT TABLE_SCHEMA, TABLE_NAME, coalesce(ENGINE, ''), TABLE_TYPE, @@server_id FROM information_schema.TABLES
                WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
                """)) {
            statement.setString(1, schema);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw SettingValues.wrong(
                            "没有表 %1$s.%2$s，或账号看不见它 / there is no table %1$s.%2$s, or the account cannot see it"
                                    .formatted(schema, name));
                }
                if (!row.getString(4).equals("BASE TABLE") || !row.getString(3).equalsIgnoreCase("InnoDB")) {
                    throw SettingValues.wrong(
                            "%1$s.%2$s 须是 InnoDB 表，现为 %3$s：请执行 ALTER TABLE … ENGINE=InnoDB / %1$s.%2$s must be a table of the engine InnoDB, not %3$s: ALTER TABLE … ENGINE=InnoDB"
                                    .formatted(schema, name, row.getString(4) + " " + row.getString(3)));
                }
                return new CapturedTable(
                        row.getString(1),
                        row.getString(2),
                        "mariadb " + row.getLong(5) + " " + row.getString(1) + "." + row.getString(2),
                        columns(connection, schema, name),
                        key(connection, schema, name));
            }
        }
    }

    private static String columns(Connection connection, String schema, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT COLUMN_NAME, COLUMN_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION")) {
            statement.setString(1, schema);
            statement.setString(2, name);
            StringBuilder columns = new StringBuilder();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.append(row.getString(1))
                            .append(' ')
                            .append(row.getString(2))
                            .append('\n');
                }
            }
            return columns.toString();
        }
    }

    private static List<KeyColumn> key(Connection connection, String schema, String name) throws SQLException {
        List<KeyColumn> key = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT c.COLUMN_NAME, c.DATA_TYPE, c.COLUMN_TYPE, coalesce(c.CHARACTER_SET_NAME, ''), c.ORDINAL_POSITION, s.SUB_PART
                FROM information_schema.STATISTICS s JOIN information_schema.COLUMNS c
                    ON c.TABLE_SCHEMA = s.TABLE_SCHEMA AND c.TABLE_NAME = s.TABLE_NAME AND c.COLUMN_NAME = s.COLUMN_NAME
                WHERE s.TABLE_SCHEMA = ? AND s.TABLE_NAME = ? AND s.INDEX_NAME = 'PRIMARY' ORDER BY s.SEQ_IN_INDEX
                """)) {
            statement.setString(1, schema);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    KeyColumn column = new KeyColumn(
                            row.getString(1),
                            row.getString(2).toLowerCase(Locale.ROOT),
                            row.getString(3).toLowerCase(Locale.ROOT),
                            row.getString(4),
                            row.getInt(5) - 1);
                    if (row.getString(6) != null || !BinlogValue.isReadable(column)) {
                        throw SettingValues.wrong(
                                "主键列 \"%1$s\"（%2$s）的类型不能由日志指明行；可用整数、decimal、char、varchar、binary、varbinary、date、datetime、timestamp / the log cannot name rows by the key column \"%1$s\" of type %2$s; integers, decimal, char, varchar, binary, varbinary, date, datetime and timestamp can"
                                        .formatted(column.name(), column.declared()));
                    }
                    key.add(column);
                }
            }
        }
        if (key.isEmpty()) {
            throw SettingValues.wrong(
                    "表 %1$s.%2$s 没有主键，日志无法指明行：请执行 ALTER TABLE … ADD PRIMARY KEY (…) / the table %1$s.%2$s has no primary key, so the log cannot name its rows: ALTER TABLE … ADD PRIMARY KEY (…)"
                            .formatted(schema, name));
        }
        return key;
    }

    @Override
    public List<String> missing(Connection connection, CapturedTable table) throws SQLException {
        List<String> missing = new ArrayList<>();
        if (one(connection, "SELECT @@log_bin").equals("0")) {
            return List.of(
                    "没有开启二进制日志：请在 [mysqld] 设 log_bin 与 binlog_format=ROW 并重启 / the binary log is off: set log_bin and binlog_format=ROW under [mysqld] and restart");
        }
        String format = one(connection, "SELECT @@global.binlog_format");
        if (!format.equals("ROW")) {
            missing.add(
                    "binlog_format 为 %1$s：请设为 ROW（SET GLOBAL binlog_format = 'ROW'，并写入配置） / binlog_format is %1$s: set it to ROW (SET GLOBAL binlog_format = 'ROW', and in the configuration)"
                            .formatted(format));
        }
        if (one(connection, "SELECT @@global.log_bin_compress").equals("1")) {
            missing.add(
                    "log_bin_compress 已开启，压缩的日志读不了：请 SET GLOBAL log_bin_compress = OFF / log_bin_compress is on and a compressed log cannot be read: SET GLOBAL log_bin_compress = OFF");
        }
        missing.addAll(cascades(connection, table));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW MASTER STATUS")) {
            if (row.next()) {
                List<String> only = databases(row.getString(3));
                if ((!only.isEmpty() && !only.contains(table.schema()))
                        || databases(row.getString(4)).contains(table.schema())) {
                    missing.add(
                            "二进制日志不含数据库 %1$s（binlog_do_db 或 binlog_ignore_db）：请改配置并重启 / the binary log leaves the database %1$s out (binlog_do_db or binlog_ignore_db): change the configuration and restart"
                                    .formatted(table.schema()));
                }
            }
        } catch (SQLException refused) {
            if (refused.getErrorCode() != RIGHT_MISSING) {
                throw refused;
            }
            missing.add(rights());
        }
        return missing;
    }

    private String rights() {
        return "账号没有复制权限：请执行 GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO '%1$s' / the account may not replicate: GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO '%1$s'"
                .formatted(settings.user().orElse(""));
    }

    private static List<String> databases(String list) {
        return list == null || list.isBlank() ? List.of() : List.of(list.split(",", -1));
    }

    /** Rows that InnoDB changes by itself, because a row that they refer to changed, are not in the log. */
    private static List<String> cascades(Connection connection, CapturedTable table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT CONSTRAINT_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = ? AND TABLE_NAME = ?
                    AND (DELETE_RULE IN ('CASCADE', 'SET NULL') OR UPDATE_RULE IN ('CASCADE', 'SET NULL'))
                """)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? List.of(
                                "外键 %1$s 会级联改动本表的行，而 InnoDB 不把它们写入日志：请改为 RESTRICT，或用 jdbc 连接器 / the foreign key %1$s changes rows of this table by cascade, which InnoDB does not log: make it RESTRICT, or use the connector jdbc"
                                        .formatted(row.getString(1)))
                        : List.of();
            }
        }
    }

    @Override
    public String state(Connection connection) throws SQLException {
        Place now = now(connection);
        canRead(now);
        String expires = one(connection, "SELECT @@global.expire_logs_days");
        return "日志到 %1$s，保留 %2$s 天（0 为不自动删除） / the log stands at %1$s and is kept for %2$s days (0: until it is purged)"
                .formatted(now, expires);
    }

    /** Asks for the log from its end on, as a run does. */
    private void canRead(Place now) {
        BinaryLogClient client = client(now);
        client.registerLifecycleListener(new Ending());
        try {
            client.connect();
        } catch (IOException refused) {
            throw trouble(refused);
        }
    }

    @Override
    public String begin(Connection connection, FetchWatch watch) throws SQLException {
        return now(connection).toString();
    }

    /** Where the log stands for a reader who sees exactly what the log has up to there. */
    private static Place now(Connection connection) throws SQLException {
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
            throw SettingValues.wrong(
                    "服务器没有 binlog_snapshot_position：须为 MariaDB 并开启二进制日志 / the server knows no binlog_snapshot_position: it must be MariaDB with its binary log on");
        }
        return new Place(file, Long.parseLong(position));
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
        Place place = Place.parse(at);
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
        Place end = now(connection);
        if (end.compareTo(Place.parse(from)) <= 0) {
            return Tail.at(from);
        }
        BinaryLogClient client = client(Place.parse(from));
        BinlogKeys listener = new BinlogKeys(table, keys, end, Place.parse(from), client::disconnect);
        Ending ending = new Ending();
        client.registerEventListener(listener);
        client.registerLifecycleListener(ending);
        AutoCloseable cut = watch.guard((AutoCloseable) client::disconnect);
        try {
            client.connect();
        } catch (IOException broken) {
            watch.check();
            throw trouble(broken);
        } finally {
            watch.release(cut);
        }
        watch.check();
        listener.rethrow();
        if (!listener.reached()) {
            Exception trouble = ending.trouble();
            throw trouble != null
                    ? trouble(trouble)
                    : new ExchangeException(
                            ErrorCode.SOURCE_INTERRUPTED,
                            "二进制日志在 %1$s 之前中断 / the binary log broke off before %1$s".formatted(end));
        }
        return new Tail(end.toString(), java.util.Set.of(), listener.anew());
    }

    private BinaryLogClient client(Place from) {
        JdbcAddress.Place server = settings.address().place().orElseThrow();
        BinaryLogClient client = new BinaryLogClient(
                server.host(),
                server.port(),
                settings.user().orElse(""),
                settings.password().orElse(""));
        EventDeserializer events = new EventDeserializer();
        events.setCompatibilityMode(
                CompatibilityMode.CHAR_AND_BINARY_AS_BYTE_ARRAY, CompatibilityMode.DATE_AND_TIME_AS_LONG_MICRO);
        client.setEventDeserializer(events);
        // A server gives one reader of each number its log: the number must be nobody else's.
        client.setServerId(ThreadLocalRandom.current().nextLong(1L << 31, (1L << 32) - 1));
        client.setBlocking(false);
        client.setKeepAlive(false);
        client.setConnectTimeout(settings.connectTimeout().toMillis());
        client.setNetReadTimeout(Math.max(1, settings.readTimeout().toSeconds()));
        client.setSSLMode(sslMode());
        client.setBinlogFilename(from.file());
        client.setBinlogPosition(from.position());
        return client;
    }

    private SSLMode sslMode() {
        Matcher mode = SSL_MODE.matcher(settings.address().url());
        return switch (mode.find() ? mode.group(1).toLowerCase(Locale.ROOT) : "disable") {
            case "trust" -> SSLMode.REQUIRED;
            case "verify-ca" -> SSLMode.VERIFY_CA;
            case "verify-full" -> SSLMode.VERIFY_IDENTITY;
            default -> SSLMode.DISABLED;
        };
    }

    private ExchangeException trouble(Exception cause) {
        int code = cause instanceof ServerException told ? told.getErrorCode() : 0;
        String said = settings.address() + ": " + cause.getMessage();
        return switch (code) {
            case ACCESS_DENIED, RIGHT_MISSING ->
                new ExchangeException(ErrorCode.SOURCE_REFUSED_LOGIN, said + " — " + rights(), cause);
            case LOG_MISSING ->
                new ExchangeException(
                        ErrorCode.SOURCE_INTERRUPTED,
                        "变更日志已不完整：" + said
                                + "。请把设置项 lost-log 改为 snapshot 后再运行 / the log of changes is no longer complete; set \"lost-log\" to snapshot and run again",
                        cause);
            default ->
                new ExchangeException(
                        ErrorCode.SOURCE_INTERRUPTED, "读取二进制日志时中断 / reading the binary log broke off: " + said, cause);
        };
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

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return Objects.requireNonNullElse(row.getString(1), "");
        }
    }

    /** Remembers what broke a connection. */
    private static final class Ending extends BinaryLogClient.AbstractLifecycleListener {
        private volatile @org.jspecify.annotations.Nullable Exception trouble;

        @org.jspecify.annotations.Nullable
        Exception trouble() {
            return trouble;
        }

        @Override
        public void onCommunicationFailure(BinaryLogClient client, Exception cause) {
            trouble = cause;
        }

        @Override
        public void onEventDeserializationFailure(BinaryLogClient client, Exception cause) {
            trouble = cause;
        }
    }
}
