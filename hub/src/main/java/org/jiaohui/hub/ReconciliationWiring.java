package org.jiaohui.hub;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.Optional;
import org.jiaohui.connector.Connectors;
import org.jiaohui.dataset.reconcile.BucketComparison;
import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.dataset.VersionRows;
import org.jiaohui.exchange.delivery.BatchRows;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.RetransmittedRows;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.TargetConnectors;
import org.jiaohui.exchange.delivery.TargetRegister;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.reconcile.DailyReconciliation;
import org.jiaohui.exchange.reconcile.DeliveredRows;
import org.jiaohui.exchange.reconcile.DifferingRows;
import org.jiaohui.exchange.reconcile.ReadTargets;
import org.jiaohui.exchange.reconcile.Reconciler;
import org.jiaohui.exchange.reconcile.ReconciliationBook;
import org.jiaohui.exchange.reconcile.Retransmissions;
import org.jiaohui.exchange.reconcile.Retransmitter;
import org.jiaohui.exchange.reconcile.RowComparison;
import org.jiaohui.exchange.reconcile.TargetReading;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.hub.embedded.HubHome;
import org.jiaohui.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reconciliation, on demand and every day, and what is transmitted again by it. */
@Configuration(proxyBeanMethods = false)
class ReconciliationWiring {
    @Bean
    ReconciliationBook reconciliationBook(Ledger ledger) {
        return ledger.reconciliations();
    }

    @Bean
    RowComparison rowComparison(VersionRows rows, HubHome home) {
        return new BucketComparison(rows, home.resolve("work"));
    }

    @Bean
    DeliveredRows deliveredRows(
            SubscriptionRegister subscriptions,
            TargetRegister targets,
            DeliveryLedger ledger,
            TargetConnectors targetConnectors,
            Connectors connectors,
            Formats formats,
            BatchRows batches,
            RowComparison comparison,
            HubHome home) {
        TargetReading reading = new TargetReading(
                targetConnectors, connectors::get, formats, batches, comparison, home.resolve("work"));
        return new ReadTargets(subscriptions, targets, ledger, reading);
    }

    @Bean
    RetransmittedRows retransmittedRows(ReconciliationBook book, VersionRows rows) {
        return new DifferingRows(book, rows);
    }

    @Bean
    Retransmitter retransmitter(
            IcebergDatasetStore store,
            SubscriptionRegister subscriptions,
            DeliveryLedger deliveries,
            RunLedger runs,
            TaskRegister tasks,
            SourceRegister sources,
            TargetRegister targets,
            TargetConnectors connectors,
            Retransmissions retransmissions) {
        return new Retransmitter(
                store, subscriptions, deliveries, runs, tasks, sources, targets, connectors, retransmissions);
    }

    @Bean
    Retransmissions retransmissions(Ledger ledger) {
        return ledger.retransmissions();
    }

    @Bean
    Reconciler reconciler(
            TaskRegister tasks,
            SourceRegister sources,
            RunLedger runs,
            IcebergDatasetStore store,
            Connectors connectors,
            RowComparison comparison,
            DeliveredRows deliveries,
            ReconciliationBook book,
            Alerts alerts,
            HubHome home) {
        return new Reconciler(
                tasks,
                sources,
                runs,
                store,
                connectors::get,
                comparison,
                deliveries,
                book,
                alerts,
                home.resolve("work"));
    }

    /** Begins when the hub is up, and only where an operator set a time. */
    @Bean(destroyMethod = "close")
    DailyReconciliation dailyReconciliation(
            HubSettings settings, Reconciler reconciler, ReconciliationBook book, TaskRegister tasks) {
        Optional<LocalTime> at = settings.reconciliation().dailyAt().map(ReconciliationWiring::time);
        DailyReconciliation daily = new DailyReconciliation(reconciler, book, tasks, at.orElse(LocalTime.MIDNIGHT));
        if (at.isPresent()) {
            daily.start();
        }
        return daily;
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException malformed) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "jiaohui.reconciliation.daily-at 写作 02:30 / is written 02:30, got \"" + text + "\"",
                    malformed);
        }
    }
}
