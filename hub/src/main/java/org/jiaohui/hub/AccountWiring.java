package org.jiaohui.hub;

import org.jiaohui.connector.Connectors;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.exchange.source.account.SourceAccounts;
import org.jiaohui.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Telling sources that keep account how runs ended. */
@Configuration(proxyBeanMethods = false)
class AccountWiring {
    @Bean(destroyMethod = "close")
    SourceAccounts sourceAccounts(Ledger ledger, SourceRegister sources, Connectors connectors) {
        SourceAccounts accounts = new SourceAccounts(ledger.acknowledgements(), sources, connectors::get);
        accounts.start();
        return accounts;
    }
}
