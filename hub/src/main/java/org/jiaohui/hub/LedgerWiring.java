package org.jiaohui.hub;

import java.util.Optional;
import javax.sql.DataSource;
import org.jiaohui.exchange.access.AdministratorKeys;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueLog;
import org.jiaohui.exchange.receipt.ReceiptIssuer;
import org.jiaohui.exchange.receipt.RunEvidence;
import org.jiaohui.exchange.run.OpenTasks;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.hub.embedded.EmbeddedDatabase;
import org.jiaohui.hub.embedded.HubHome;
import org.jiaohui.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The home, its PostgreSQL and the ledger on it. */
@Configuration(proxyBeanMethods = false)
class LedgerWiring {
    @Bean
    HubHome hubHome(HubSettings settings) {
        return HubHome.open(settings.home());
    }

    @Bean
    DatabaseConnection databaseConnection(HubHome home, HubSettings settings) {
        HubSettings.DatabaseSettings database = settings.database();
        return database.url()
                .map(url -> new DatabaseConnection(url, database.user(), database.password(), Optional.empty()))
                .orElseGet(() -> {
                    EmbeddedDatabase embedded = EmbeddedDatabase.start(home);
                    return new DatabaseConnection(embedded.url(), "postgres", "postgres", Optional.of(embedded));
                });
    }

    @Bean(destroyMethod = "close")
    DataSource ledgerPool(DatabaseConnection database) {
        return Ledger.pool(database.url(), database.user(), database.password());
    }

    @Bean
    Ledger ledger(DataSource ledgerPool, HubHome home, HubSettings settings) {
        return Ledger.open(ledgerPool, settings.secretKeyIn(home));
    }

    @Bean
    RunLedger runLedger(Ledger ledger, ReceiptIssuer issuer, RunEvidence evidence) {
        return ledger.runs(issuer, evidence);
    }

    @Bean
    TaskRegister taskRegister(Ledger ledger) {
        return ledger.tasks();
    }

    @Bean
    OpenTasks openTasks(Ledger ledger) {
        return ledger.openTasks();
    }

    @Bean
    SourceRegister sourceRegister(Ledger ledger) {
        return ledger.sources();
    }

    @Bean
    CatalogueLog catalogueLog(Ledger ledger) {
        return ledger.log();
    }

    @Bean
    CatalogueEntries catalogueEntries(Ledger ledger) {
        return ledger.entries();
    }

    @Bean
    AdministratorKeys administratorKeys(Ledger ledger) {
        return ledger.keys();
    }
}
