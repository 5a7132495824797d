package org.jiaohui.ledger;

import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveryId;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/** How deliveries come to be: planned for each new version, asked for now, or ordered for the keys that differ. */
record DueDeliveries(Database database) {
    /** Writes down which versions are due at which targets; returns how many are new. */
    int plan() {
        record Due(
                String subscription,
                String mark,
                String dataset,
                String target,
                @Nullable Integer from,
                int to) {}
        List<Due> due = database.plain(() -> database.sql("""
            select s.id, s.mark, s.dataset, s.target, delivered.version as from_version, next.version as to_version
            from ledger.subscription s
            left join lateral (select d.to_version as version from ledger.delivery_run d
                where d.subscription = s.id and d.mark = s.mark order by d.to_version desc limit 1) planned on true
            left join lateral (select d.to_version as version from ledger.delivery_run d
                where d.subscription = s.id and d.mark = s.mark and d.status = 'DELIVERED' order by d.to_version desc limit 1) delivered on true
            cross join lateral (select case when s.mode = 'REPLACE' or planned.version is null then max(t.version) else min(t.version) end as version
                from ledger.run_table t where t.dataset = s.dataset and t.version > coalesce(planned.version, 0)
                    and t.version > coalesce((select w.version from ledger.withdrawn_dataset w where w.dataset = s.dataset), 0)) next
            where not s.paused and s.removed_at is null and next.version is not null
                and not exists (select from ledger.delivery_run d
                    where d.subscription = s.id and d.mark = s.mark and d.status in ('WAITING', 'RUNNING', 'STOPPING'))
            """)
                .query((row, n) -> new Due(
                        row.getString("id"),
                        row.getString("mark"),
                        row.getString("dataset"),
                        row.getString("target"),
                        row.getObject("from_version", Integer.class),
                        row.getInt("to_version")))
                .list());
        int planned = 0;
        for (Due each : due) {
            planned += database.transaction(() -> {
                lock(each.subscription());
                return database.sql("""
                    insert into ledger.delivery_run (id, subscription, mark, dataset, target, from_version, to_version, batch)
                    select :id, s.id, s.mark, :dataset, :target, :from, :to, :batch from ledger.subscription s
                    where s.id = :subscription and s.mark = :mark and s.removed_at is null and not exists (select from ledger.delivery_run d
                        where d.subscription = :subscription and d.mark = :mark and d.status in ('WAITING', 'RUNNING', 'STOPPING'))
                    on conflict do nothing
                    """)
                        .param("id", DeliveryId.create().value())
                        .param("subscription", each.subscription())
                        .param("mark", each.mark())
                        .param("dataset", each.dataset())
                        .param("target", each.target())
                        .param("from", each.from(), Types.INTEGER)
                        .param("to", each.to())
                        .param("batch", each.subscription() + "-" + each.mark() + "-v" + each.to())
                        .update();
            });
        }
        return planned;
    }

    Optional<DeliveryRun> deliverNow(SubscriptionId subscription) {
        database.plain(() ->
                database.sql("""
                    update ledger.delivery_run d set status = 'WAITING', next_at = clock_timestamp(), ended_at = null, tries = 0
                    from ledger.subscription s
                    where s.id = :subscription and s.removed_at is null and d.status in ('FAILED', 'WAITING')
                        and d.id = (select newest.id from ledger.delivery_run newest
                            where newest.subscription = s.id and newest.mark = s.mark order by newest.to_version desc, newest.planned_at desc, newest.id desc limit 1)
                    """).param("subscription", subscription.value()).update());
        plan();
        return database.plain(() -> database.sql("""
            select d.* from ledger.delivery_run d join ledger.subscription s on s.id = d.subscription and s.mark = d.mark
            where s.id = :subscription and s.removed_at is null order by d.to_version desc limit 1
            """)
                .param("subscription", subscription.value())
                .query(DeliveryRows::run)
                .optional());
    }

    DeliveryRun retransmit(SubscriptionId subscription, VersionNumber version, VersionNumber newest, String statement) {
        return database.transaction(() -> {
                    lock(subscription.value());
                    tryAgain(subscription, version, newest, statement);
                    // One statement decides: nothing newer is planned, the version is there, and nothing else is under
                    // way.
                    database.sql("""
                        insert into ledger.delivery_run (id, subscription, mark, dataset, target, from_version, to_version, batch, retransmits)
                        select :id, s.id, s.mark, s.dataset, s.target, :version, :version, s.id || '-' || s.mark || '-v' || :version || :suffix, :statement
                        from ledger.subscription s
                        where s.id = :subscription and s.removed_at is null
                            and exists (select from ledger.delivery_run d
                                where d.subscription = s.id and d.mark = s.mark and d.to_version = :version and d.status = 'DELIVERED')
                            and not exists (select from ledger.delivery_run d
                                where d.subscription = s.id and d.mark = s.mark and d.to_version > :newest)
                            and not exists (select from ledger.delivery_run d
                                where d.subscription = s.id and d.mark = s.mark and d.status in ('WAITING', 'RUNNING', 'STOPPING')
                                    and d.retransmits is distinct from :statement)
                        on conflict do nothing
                        """)
                            .param("id", DeliveryId.create().value())
                            .param("version", version.value())
                            .param("newest", newest.value())
                            .param("suffix", BatchId.suffix(statement))
                            .param("statement", statement)
                            .param("subscription", subscription.value())
                            .update();
                    return database.sql("""
                        select d.* from ledger.delivery_run d join ledger.subscription s on s.id = d.subscription and s.mark = d.mark
                        where s.id = :subscription and d.to_version = :version and d.retransmits = :statement
                        """)
                            .param("subscription", subscription.value())
                            .param("version", version.value())
                            .param("statement", statement)
                            .query(DeliveryRows::run)
                            .optional();
                })
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.CONFLICT,
                        "订阅 %1$s 的目标已不是版本 %2$s，或另有交付在途：稍后请重新对账 / the target of %1$s no longer holds %2$s, or another delivery is under way: reconcile again later"
                                .formatted(subscription, newest)));
    }

    private void tryAgain(SubscriptionId subscription, VersionNumber version, VersionNumber newest, String statement) {
        database.sql("""
            update ledger.delivery_run d set status = 'WAITING', next_at = clock_timestamp(), ended_at = null, tries = 0
            from ledger.subscription s
            where s.id = :subscription and s.removed_at is null and d.subscription = s.id and d.mark = s.mark
                and d.to_version = :version and d.retransmits = :statement and d.status = 'FAILED'
                and not exists (select from ledger.delivery_run other
                    where other.subscription = s.id and other.mark = s.mark
                        and (other.to_version > :newest
                            or other.status in ('WAITING', 'RUNNING', 'STOPPING') and other.retransmits is distinct from :statement))
            """)
                .param("subscription", subscription.value())
                .param("version", version.value())
                .param("newest", newest.value())
                .param("statement", statement)
                .update();
    }

    /** What is planned for a subscription is planned by one at a time. */
    private void lock(String subscription) {
        database.sql("select id from ledger.subscription where id = :id for update")
                .param("id", subscription)
                .query(String.class)
                .optional();
    }
}
