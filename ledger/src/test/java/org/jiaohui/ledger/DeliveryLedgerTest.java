package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryId;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.Subscription;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeRun.RunError;
import org.jiaohui.exchange.run.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryLedgerTest extends LedgerTest {
    private static final RunError BROKE = new RunError("TARGET_INTERRUPTED", "CONSUMER", "broke off");
    private static final DeliveryEffect EFFECT = new DeliveryEffect(10, 100, "d");

    private DeliveryLedger deliveries;
    private SubscriptionRegister subscriptions;

    @BeforeEach
    void register() {
        deliveries = ledger.deliveries();
        subscriptions = ledger.subscriptions();
        sources.save(Examples.source("gates"), Set.of());
        tasks.save(Examples.task("gates", "gates", Optional.empty()));
        ledger.targets()
                .save(
                        new Target(new TargetId("bureau"), "局", "postgresql", Map.of("password", "p")),
                        Set.of("password"));
    }

    private void publish(int version) {
        ExchangeRun run = runs.enqueue(new TaskId("gates"));
        runs.claim("hub", LEASE);
        runs.finish(run.id(), Examples.published(version), List.of());
    }

    private Subscription subscribe(String id, DeliveryMode mode) {
        return subscriptions.save(new Subscription(
                new SubscriptionId(id),
                "订阅",
                new DatasetId("gates"),
                new TargetId("bureau"),
                mode,
                "t_" + id,
                List.of(),
                false,
                "00000000"));
    }

    private DeliveryRun claimed() {
        return deliveries.claim("hub", LEASE).orElseThrow();
    }

    @Test
    void secretsOfTargetsAreNeverShown() {
        assertThat(ledger.targets().list().getFirst().target().settings()).containsEntry("password", "••••");
        ledger.targets().save(ledger.targets().list().getFirst().target(), Set.of("password"));
        assertThat(ledger.targets().find(new TargetId("bureau")).orElseThrow().settings())
                .containsEntry("password", "p");
        assertThat(pool).isNotNull();
    }

    @Test
    void plansTheNewestVersionFirstAndThenEachOneOnce() {
        publish(1);
        publish(2);
        Subscription append = subscribe("append", DeliveryMode.APPEND);
        assertThat(deliveries.plan()).isEqualTo(1);
        assertThat(deliveries.plan()).isZero();
        DeliveryRun first = claimed();
        assertThat(first.to()).isEqualTo(new VersionNumber(2));
        assertThat(first.from()).isEmpty();
        assertThat(first.batch().value()).isEqualTo("append-" + append.mark() + "-v2");
        publish(3);
        publish(4);
        assertThat(deliveries.plan()).isZero();
        assertThat(deliveries.delivered(first, EFFECT, Optional.empty())).isTrue();
        assertThat(deliveries.delivered(first, EFFECT, Optional.empty())).isFalse();
        assertThat(deliveries.plan()).isEqualTo(1);
        DeliveryRun second = claimed();
        assertThat(second.to()).isEqualTo(new VersionNumber(3));
        assertThat(second.from()).contains(new VersionNumber(2));
    }

    @Test
    void replacingSkipsWhatIsOutOfDate() {
        publish(1);
        subscribe("replace", DeliveryMode.REPLACE);
        deliveries.plan();
        deliveries.delivered(claimed(), EFFECT, Optional.empty());
        publish(2);
        publish(3);
        deliveries.plan();
        DeliveryRun next = claimed();
        assertThat(next.to()).isEqualTo(new VersionNumber(3));
        assertThat(next.from()).contains(new VersionNumber(1));
    }

    @Test
    void oneLaneATarget() {
        publish(1);
        subscribe("a", DeliveryMode.REPLACE);
        subscribe("b", DeliveryMode.REPLACE);
        assertThat(deliveries.plan()).isEqualTo(2);
        DeliveryRun first = claimed();
        assertThat(deliveries.claim("other", LEASE)).isEmpty();
        deliveries.delivered(first, EFFECT, Optional.empty());
        assertThat(deliveries.claim("other", LEASE)).isPresent();
    }

    @Test
    void anotherHubTakesOverWhatADeadOneLeftAndTheDeadOneEndsNothing() {
        publish(1);
        subscribe("a", DeliveryMode.REPLACE);
        deliveries.plan();
        DeliveryRun lost = deliveries.claim("dead", Duration.ofMillis(1)).orElseThrow();
        DeliveryRun taken = deliveries.claim("living", LEASE).orElseThrow();
        assertThat(taken.id()).isEqualTo(lost.id());
        assertThat(taken.batch()).isEqualTo(lost.batch());
        assertThat(taken.attempt()).isEqualTo(2);
        assertThat(deliveries.heartbeat(lost, LEASE, 1, 1)).isTrue();
        assertThat(deliveries.failed(lost, BROKE)).isFalse();
        assertThat(deliveries.retryAfter(lost, Duration.ZERO, BROKE)).isFalse();
        assertThat(deliveries.heartbeat(taken, LEASE, 1, 1)).isFalse();
        assertThat(deliveries.release("living")).isEqualTo(1);
        assertThat(claimed().attempt()).isEqualTo(3);
    }

    @Test
    void waitsBeforeItTriesAgainUnlessAPersonAsks() {
        publish(1);
        subscribe("a", DeliveryMode.REPLACE);
        deliveries.plan();
        assertThat(deliveries.retryAfter(claimed(), Duration.ofHours(1), BROKE)).isTrue();
        assertThat(deliveries.claim("hub", LEASE)).isEmpty();
        DeliveryRun now = deliveries.deliverNow(new SubscriptionId("a")).orElseThrow();
        assertThat(now.error()).contains(BROKE);
        DeliveryRun again = claimed();
        assertThat(again.id()).isEqualTo(now.id());
        assertThat(again.tries()).isEqualTo(1);
        deliveries.failed(again, BROKE);
        publish(2);
        deliveries.plan();
        assertThat(claimed().to()).isEqualTo(new VersionNumber(2));
    }

    @Test
    void pausingStopsAndResumingGoesOnUnderTheSameBatch() {
        publish(1);
        SubscriptionId id = subscribe("a", DeliveryMode.REPLACE).id();
        deliveries.plan();
        DeliveryRun first = claimed();
        subscriptions.pause(id, true);
        assertThat(deliveries.heartbeat(first, LEASE, 5, 5)).isTrue();
        assertThat(deliveries.stopped(first, BROKE)).isTrue();
        assertThat(deliveries.claim("hub", LEASE)).isEmpty();
        subscriptions.pause(id, false);
        DeliveryRun again = claimed();
        assertThat(again.batch()).isEqualTo(first.batch());
        deliveries.requestStop(again.id());
        deliveries.stopped(again, BROKE);
        assertThat(deliveries.find(again.id()).orElseThrow().status()).isEqualTo(DeliveryRun.Status.FAILED);
    }

    @Test
    void anotherPlaceBeginsAnewAndAnotherTitleDoesNot() {
        publish(1);
        Subscription first = subscribe("a", DeliveryMode.REPLACE);
        assertThat(subscribe("a", DeliveryMode.REPLACE).mark()).isEqualTo(first.mark());
        deliveries.plan();
        deliveries.delivered(claimed(), EFFECT, Optional.empty());
        Subscription other = subscribe("a", DeliveryMode.UPSERT);
        assertThat(other.mark()).isNotEqualTo(first.mark());
        assertThat(deliveries.plan()).isEqualTo(1);
        assertThat(claimed().from()).isEmpty();
        assertThat(subscriptions.beginAnew(other.id()).mark()).isNotEqualTo(other.mark());
        assertThat(deliveries.plan()).isEqualTo(1);
    }

    private static Acknowledgement said(long rows, long refused) {
        return new Acknowledgement(
                Instant.parse("2026-11-27T00:00:00Z"),
                Acknowledgement.By.RECEIVER,
                rows,
                refused,
                Optional.of("ab".repeat(32)),
                Optional.of("一行重复"));
    }

    /** Targets that never tell do not keep the others from being asked. */
    @Test
    void whoWasAskedLongestAgoIsAskedNext() {
        List<DeliveryRun> delivered = new ArrayList<>();
        for (int version = 1; version <= 3; version++) {
            publish(version);
            subscribe("a" + version, DeliveryMode.APPEND);
            deliveries.plan();
            DeliveryRun run = claimed();
            deliveries.delivered(run, EFFECT, Optional.empty());
            delivered.add(run);
            while (deliveries.plan() > 0) {
                deliveries.delivered(claimed(), EFFECT, Optional.of(said(10, 0)));
            }
        }
        Set<DeliveryId> asked = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            deliveries.askable(1).forEach(run -> asked.add(run.id()));
        }
        assertThat(asked)
                .containsExactlyInAnyOrderElementsOf(
                        delivered.stream().map(DeliveryRun::id).toList());
    }

    @Test
    void consumersAcknowledgeWhatIsDelivered() {
        publish(1);
        subscribe("a", DeliveryMode.FRONT_END);
        deliveries.plan();
        DeliveryRun run = claimed();
        Acknowledgement word = said(9, 1);
        assertThatThrownBy(() -> deliveries.acknowledge(run.id(), word))
                .isInstanceOfSatisfying(
                        ExchangeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT));
        deliveries.delivered(run, EFFECT, Optional.empty());
        assertThat(deliveries.askable(10)).hasSize(1);
        deliveries.acknowledge(run.id(), word);
        deliveries.acknowledge(run.id(), word);
        assertThat(deliveries.askable(10)).isEmpty();
        assertThat(deliveries.acknowledgements(run.id())).containsExactly(word);
        Acknowledgement later = said(10, 0);
        deliveries.acknowledge(run.id(), later);
        assertThat(deliveries.acknowledgements(run.id())).containsExactly(word, later);
        assertThat(deliveries.find(run.id()).orElseThrow().acknowledgement()).contains(later);
        assertThatThrownBy(() -> deliveries.acknowledge(DeliveryId.create(), word))
                .isInstanceOf(ExchangeException.class);
    }

    @Test
    void manyHubsDeliverEachBatchOnce() throws Exception {
        publish(1);
        for (int i = 0; i < 40; i++) {
            ledger.targets().save(new Target(new TargetId("t" + i % 10), "t", "postgresql", Map.of()), Set.of());
            subscriptions.save(new Subscription(
                    new SubscriptionId("s" + i),
                    "s",
                    new DatasetId("gates"),
                    new TargetId("t" + i % 10),
                    DeliveryMode.REPLACE,
                    "t",
                    List.of(),
                    false,
                    "00000000"));
        }
        Map<TargetId, DeliveryId> lanes = new ConcurrentHashMap<>();
        List<String> claimed = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService hubs = Executors.newFixedThreadPool(6)) {
            List<Future<?>> all = new ArrayList<>();
            for (int h = 0; h < 6; h++) {
                String owner = "hub-" + h;
                all.add(hubs.submit(() -> {
                    DeliveryLedger mine = ledger.deliveries();
                    while (claimed.size() < 40) {
                        mine.plan();
                        mine.claim(owner, LEASE).ifPresent(run -> {
                            assertThat(lanes.putIfAbsent(run.target(), run.id()))
                                    .isNull();
                            claimed.add(run.batch().value());
                            lanes.remove(run.target());
                            assertThat(mine.delivered(run, EFFECT, Optional.empty()))
                                    .isTrue();
                        });
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(claimed).hasSize(40).doesNotHaveDuplicates();
    }
}
