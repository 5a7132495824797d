package org.jiaohui.connector.jdbc;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.BinaryLogClient.EventListener;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer.CompatibilityMode;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.github.shyiko.mysql.binlog.network.ServerException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/** One reading of MariaDB's binary log, as a replica reads it: from a place to where the log ends. */
final class BinlogConnection {
    static final int RIGHT_MISSING = 1227;
    private static final int ACCESS_DENIED = 1045;
    private static final int LOG_MISSING = 1236;
    private static final Pattern SSL_MODE = Pattern.compile("[?&]sslMode=([^&]+)", Pattern.CASE_INSENSITIVE);

    /** The client tells every connection; what goes wrong is thrown. */
    private static final Logger CLIENT_LOG = Logger.getLogger(BinaryLogClient.class.getName());

    static {
        CLIENT_LOG.setLevel(Level.OFF);
    }

    private final JdbcSettings settings;
    private final BinaryLogClient client;
    private final Ending ending = new Ending();

    BinlogConnection(JdbcSettings settings, BinlogPlace from) {
        this.settings = settings;
        client = client(settings, from);
        client.registerLifecycleListener(ending);
    }

    void tell(EventListener listener) {
        client.registerEventListener(listener);
    }

    /**
     * Reads until the log ends or somebody disconnects.
     *
     * @throws ExchangeException SOURCE_REFUSED_LOGIN, or SOURCE_INTERRUPTED, also when the server does not have the place any more
     */
    void read() {
        try {
            client.connect();
        } catch (IOException refused) {
            throw trouble(refused);
        }
    }

    void disconnect() throws IOException {
        client.disconnect();
    }

    /** What broke the reading off. */
    Optional<ExchangeException> trouble() {
        return Optional.ofNullable(ending.trouble).map(this::trouble);
    }

    private static BinaryLogClient client(JdbcSettings settings, BinlogPlace from) {
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
        client.setSSLMode(sslMode(settings.address()));
        client.setBinlogFilename(from.file());
        client.setBinlogPosition(from.position());
        return client;
    }

    private static SSLMode sslMode(JdbcAddress address) {
        Matcher mode = SSL_MODE.matcher(address.url());
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
                new ExchangeException(ErrorCode.SOURCE_REFUSED_LOGIN, said + " — " + rights(settings), cause);
            case LOG_MISSING ->
                new ExchangeException(
                        ErrorCode.SOURCE_INTERRUPTED,
                        "变更日志已不完整：" + said
                                + "。请把设置项 lost-log 改为 snapshot 后再运行 / the log of changes is no longer complete; set"
                                + " \"lost-log\" to snapshot and run again",
                        cause);
            default ->
                new ExchangeException(
                        ErrorCode.SOURCE_INTERRUPTED, "读取二进制日志时中断 / reading the binary log broke off: " + said, cause);
        };
    }

    /** What to do about rights that are missing. */
    static String rights(JdbcSettings settings) {
        return "账号没有复制权限：请执行 GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO '%1$s' / the account may not replicate: GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO '%1$s'"
                .formatted(settings.user().orElse(""));
    }

    /** Remembers what broke a connection. */
    private static final class Ending extends BinaryLogClient.AbstractLifecycleListener {
        private volatile @Nullable Exception trouble;

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
