package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jiaohui.exchange.access.AdministratorKeys;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opening the ledger, its health, and the administrator's keys. */
class OpeningTest extends LedgerTest {
    @Test
    void findsItsDataAgainWhenOpenedTwice() {
        String key = ledger.keys().create();
        Ledger again = Ledger.open(pool, RealPostgres.key(folder));
        assertThat(again.keys().verify(key)).isTrue();
        assertThat(again.ping()).isTrue();
    }

    @Test
    void sharesTheDatabaseWithOtherTables() {
        try (HikariDataSource shared = Ledger.pool(RealPostgres.newDatabase(), "postgres", "postgres")) {
            RealPostgres.execute(shared, "create table public.iceberg_tables (catalog_name text)");
            assertThat(Ledger.open(shared, RealPostgres.key(folder)).keys().exist())
                    .isFalse();
        }
    }

    @Test
    void refusesTheHomeOfANewerVersion() {
        sql(
                "insert into ledger.flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
                        + " values (99, '99', 'from the future', 'SQL', 'V99__future.sql', 1, 'x', 1, true)");
        assertThatThrownBy(() -> Ledger.open(pool, RealPostgres.key(folder)))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SETTINGS_WRONG))
                .hasMessageContaining("99")
                .hasMessageContaining("newer version");
    }

    @Test
    void saysSoWhenTheDatabaseDoesNotAnswer() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (HikariDataSource nowhere = Ledger.pool("jdbc:postgresql://127.0.0.1:" + port + "/x", "postgres", "x")) {
            nowhere.setConnectionTimeout(500);
            assertThatThrownBy(() -> Ledger.open(nowhere, RealPostgres.key(folder)))
                    .isInstanceOfSatisfying(
                            ExchangeException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
        }
        pool.close();
        assertThat(ledger.ping()).isFalse();
        assertThatThrownBy(() -> log.head())
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
        assertThatThrownBy(() -> runs.claim("hub-1", LEASE))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
    }

    @Test
    void knowsItsKeysButNotTheirText() {
        AdministratorKeys keys = ledger.keys();
        assertThat(keys.exist()).isFalse();
        assertThat(keys.verify("")).isFalse();
        String old = keys.create();
        String fresh = keys.create();
        assertThat(old).isNotEqualTo(fresh).matches("jh_[A-Za-z0-9_-]{43}");
        assertThat(keys.exist()).isTrue();
        assertThat(keys.verify(old)).isTrue();
        assertThat(keys.verify(fresh)).isTrue();
        assertThat(keys.verify(fresh + " ")).isFalse();
        assertThat(keys.verify(fresh.substring(1))).isFalse();
        String table = JdbcClient.create(pool)
                .sql("select string_agg(k::text, ' ') from ledger.administrator_key k")
                .query(String.class)
                .single();
        assertThat(table).doesNotContain(fresh).doesNotContain(old);
    }
}
