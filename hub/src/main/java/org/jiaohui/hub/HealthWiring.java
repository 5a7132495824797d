package org.jiaohui.hub;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.exchange.catalogue.ProjectionFollower;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.operation.Breaker;
import org.jiaohui.exchange.operation.OperationLedger;
import org.jiaohui.exchange.run.OpenTasks;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.hub.embedded.HubHome;
import org.jiaohui.ledger.Ledger;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Each component by name in {@code /actuator/health}, and the projections' lag as metrics. */
@Configuration(proxyBeanMethods = false)
class HealthWiring {
    private static final long TOLERATED_LAG = 10_000;
    private static final long LEAST_FREE_BYTES = 500L << 20;

    @Bean
    HealthIndicator database(Ledger ledger) {
        return () -> ledger.ping() ? Health.up().build() : Health.down().build();
    }

    @Bean
    HealthIndicator objects(ObjectStore store) {
        return () -> {
            try {
                store.findSize("health");
                return Health.up().build();
            } catch (ExchangeException silent) {
                return Health.down().withDetail("reason", silent.getMessage()).build();
            }
        };
    }

    /** The disk of the home, without its path: health is public. */
    @Bean
    HealthIndicator diskSpace(HubHome home) {
        return () -> {
            long free = home.folder().toFile().getUsableSpace();
            return (free < LEAST_FREE_BYTES ? Health.down() : Health.up())
                    .withDetail("free", free)
                    .withDetail("total", home.folder().toFile().getTotalSpace())
                    .withDetail("threshold", LEAST_FREE_BYTES)
                    .build();
        };
    }

    /** Sources of open datasets whose runs wait: everybody reads this. A provider's trouble is no trouble of this hub, so it stays UP. */
    @Bean
    HealthIndicator sources(OperationLedger ledger, OpenTasks open) {
        return () -> {
            try {
                Instant now = Instant.now();
                Set<SourceId> shown = open.sources();
                Map<String, String> waiting = ledger.breakers().stream()
                        .filter(breaker -> shown.contains(breaker.source()))
                        .filter(breaker -> breaker.state(now) != Breaker.State.CLOSED)
                        .limit(100)
                        .collect(Collectors.toMap(
                                breaker -> breaker.source().value(),
                                breaker -> breaker.state(now).name()));
                return Health.up().withDetail("breakers", waiting).build();
            } catch (ExchangeException silent) {
                return Health.unknown().build();
            }
        };
    }

    @Bean
    HealthIndicator search(List<ProjectionFollower> followers) {
        return () -> health(named(followers, "search"));
    }

    @Bean
    HealthIndicator graph(List<ProjectionFollower> followers) {
        return () -> health(named(followers, "graph"));
    }

    @Bean
    List<Gauge> projectionLag(List<ProjectionFollower> followers, MeterRegistry registry) {
        return followers.stream()
                .map(follower -> Gauge.builder("jiaohui.projection.lag", follower, ProjectionFollower::lag)
                        .tag("projection", follower.name())
                        .register(registry))
                .toList();
    }

    private static Health health(ProjectionFollower follower) {
        if (!follower.trouble().isEmpty()) {
            return Health.down().withDetail("reason", follower.trouble()).build();
        }
        long lag = follower.lag();
        return (lag > TOLERATED_LAG ? Health.outOfService() : Health.up())
                .withDetail("position", follower.position())
                .withDetail("lag", lag)
                .build();
    }

    private static ProjectionFollower named(List<ProjectionFollower> followers, String name) {
        return followers.stream()
                .filter(follower -> follower.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
