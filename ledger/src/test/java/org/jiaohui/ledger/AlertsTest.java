package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jiaohui.exchange.alert.Alert;
import org.jiaohui.exchange.alert.AlertNotice;
import org.jiaohui.exchange.alert.AlertNotices;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.run.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts and their notices on a real PostgreSQL. */
class AlertsTest extends LedgerTest {
    private static final TaskId GATES = new TaskId("gates");

    private Alerts alerts;
    private AlertNotices notices;

    @BeforeEach
    void register() {
        sources.save(Examples.source("db"), new HashSet<>());
        tasks.save(Examples.task("gates", "db", Optional.empty()));
        alerts = ledger.alerts(Set.of("webhook"));
        notices = ledger.alertNotices();
    }

    private void raise() {
        alerts.raise(AlertRule.RUN_FAILED, GATES, Optional.empty(), "失败", "failed");
    }

    @Test
    void tellsOnceWhenItOpensAndOnceWhenItRecovers() {
        for (int i = 0; i < 5; i++) {
            raise();
        }
        alerts.recover(AlertRule.RUN_FAILED, GATES);
        alerts.recover(AlertRule.RUN_FAILED, GATES);
        assertThat(told()).containsExactly(AlertNotice.Event.RAISED, AlertNotice.Event.RECOVERED);
        Alert alert = alerts.list(Alerts.Filter.ALL, 1, 10).alerts().getFirst();
        assertThat(alert.occurrences()).isEqualTo(5);
        assertThat(alert.open()).isFalse();
        raise();
        assertThat(told()).containsExactly(AlertNotice.Event.RAISED);
        assertThat(alerts.list(Alerts.Filter.ALL, 1, 10).total()).isEqualTo(2);
        assertThat(alerts.list(Alerts.Filter.ALL, 1, 10).open()).isEqualTo(1);
    }

    @Test
    void hubsThatRaiseAtOnceOpenOneAlert() throws Exception {
        try (ExecutorService hubs = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(() -> {
                    raise();
                    return 0;
                });
            }
            for (Future<Integer> done : hubs.invokeAll(calls)) {
                done.get();
            }
        }
        assertThat(alerts.list(Alerts.Filter.ALL, 1, 10).total()).isEqualTo(1);
        assertThat(told()).containsExactly(AlertNotice.Event.RAISED);
    }

    @Test
    void whatDoesNotArriveIsDueAgainAndTheRecoveryWaitsForIt() {
        raise();
        alerts.recover(AlertRule.RUN_FAILED, GATES);
        AlertNotice first = notices.take(Duration.ofMinutes(1)).orElseThrow();
        assertThat(first.event()).isEqualTo(AlertNotice.Event.RAISED);
        assertThat(notices.take(Duration.ofMinutes(1))).isEmpty();
        notices.failed(first, Optional.of(Duration.ZERO), "HTTP 500");
        AlertNotice second = notices.take(Duration.ofMinutes(1)).orElseThrow();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.attempt()).isEqualTo(2);
        notices.failed(second, Optional.empty(), "HTTP 500");
        assertThat(notices.take(Duration.ofMinutes(1)).orElseThrow().event()).isEqualTo(AlertNotice.Event.RECOVERED);
        Alert.Delivered raised = alerts.list(Alerts.Filter.ALL, 1, 1)
                .alerts()
                .getFirst()
                .deliveries()
                .getFirst();
        assertThat(raised.givenUpAt()).isPresent();
        assertThat(raised.attempts()).isEqualTo(2);
    }

    @Test
    void aNoticeWhoseTakerDiedIsGivenOutAgain() {
        raise();
        assertThat(notices.take(Duration.ZERO)).isPresent();
        assertThat(notices.take(Duration.ZERO)).map(AlertNotice::attempt).contains(2);
    }

    @Test
    void isAcknowledgedOnceAndFiltered() {
        raise();
        alerts.raise(AlertRule.LATE, GATES, Optional.empty(), "逾期", "late");
        alerts.raise(AlertRule.LATE, new TaskId("unknown"), Optional.empty(), "逾期", "late");
        Alerts.Filter late = new Alerts.Filter(Optional.of(GATES), Optional.of(AlertRule.LATE), Optional.of(true));
        Alert alert = alerts.list(late, 1, 10).alerts().getFirst();
        Alert taken = alerts.acknowledge(alert.id()).orElseThrow();
        assertThat(taken.acknowledgedAt()).isPresent();
        assertThat(alerts.acknowledge(alert.id())).contains(taken);
        assertThat(alerts.acknowledge(999)).isEmpty();
        assertThat(alerts.list(Alerts.Filter.ALL, 1, 10).total()).isEqualTo(2);
    }

    private List<AlertNotice.Event> told() {
        List<AlertNotice.Event> told = new ArrayList<>();
        for (Optional<AlertNotice> notice = notices.take(Duration.ofMinutes(1));
                notice.isPresent();
                notice = notices.take(Duration.ofMinutes(1))) {
            notices.arrived(notice.get());
            told.add(notice.get().event());
        }
        return told;
    }
}
