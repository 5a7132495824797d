package org.jiaohui.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueLog;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.SourceRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fresh ledger on a real PostgreSQL for each test. */
abstract class LedgerTest {
    static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    HikariDataSource pool;
    Ledger ledger;
    RunLedger runs;
    TaskRegister tasks;
    SourceRegister sources;
    CatalogueLog log;
    CatalogueEntries entries;

    @BeforeEach
    void openLedger() {
        pool = Ledger.pool(RealPostgres.newDatabase(), "postgres", "postgres");
        ledger = Ledger.open(pool, RealPostgres.key(folder));
        runs = ledger.runs();
        tasks = ledger.tasks();
        sources = ledger.sources();
        log = ledger.log();
        entries = ledger.entries();
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    void sql(String statement) {
        RealPostgres.execute(pool, statement);
    }
}
