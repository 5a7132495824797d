package org.jiaohui.hub;

import org.jiaohui.connector.ConnectorConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The architecture in one list: what the hub is made of. Components are scanned at the HTTP edge only. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(HubSettings.class)
@ComponentScan("org.jiaohui.openapi")
@Import({
    LedgerWiring.class,
    DatasetWiring.class,
    ChangesWiring.class,
    ConnectorConfiguration.class,
    ConnectorWiring.class,
    TrialWiring.class,
    CatalogueWiring.class,
    DriftWiring.class,
    AccountWiring.class,
    ExchangeWiring.class,
    RemovalWiring.class,
    AlertWiring.class,
    DeliveryWiring.class,
    ReceiptWiring.class,
    ReconciliationWiring.class,
    OperationWiring.class,
    HealthWiring.class,
    DemonstrationWiring.class
})
class HubConfiguration {}
