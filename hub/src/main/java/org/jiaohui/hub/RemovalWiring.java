package org.jiaohui.hub;

import org.jiaohui.connector.Connectors;
import org.jiaohui.exchange.dataset.Withdrawals;
import org.jiaohui.exchange.removal.Removals;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.source.account.SourceReleases;
import org.jiaohui.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Removing tasks and sources, and giving sources back what they keep. */
@Configuration(proxyBeanMethods = false)
class RemovalWiring {
    @Bean(destroyMethod = "close")
    SourceReleases sourceReleases(Ledger ledger, Connectors connectors) {
        SourceReleases releases = new SourceReleases(ledger.releases(), connectors::get);
        releases.start();
        return releases;
    }

    @Bean
    Withdrawals withdrawals(Ledger ledger) {
        return ledger.withdrawals();
    }

    @Bean
    Removals removals(TaskRegister tasks, SourceRegister sources, RunLedger runs, SourceReleases releases) {
        return new Removals(tasks, sources, runs, releases);
    }
}
