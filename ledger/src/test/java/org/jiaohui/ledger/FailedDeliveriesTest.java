package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.alert.Alert;
import org.jiaohui.exchange.alert.AlertNotice;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.FailedDeliveries;
import org.jiaohui.exchange.delivery.Subscription;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.Target;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeRun.RunError;
import org.jiaohui.exchange.run.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The alert of a task whose data does not reach its subscribers, and subscriptions that are removed. */
class FailedDeliveriesTest extends LedgerTest {
    private static final TaskId GATES = new TaskId("gates");
    private static final SubscriptionId POLICE = new SubscriptionId("police");
    private static final SubscriptionId BUREAU = new SubscriptionId("bureau");
    private static final RunError AWAY = new RunError("TARGET_UNREACHABLE", "CONSUMER", "连接被拒绝 / refused");
    private static final DeliveryEffect EFFECT = new DeliveryEffect(10, 100, "d");

    private DeliveryLedger deliveries;
    private SubscriptionRegister subscriptions;
    private Alerts alerts;
    private FailedDeliveries failed;
    private int version;

    @BeforeEach
    void register() {
        deliveries = ledger.deliveries();
        subscriptions = ledger.subscriptions();
        alerts = ledger.alerts(Set.of("webhook"));
        failed = ledger.failedDeliveries(alerts);
        sources.save(Examples.source("gates"), Set.of());
        tasks.save(Examples.task("gates", "gates", Optional.empty()));
        subscribe(BUREAU);
        subscribe(POLICE);
        publish();
    }

    private void subscribe(SubscriptionId id) {
        TargetId target = new TargetId(id + "-db");
        ledger.targets().save(new Target(target, "库", "postgresql", Map.of()), Set.of());
        subscriptions.save(new Subscription(
                id, "订阅", new DatasetId("gates"), target, DeliveryMode.UPSERT, "t", List.of(), false, "00000000"));
    }

    private void publish() {
        ExchangeRun run = runs.enqueue(GATES);
        runs.claim("hub", LEASE);
        runs.finish(run.id(), Examples.published(++version), List.of());
        deliveries.plan();
    }

    private DeliveryRun claimed(SubscriptionId subscription) {
        DeliveryRun claimed = deliveries.claim("hub", LEASE).orElseThrow();
        if (claimed.subscription().equals(subscription)) {
            return claimed;
        }
        DeliveryRun other = claimed(subscription);
        deliveries.retryAfter(claimed, Duration.ZERO, AWAY);
        return other;
    }

    private DeliveryRun fails(SubscriptionId subscription) {
        DeliveryRun claimed = claimed(subscription);
        assertThat(deliveries.failed(claimed, AWAY)).isTrue();
        failed.tell();
        return claimed;
    }

    private void arrives(SubscriptionId subscription) {
        assertThat(deliveries.delivered(claimed(subscription), EFFECT, Optional.empty()))
                .isTrue();
        failed.tell();
    }

    private List<Alert> open() {
        return alerts.list(
                        new Alerts.Filter(
                                Optional.of(GATES), Optional.of(AlertRule.DELIVERY_FAILED), Optional.of(true)),
                        1,
                        10)
                .alerts();
    }

    @Test
    void aFailedDeliveryIsToldOnceWithItsSubscriptionTargetAndReason() {
        failed.tell();
        DeliveryRun waits = claimed(BUREAU);
        deliveries.retryAfter(waits, Duration.ZERO, AWAY);
        failed.tell();
        assertThat(open()).isEmpty();
        DeliveryRun broken = fails(BUREAU);
        failed.tell();
        assertThat(open()).hasSize(1);
        Alert alert = open().getFirst();
        assertThat(alert.occurrences()).isEqualTo(1);
        assertThat(alert.message())
                .contains(
                        "gates", "订阅 bureau", "目标 bureau-db", "v1", broken.id().value(), "TARGET_UNREACHABLE 连接被拒绝");
        assertThat(alert.messageEn())
                .contains("subscription bureau", "target bureau-db")
                .doesNotContain("police");
        assertThat(alert.deliveries()).extracting(Alert.Delivered::event).containsExactly(AlertNotice.Event.RAISED);
        publish();
        failed.tell();
        assertThat(open()).hasSize(1);
        arrives(BUREAU);
        assertThat(open()).isEmpty();
        assertThat(alerts.find(alert.id()).orElseThrow().deliveries())
                .extracting(Alert.Delivered::event)
                .containsExactly(AlertNotice.Event.RAISED, AlertNotice.Event.RECOVERED);
    }

