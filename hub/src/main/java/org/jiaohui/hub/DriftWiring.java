package org.jiaohui.hub;

import org.jiaohui.dataset.download.QuarantineFiles;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.dataset.store.HeldFiles;
import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.dataset.store.StoredRefusals;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.dataset.Quarantine;
import org.jiaohui.exchange.dataset.RefusedRows;
import org.jiaohui.exchange.dataset.VersionRows;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.drift.DatasetDependents;
import org.jiaohui.exchange.drift.Holding;
import org.jiaohui.exchange.mend.Repair;
import org.jiaohui.exchange.reconcile.ReconciliationBook;
import org.jiaohui.exchange.reconcile.Retransmissions;
import org.jiaohui.hub.embedded.HubHome;
import org.jiaohui.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where runs wait whose source's columns changed, whom a change would affect, and how refused rows come back. */
@Configuration(proxyBeanMethods = false)
class DriftWiring {
    @Bean
    Holding holding(Ledger ledger, Alerts alerts, ObjectStore objects) {
        return new Holding(ledger.held(alerts), new HeldFiles(objects));
    }

    @Bean
    RefusedRows refusedRows(IcebergDatasetStore store, HubHome home) {
        return new StoredRefusals(store, home.resolve("work"));
    }

    @Bean
    Quarantine quarantine(RefusedRows refused, HubHome home) {
        return new QuarantineFiles(refused, home.resolve("work"));
    }

    @Bean
    Repair repair(
            Ledger ledger,
            RefusedRows refused,
            Retransmissions retransmissions,
            ReconciliationBook book,
            VersionRows rows) {
        return new Repair(ledger.mendings(), refused, retransmissions, book, rows);
    }

    @Bean
    DatasetDependents datasetDependents(SubscriptionRegister subscriptions) {
        return dataset -> subscriptions.listOf(dataset).stream()
                .map(each -> new DatasetDependents.Dependent(
                        DatasetDependents.Kind.SUBSCRIPTION, each.id().value(), each.title()))
                .toList();
    }
}
