package org.jiaohui.hub;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.Optional;
import org.jiaohui.connector.Connectors;
import org.jiaohui.dataset.reconcile.BucketComparison;
import org.jiaohui.dataset.store.IcebergDatasetStore;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.dataset.VersionRows;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.reconcile.DailyReconciliation;
import org.jiaohui.exchange.reconcile.DeliveredRows;
import org.jiaohui.exchange.reconcile.Reconciler;
import org.jiaohui.exchange.reconcile.ReconciliationBook;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.hub.embedded.HubHome;
import org.jiaohui.ledger.Ledger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reconciliation, on demand and every day. A bean of {@link DeliveredRows} adds what targets received. */
@Configuration(proxyBeanMethods = false)
class ReconciliationWiring {
    @Bean
    ReconciliationBook reconciliationBook(Ledger ledger) {
        return ledger.reconciliations();
    }

    @Bean
    Reconciler reconciler(
            TaskRegister tasks,
            SourceRegister sources,
            RunLedger runs,
            IcebergDatasetStore store,
            Connectors connectors,
            VersionRows rows,
            ObjectProvider<DeliveredRows> deliveries,
            ReconciliationBook book,
            Alerts alerts,
            HubHome home) {
        return new Reconciler(
                tasks,
                sources,
                runs,
                store,
                connectors::get,
                new BucketComparison(rows, home.resolve("work")),
                deliveries.getIfAvailable(() -> DeliveredRows.NONE),
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
