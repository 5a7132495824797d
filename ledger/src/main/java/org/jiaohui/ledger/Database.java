package org.jiaohui.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Statements and transactions; a database that does not answer becomes DATABASE_UNAVAILABLE here and nowhere else. */
final class Database {
    /** Advisory locks of the ledger, held until the end of the transaction that takes them. */
    enum Lock {
        CLAIM(0x6a68_0001L),
        CATALOGUE_LOG(0x6a68_0002L),
        CLAIM_DELIVERY(0x6a68_0009L),
        DELIVERY_ALERTS(0x6a68_000aL);

        private final long key;

        Lock(long key) {
            this.key = key;
        }
    }

    private final DataSource dataSource;
    private final JdbcClient client;
    private final JdbcTemplate template;
    private final TransactionTemplate transactions;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
        this.template = new JdbcTemplate(dataSource);
        this.client = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    JdbcClient.StatementSpec sql(String sql) {
        return client.sql(sql);
    }

    JdbcTemplate template() {
        return template;
    }

    /** Runs the work in one transaction: all of it, or nothing. */
    <T> T transaction(Supplier<T> work) {
        return translated(() -> transactions.<Supplier<T>>execute(status -> {
                    T result = work.get();
                    return () -> result;
                }))
                .get();
    }

    /** Runs statements that need no transaction of their own. */
    <T> T plain(Supplier<T> work) {
        return translated(work);
    }

    /** Waits for a lock of this transaction; statements after it see everything that earlier holders committed. */
    void lock(Lock lock) {
        template.query("select pg_advisory_xact_lock(?)", row -> {}, lock.key);
    }

    /** Takes a lock of this transaction unless another holds it. */
    boolean tryLock(Lock lock) {
        return Boolean.TRUE.equals(
                template.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, lock.key));
    }

    boolean ping() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(2);
            return statement.execute("select 1");
        } catch (SQLException failed) {
            return false;
        }
    }

    static ExchangeException unavailable(Exception cause) {
        return new ExchangeException(
                ErrorCode.DATABASE_UNAVAILABLE,
                "数据库没有应答，请检查 PostgreSQL / the database does not answer; check PostgreSQL: " + cause.getMessage(),
                cause);
    }

    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessResourceFailureException
                | TransientDataAccessResourceException
                | TransactionException failed) {
            throw unavailable(failed);
        }
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