    @Test
    void subscriptionsOfOneTaskDoNotHideEachOther() {
        fails(BUREAU);
        fails(POLICE);
        assertThat(open()).hasSize(1);
        assertThat(open().getFirst().message()).contains("2 个订阅", "订阅 bureau", "订阅 police");
        deliveries.deliverNow(BUREAU);
        failed.tell();
        assertThat(open()).hasSize(1);
        arrives(BUREAU);
        assertThat(open()).hasSize(1);
        assertThat(open().getFirst().message()).contains("订阅 police").doesNotContain("订阅 bureau");
        // Tried again by hand it is no failure yet, but nothing has arrived either.
        deliveries.deliverNow(POLICE);
        failed.tell();
        assertThat(open()).hasSize(1);
        arrives(POLICE);
        assertThat(open()).isEmpty();
    }

    @Test
    void nobodyWaitsForWhatIsPausedRemovedBegunAnewOrStopped() {
        fails(BUREAU);
        subscriptions.pause(BUREAU, true);
        failed.tell();
        assertThat(open()).isEmpty();
        subscriptions.pause(BUREAU, false);
        failed.tell();
        assertThat(open()).hasSize(1);
        subscriptions.beginAnew(BUREAU);
        failed.tell();
        assertThat(open()).isEmpty();
        deliveries.plan();
        fails(BUREAU);
        assertThat(open()).hasSize(1);
        subscriptions.remove(BUREAU);
        failed.tell();
        assertThat(open()).isEmpty();

        deliveries.requestStop(claimed(POLICE).id());
        DeliveryRun stopped = deliveries
                .list(
                        new DeliveryLedger.DeliveryFilter(
                                Optional.of(POLICE), Optional.empty(), Optional.empty(), Optional.empty()),
                        1,
                        1)
                .deliveries()
                .getFirst();
        deliveries.stopped(stopped, new RunError("STOPPED", "CALLER", "stopped"));
        failed.tell();
        assertThat(deliveries.find(stopped.id()).orElseThrow().status()).isEqualTo(DeliveryRun.Status.FAILED);
        assertThat(open()).isEmpty();
    }

    @Test
    void aRemovedSubscriptionEndsAndItsDeliveriesStay() {
        arrives(BUREAU);
        publish();
        DeliveryRun running = claimed(BUREAU);
        publish();
        subscriptions.remove(BUREAU);
        assertThat(subscriptions.find(BUREAU)).isEmpty();
        assertThat(subscriptions.list()).extracting(Subscription::id).containsExactly(POLICE);
        assertThat(subscriptions.listOf(new DatasetId("gates"))).hasSize(1);
        assertThatThrownBy(() -> subscriptions.remove(BUREAU)).isInstanceOf(ExchangeException.class);
        assertThatThrownBy(() -> subscriptions.pause(BUREAU, true)).isInstanceOf(ExchangeException.class);
        assertThatThrownBy(() -> subscriptions.beginAnew(BUREAU)).isInstanceOf(ExchangeException.class);
        assertThat(deliveries.heartbeat(running, LEASE, 0, 0))
                .as("it is to stop")
                .isTrue();
        deliveries.stopped(running, new RunError("STOPPED", "CALLER", "stopped"));
        deliveries.plan();
        List<DeliveryRun> history = deliveries
                .list(
                        new DeliveryLedger.DeliveryFilter(
                                Optional.of(BUREAU), Optional.empty(), Optional.empty(), Optional.empty()),
                        1,
                        10)
                .deliveries();
        assertThat(history)
                .extracting(DeliveryRun::status)
                .containsExactly(DeliveryRun.Status.FAILED, DeliveryRun.Status.DELIVERED);
        assertThat(deliveries.deliverNow(BUREAU)).isEmpty();

        subscribe(BUREAU);
        assertThat(deliveries.plan()).isEqualTo(1);
        DeliveryRun anew = claimed(BUREAU);
        assertThat(anew.from()).isEmpty();
        assertThat(anew.batch()).isNotEqualTo(history.getLast().batch());
    }

    @Test
    void whatWaitsForARemovedSubscriptionIsStopped() {
        subscriptions.remove(BUREAU);
        DeliveryRun waited = deliveries
                .list(
                        new DeliveryLedger.DeliveryFilter(
                                Optional.of(BUREAU), Optional.empty(), Optional.empty(), Optional.empty()),
                        1,
                        10)
                .deliveries()
                .getFirst();
        assertThat(waited.status()).isEqualTo(DeliveryRun.Status.FAILED);
        assertThat(waited.error().orElseThrow().code()).isEqualTo("STOPPED");
        failed.tell();
        assertThat(open()).isEmpty();
    }
}
