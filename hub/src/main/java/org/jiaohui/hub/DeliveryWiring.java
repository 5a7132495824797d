package org.jiaohui.hub;

import java.util.List;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.targets.DeliveryTargets;
import org.jiaohui.connector.targets.database.MySqlTarget;
import org.jiaohui.connector.targets.database.PostgresTarget;
import org.jiaohui.connector.targets.file.BucketFolders;
import org.jiaohui.connector.targets.file.FileTarget;
import org.jiaohui.connector.targets.file.FtpFolders;
import org.jiaohui.connector.targets.file.SftpFolders;
import org.jiaohui.connector.targets.push.HttpTarget;
import org.jiaohui.connector.targets.topic.KafkaTarget;
import org.jiaohui.dataset.delivery.ParquetFiles;
import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.dataset.DatasetChanges;
import org.jiaohui.exchange.dataset.VersionRows;
import org.jiaohui.exchange.delivery.BatchRows;
import org.jiaohui.exchange.delivery.ColumnFiles;
import org.jiaohui.exchange.delivery.DeliveryEngine;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryWorkers;
import org.jiaohui.exchange.delivery.FailedDeliveries;
import org.jiaohui.exchange.delivery.RetransmittedRows;
import org.jiaohui.exchange.delivery.StoredDeliveryEvidence;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.TargetConnectors;
import org.jiaohui.exchange.delivery.TargetRegister;
import org.jiaohui.exchange.receipt.ReceiptIssuer;
import org.jiaohui.hub.embedded.HubHome;
import org.jiaohui.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Delivery of published versions to targets. */
@Configuration(proxyBeanMethods = false)
class DeliveryWiring {
    /** Deliveries at once; each target has one at most. */
    private static final int WORKERS = 8;

    @Bean
    TargetRegister targetRegister(Ledger ledger) {
        return ledger.targets();
    }

    @Bean
    SubscriptionRegister subscriptionRegister(Ledger ledger) {
        return ledger.subscriptions();
    }

    @Bean
    DeliveryLedger deliveryLedger(Ledger ledger, ReceiptIssuer issuer, IcebergDatasetStore store) {
        return ledger.deliveries(issuer, new StoredDeliveryEvidence(store));
    }

    @Bean
    FailedDeliveries failedDeliveries(Ledger ledger, Alerts alerts) {
        return ledger.failedDeliveries(alerts);
    }

    @Bean
    TargetConnectors targetConnectors(HubSettings settings, HubHome home) {
        AllowedHosts hosts = new AllowedHosts(settings.allowedHosts());
        ColumnFiles columns = new ParquetFiles();
        return new DeliveryTargets(List.of(
                new PostgresTarget(hosts),
                new MySqlTarget(hosts),
                new FileTarget(new SftpFolders(hosts), home.resolve("delivery"), columns),
                new FileTarget(new FtpFolders(hosts), home.resolve("delivery"), columns),
                new FileTarget(new BucketFolders(hosts), home.resolve("delivery"), columns),
                new KafkaTarget(hosts),
                new HttpTarget(hosts)));
    }

    @Bean
    BatchRows batchRows(IcebergDatasetStore store, VersionRows rows, DatasetChanges changes) {
        return new BatchRows(store, rows, changes);
    }

    @Bean(destroyMethod = "close")
    DeliveryWorkers deliveryWorkers(
            TargetRegister targets,
            SubscriptionRegister subscriptions,
            DeliveryLedger deliveries,
            TargetConnectors connectors,
            IcebergDatasetStore store,
            BatchRows batches,
            RetransmittedRows retransmitted,
            FailedDeliveries failed,
            HubHome home) {
        DeliveryEngine engine = new DeliveryEngine(
                targets,
                subscriptions,
                deliveries,
                connectors,
                store,
                batches,
                retransmitted,
                DeliveryEngine.Retries.DEFAULT);
        DeliveryWorkers workers = new DeliveryWorkers(engine, deliveries, failed, home.nodeId());
        workers.start(WORKERS);
        return workers;
    }
}
