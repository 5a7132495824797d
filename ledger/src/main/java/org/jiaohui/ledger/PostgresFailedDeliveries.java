package org.jiaohui.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.DeliveryTrouble;
import org.jiaohui.exchange.delivery.FailedDeliveries;
import org.jiaohui.exchange.run.TaskId;

/** The alerts follow from how deliveries stand, not from what happens to them: whatever was missed is told at the next look. One hub looks at a time. */
final class PostgresFailedDeliveries implements FailedDeliveries {
    private final Database database;
    private final Alerts alerts;

    PostgresFailedDeliveries(Database database, Alerts alerts) {
        this.database = database;
        this.alerts = alerts;
    }

    /** @param failed whether no attempt is to follow; otherwise somebody has a failed one tried again */
    private record Failing(TaskId task, boolean failed, DeliveryRun delivery) {}

    @Override
    public void tell() {
        database.transaction(() -> {
            boolean looks = database.tryLock(Database.Lock.DELIVERY_ALERTS);
            if (looks) {
                follow();
            }
            return looks;
        });
    }

    private void follow() {
        Map<String, String> open = open();
        Map<TaskId, List<Failing>> failing = failing().stream()
                .collect(Collectors.groupingBy(Failing::task, LinkedHashMap::new, Collectors.toList()));
        failing.forEach((task, deliveries) -> {
            List<DeliveryRun> failed = deliveries.stream()
                    .filter(Failing::failed)
                    .map(Failing::delivery)
                    .toList();
            if (!failed.isEmpty()) {
                raise(new DeliveryTrouble(task, failed), open);
            }
        });
        open.keySet().stream()
                .map(TaskId::new)
                .filter(task -> !failing.containsKey(task))
                .forEach(task -> alerts.recover(AlertRule.DELIVERY_FAILED, task));
    }

    private void raise(DeliveryTrouble trouble, Map<String, String> open) {
        String message = LedgerJson.storable(trouble.message());
        if (!message.equals(open.get(trouble.task().value()))) {
            alerts.raise(AlertRule.DELIVERY_FAILED, trouble.task(), Optional.empty(), message, trouble.messageEn());
        }
    }

    /** Messages of the open alerts by task. */
    private Map<String, String> open() {
        Map<String, String> open = new TreeMap<>();
        database.sql("select task, message from ledger.alert where rule = :rule and recovered_at is null")
                .param("rule", AlertRule.DELIVERY_FAILED.label())
                .query(row -> {
                    open.put(row.getString("task"), row.getString("message"));
                });
        return open;
    }

    private List<Failing> failing() {
        return database.sql("""
            select d.*, feeding.task as feeding from ledger.subscription s
            cross join lateral (
                (select ended.* from ledger.delivery_run ended
                    where ended.subscription = s.id and ended.mark = s.mark and ended.ended_at is not null
                    order by ended.ended_at desc, ended.id desc limit 1)
                union all
                select again.* from ledger.delivery_run again
                    where again.subscription = s.id and again.mark = s.mark and again.status in ('WAITING', 'RUNNING', 'STOPPING')
                        and again.attempt > again.tries and again.error_code is not null) d
            cross join lateral (select run.task from ledger.run_table t join ledger.run run on run.id = t.run
                where t.dataset = d.dataset and t.version = d.to_version order by run.id desc limit 1) feeding
            where not s.paused and s.removed_at is null and d.status <> 'DELIVERED' and d.error_code is distinct from 'STOPPED'
            order by s.id, d.id
            """)
                .query((row, n) -> new Failing(
                        new TaskId(row.getString("feeding")),
                        row.getString("status").equals(DeliveryRun.Status.FAILED.name()),
                        DeliveryRows.run(row, n)))
                .list();
    }
}
