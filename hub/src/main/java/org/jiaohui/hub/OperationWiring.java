package org.jiaohui.hub;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jiaohui.connector.Connectors;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.calendar.WorkingCalendar;
import org.jiaohui.exchange.operation.Breaker;
import org.jiaohui.exchange.operation.FollowUp;
import org.jiaohui.exchange.operation.Follower;
import org.jiaohui.exchange.operation.OperationLedger;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.run.TaskRegister;
import org.jiaohui.exchange.schedule.CronTimes;
import org.jiaohui.exchange.schedule.Planning;
import org.jiaohui.exchange.schedule.Scheduler;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Listing;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceRegister;
import org.jiaohui.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What starts runs by itself, and what follows when they have ended. */
@Configuration(proxyBeanMethods = false)
class OperationWiring {
    @Bean
    CronTimes cronTimes() {
        return new SpringCron();
    }

    @Bean
    WorkingCalendar workingCalendar(Ledger ledger) {
        return ledger.calendar();
    }

    @Bean
    OperationLedger operationLedger(Ledger ledger, Alerts alerts) {
        return ledger.operation(alerts);
    }

    @Bean
    Planning planning(
            CronTimes cron,
            WorkingCalendar calendar,
            TaskRegister tasks,
            SourceRegister sources,
            Connectors connectors) {
        return new Planning(
                cron,
                calendar,
                tasks,
                id -> sources.find(id)
                        .map(source -> listing(connectors, source).isPresent())
                        .orElse(true));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Scheduler scheduler(
            Ledger ledger,
            WorkingCalendar calendar,
            CronTimes cron,
            SourceRegister sources,
            Connectors connectors,
            Alerts alerts,
            HubSettings settings) {
        return new Scheduler(
                ledger.schedules(),
                calendar,
                cron,
                task -> sources.find(task.source())
                        .flatMap(source -> listing(connectors, source)
                                .flatMap(listing -> listing.listing(source, RunProgress.SILENT))),
                alerts,
                settings.alerts().grace());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Follower follower(OperationLedger ledger, HubSettings settings) {
        HubSettings.BreakerSettings breaker = settings.breaker();
        Breaker.Policy policy = new Breaker.Policy(breaker.failures(), breaker.pause(), breaker.longestPause());
        return new Follower(
                ledger, new FollowUp(policy, () -> ThreadLocalRandom.current().nextDouble()));
    }

    @Bean(destroyMethod = "close")
    TaskMetrics taskMetrics(OperationLedger ledger, MeterRegistry registry) {
        return new TaskMetrics(ledger, registry);
    }

    private static Optional<Listing> listing(Connectors connectors, Source source) {
        Connector connector = connectors.get(source.connector());
        return connector instanceof Listing listing && listing.lists() ? Optional.of(listing) : Optional.empty();
    }
}
