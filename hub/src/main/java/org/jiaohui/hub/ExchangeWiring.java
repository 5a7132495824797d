package org.jiaohui.hub;

import java.io.IOException;
import java.nio.file.Files;
import org.jiaohui.connector.Connectors;
import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.DescriptionRules;
import org.jiaohui.exchange.catalogue.HarvestReader;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.drift.Holding;
import org.jiaohui.exchange.mend.Repair;
import org.jiaohui.exchange.run.ExchangeEngine;
import org.jiaohui.exchange.run.OrphanSweep;
import org.jiaohui.exchange.run.Publication;
import org.jiaohui.exchange.run.Redescription;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunWorkers;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.source.account.SourceAccounts;
import org.jiaohui.hub.embedded.HubHome;
import org.jiaohui.openapi.dataset.SoftwareVersion;
import org.jiaohui.openapi.exchange.UploadFolder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine, its workers and what the interfaces need of them. */
@Configuration(proxyBeanMethods = false)
class ExchangeWiring {
    @Bean
    ExchangeEngine exchangeEngine(
            TaskRegister tasks,
            SourceRegister sources,
            RunLedger runs,
            Connectors connectors,
            Formats formats,
            IcebergDatasetStore store,
            HarvestReader harvests,
            CatalogueEntries entries,
            DescriptionRules descriptionRules,
            Holding holding,
            Repair repair,
            SourceAccounts accounts,
            HubHome home) {
        return new ExchangeEngine(
                tasks,
                sources,
                runs,
                connectors::get,
                formats,
                store,
                harvests,
                entries,
                descriptionRules,
                holding,
                repair,
                accounts,
                home.resolve("spool"));
    }

    @Bean(destroyMethod = "close")
    RunWorkers runWorkers(
            ExchangeEngine engine,
            RunLedger runs,
            IcebergDatasetStore store,
            Holding holding,
            HubHome home,
            HubSettings settings) {
        OrphanSweep orphans = new OrphanSweep(store, holding.deliveries(), runs);
        RunWorkers workers = new RunWorkers(engine, runs, orphans, home.nodeId());
        workers.start(settings.workers());
        return workers;
    }

    @Bean
    Redescription redescription(RunLedger runs, CatalogueEntries entries) {
        return new Redescription(runs, entries);
    }

    @Bean
    Publication publication(SourceRegister sources, TaskRegister tasks, RunLedger runs, Redescription redescription) {
        return new Publication(sources, tasks, runs, redescription);
    }

    @Bean
    UploadFolder uploadFolder(HubHome home, HubSettings settings) throws IOException {
        return new UploadFolder(Files.createDirectories(settings.uploadsIn(home)));
    }

    @Bean
    SoftwareVersion softwareVersion() {
        return new SoftwareVersion("0.1.0");
    }
}
