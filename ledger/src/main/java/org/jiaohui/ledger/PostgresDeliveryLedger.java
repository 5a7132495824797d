package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.Acknowledgement;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveryEffect;
import org.jiaohui.exchange.delivery.DeliveryId;
import org.jiaohui.exchange.delivery.DeliveryLedger;
import org.jiaohui.exchange.delivery.DeliveryRun;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.run.ExchangeRun.RunError;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deliveries as rows, in the manner of {@link PostgresRunLedger}: the clock of every lease is the database's, and each claim is an attempt of its own. */
final class PostgresDeliveryLedger implements DeliveryLedger {
    private static final String HELD = " where id = :id and attempt = :attempt and status in ('RUNNING', 'STOPPING')";
    private static final String FREE = " owner = null, lease_until = null, stop_asked = false";
    private static final String ERROR = " error_code = :code, error_kind = :kind, error_message = :message";

    private final Database database;
    private final Optional<DeliveryReceipts> receipts;

    /** @param receipts absent where deliveries get no receipts */
    PostgresDeliveryLedger(Database database, Optional<DeliveryReceipts> receipts) {
        this.database = database;
        this.receipts = receipts;
    }

    @Override
    public int plan() {
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
                from ledger.run_table t where t.dataset = s.dataset and t.version > coalesce(planned.version, 0)) next
            where not s.paused and next.version is not null
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
            planned += database.plain(() -> database.sql("""
                insert into ledger.delivery_run (id, subscription, mark, dataset, target, from_version, to_version, batch)
                values (:id, :subscription, :mark, :dataset, :target, :from, :to, :batch) on conflict do nothing
                """)
                    .param("id", DeliveryId.create().value())
                    .param("subscription", each.subscription())
                    .param("mark", each.mark())
                    .param("dataset", each.dataset())
                    .param("target", each.target())
                    .param("from", each.from())
                    .param("to", each.to())
                    .param("batch", each.subscription() + "-" + each.mark() + "-v" + each.to())
                    .update());
        }
        return planned;
    }

    @Override
    public Optional<DeliveryRun> claim(String owner, Duration lease) {
        return database.transaction(() -> {
            // Claims go one after the other, so that two of them never pick different deliveries of one lane.
            database.lock(Database.Lock.CLAIM_DELIVERY);
            return database.sql("""
                with next as (
                    select candidate.id from ledger.delivery_run candidate
                    join ledger.subscription s on s.id = candidate.subscription
                    where (candidate.status = 'WAITING' and candidate.next_at <= clock_timestamp() and not s.paused
                            and not exists (select from ledger.delivery_run other
                                where other.status in ('RUNNING', 'STOPPING') and other.target = candidate.target))
                        or (candidate.status in ('RUNNING', 'STOPPING') and candidate.lease_until < clock_timestamp())
                    order by candidate.next_at, candidate.id
                    limit 1
                    for update of candidate skip locked)
                update ledger.delivery_run delivery set
                    attempt = delivery.attempt + 1, tries = delivery.tries + 1,
                    status = case delivery.status when 'WAITING' then 'RUNNING' else delivery.status end,
                    owner = :owner, rows = 0, bytes = 0,
                    lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                    started_at = coalesce(delivery.started_at, clock_timestamp())
                from next where delivery.id = next.id
                returning delivery.*
                """)
                    .param("owner", owner)
                    .param("lease", lease.toMillis())
                    .query(PostgresDeliveryLedger::run)
                    .optional();
        });
    }

    @Override
    public boolean heartbeat(DeliveryRun claimed, Duration lease, long rows, long bytes) {
        return database.plain(() -> held("""
            update ledger.delivery_run set lease_until = clock_timestamp() + :lease * interval '1 millisecond', rows = :rows, bytes = :bytes
            """ + HELD + " returning status = 'STOPPING'", claimed)
                .param("lease", lease.toMillis())
                .param("rows", rows)
                .param("bytes", bytes)
                .query(Boolean.class)
                .optional()
                .orElse(true));
    }

    @Override
    public int release(String owner) {
        return database.plain(() -> database.sql("""
            update ledger.delivery_run set owner = null, lease_until = '-infinity' where owner = :owner and status in ('RUNNING', 'STOPPING')
            """).param("owner", owner).update());
    }

    @Override
    public boolean delivered(DeliveryRun claimed, DeliveryEffect effect, Optional<Acknowledgement> word) {
        Optional<ReceiptDraft> receipt = receipts.map(known -> known.evidence().delivered(claimed, effect, word));
        return database.transaction(() -> {
            Optional<Instant> ended = held(
                            "update ledger.delivery_run set status = 'DELIVERED'," + FREE + """
                    , rows = :rows, bytes = :bytes, digest = :digest, error_code = null, error_kind = null, error_message = null,
                    ended_at = clock_timestamp()
                    """ + HELD
                                    + " returning ended_at",
                            claimed)
                    .param("rows", effect.rows())
                    .param("bytes", effect.bytes())
                    .param("digest", effect.digest())
                    .query((row, n) -> Database.instant(row, "ended_at"))
                    .optional();
            ended.ifPresent(at -> {
                word.ifPresent(said -> note(claimed.id(), said, 1));
                receipt.ifPresent(draft -> receipts.orElseThrow().chains().append(draft, at));
            });
            return ended.isPresent();
        });
    }

    @Override
    public boolean retryAfter(DeliveryRun claimed, Duration wait, RunError error) {
        return database.plain(() -> erred(
                        held(
                                        "update ledger.delivery_run set status = case when stop_asked then 'FAILED'"
                                                + " else 'WAITING' end, ended_at = case when stop_asked then"
                                                + " clock_timestamp() end, next_at = clock_timestamp() + :wait * interval"
                                                + " '1 millisecond',"
                                                + FREE + "," + ERROR
                                                + HELD,
                                        claimed)
                                .param("wait", wait.toMillis()),
                        error)
                == 1);
    }

    @Override
    public boolean failed(DeliveryRun claimed, RunError error) {
        return database.transaction(() -> erred(
                        held(
                                "update ledger.delivery_run set status = 'FAILED', ended_at = clock_timestamp()," + FREE
                                        + "," + ERROR + HELD,
                                claimed),
                        error)
                == 1);
    }

    @Override
    public boolean stopped(DeliveryRun claimed, RunError error) {
        return retryAfter(claimed, Duration.ZERO, error);
    }

    @Override
    public void requestStop(DeliveryId id) {
        database.transaction(() -> {
            int known = database.sql("""
                update ledger.delivery_run set
                    stop_asked = status in ('RUNNING', 'STOPPING'),
                    ended_at = case status when 'WAITING' then clock_timestamp() else ended_at end,
                    error_code = case status when 'WAITING' then :code else error_code end,
                    error_kind = case status when 'WAITING' then :kind else error_kind end,
                    error_message = case status when 'WAITING' then :message else error_message end,
                    status = case status when 'WAITING' then 'FAILED' when 'RUNNING' then 'STOPPING' else status end
                where id = :id
                """)
                    .param("code", ErrorCode.STOPPED.name())
                    .param("kind", ErrorCode.STOPPED.kind().name())
                    .param("message", "交付被停止 / the delivery was stopped")
                    .param("id", id.value())
                    .update();
            if (known == 0) {
                throw unknown(id);
            }
            return known;
        });
    }

    @Override
    public Optional<DeliveryRun> deliverNow(SubscriptionId subscription) {
        database.plain(() ->
                database.sql("""
                    update ledger.delivery_run d set status = 'WAITING', next_at = clock_timestamp(), ended_at = null, tries = 0
                    from ledger.subscription s
                    where s.id = :subscription and d.status in ('FAILED', 'WAITING')
                        and d.id = (select newest.id from ledger.delivery_run newest
                            where newest.subscription = s.id and newest.mark = s.mark order by newest.to_version desc, newest.planned_at desc, newest.id desc limit 1)
                    """).param("subscription", subscription.value()).update());
        plan();
        return database.plain(() -> database.sql("""
            select d.* from ledger.delivery_run d join ledger.subscription s on s.id = d.subscription and s.mark = d.mark
            where s.id = :subscription order by d.to_version desc limit 1
            """)
                .param("subscription", subscription.value())
                .query(PostgresDeliveryLedger::run)
                .optional());
    }

    @Override
    public void acknowledge(DeliveryId id, Acknowledgement word) {
        boolean noted = false;
        while (!noted) {
            DeliveryRun run = find(id).orElseThrow(() -> unknown(id));
            if (run.status() != DeliveryRun.Status.DELIVERED) {
                throw new ExchangeException(
                        ErrorCode.CONFLICT,
                        "交付 %1$s 尚未送达（%2$s），不能回执 / delivery %1$s is not delivered (%2$s), it cannot be acknowledged"
                                .formatted(id, run.status()));
            }
            if (run.acknowledgement().filter(word::saysAs).isPresent()) {
                return;
            }
            int ordinal = acknowledgements(id).size() + 1;
            Optional<ReceiptDraft> receipt =
                    receipts.map(known -> known.evidence().acknowledged(run, word, ordinal));
            noted = database.transaction(() -> {
                database.sql("select id from ledger.delivery_run where id = :id for update")
                        .param("id", id.value())
                        .query(String.class)
                        .single();
                // Another word may have come meanwhile; then this one is looked at again.
                boolean next = words(id).size() + 1 == ordinal;
                if (next) {
                    note(id, word, ordinal);
                    receipt.ifPresent(draft -> receipts.orElseThrow().chains().append(draft, word.at()));
                }
                return next;
            });
        }
    }

    private void note(DeliveryId id, Acknowledgement word, int ordinal) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", id.value());
        values.put("ordinal", ordinal);
        values.put("at", Database.time(word.at()));
        values.put("by", word.by().name());
        values.put("rows", word.rows());
        values.put("refused", word.refused());
        values.put("digest", word.digest().orElse(null));
        values.put("note", word.note().map(LedgerJson::storable).orElse(null));
        database.sql("""
            insert into ledger.delivery_acknowledgement (delivery, ordinal, at, by, rows, refused, digest, note)
            values (:id, :ordinal, :at, :by, :rows, :refused, :digest, :note)
            """).params(values).update();
        database.sql("""
            update ledger.delivery_run set ack_at = :at, ack_by = :by, ack_rows = :rows, ack_refused = :refused, ack_digest = :digest, ack_note = :note
            where id = :id
            """).params(values).update();
    }

    @Override
    public List<Acknowledgement> acknowledgements(DeliveryId id) {
        return database.plain(() -> words(id));
    }

    private List<Acknowledgement> words(DeliveryId id) {
        return database.sql("select * from ledger.delivery_acknowledgement where delivery = :id order by ordinal")
                .param("id", id.value())
                .query((row, n) -> word(row, "", Database.instant(row, "at")))
                .list();
    }

    /** @param prefix of the columns' names */
    private static Acknowledgement word(ResultSet row, String prefix, Instant at) throws SQLException {
        return new Acknowledgement(
                at,
                Acknowledgement.By.valueOf(row.getString(prefix + "by")),
                row.getLong(prefix + "rows"),
                row.getLong(prefix + "refused"),
                Optional.ofNullable(row.getString(prefix + "digest")),
                Optional.ofNullable(row.getString(prefix + "note")));
    }

    @Override
    public List<DeliveryRun> askable(int most) {
        return database.plain(() -> database.sql("""
            with asked as (
                select d.id from ledger.delivery_run d join ledger.subscription s on s.id = d.subscription and s.mark = d.mark
                where d.status = 'DELIVERED' and d.ack_at is null
                order by coalesce(d.ack_asked_at, d.ended_at) limit :most for update of d skip locked)
            update ledger.delivery_run delivery set ack_asked_at = clock_timestamp() from asked where delivery.id = asked.id
            returning delivery.*
            """)
                .param("most", most)
                .query(PostgresDeliveryLedger::run)
                .list());
    }

    @Override
    public Optional<DeliveryRun> find(DeliveryId id) {
        return database.plain(() -> database.sql("select * from ledger.delivery_run where id = :id")
                .param("id", id.value())
                .query(PostgresDeliveryLedger::run)
                .optional());
    }

    @Override
    public Optional<DeliveryRun> findBringing(SubscriptionId subscription, VersionNumber version) {
        return database.plain(() -> database.sql("""
            select d.* from ledger.delivery_run d join ledger.subscription s on s.id = d.subscription and s.mark = d.mark
            where s.id = :subscription and d.to_version >= :version and d.retransmits is null order by d.to_version limit 1
            """)
                .param("subscription", subscription.value())
                .param("version", version.value())
                .query(PostgresDeliveryLedger::run)
                .optional());
    }

    @Override
    public Optional<VersionNumber> findHeld(SubscriptionId subscription) {
        return database.plain(() -> database.sql("""
            select d.to_version from ledger.delivery_run d join ledger.subscription s on s.id = d.subscription and s.mark = d.mark
            where s.id = :subscription and d.status = 'DELIVERED' order by d.to_version desc limit 1
            """)
                .param("subscription", subscription.value())
                .query((row, n) -> new VersionNumber(row.getInt("to_version")))
                .optional());
    }

    @Override
    public DeliveryRun retransmit(SubscriptionId subscription, VersionNumber version, String statement) {
        // One statement decides: nothing newer is planned, the version is there, and nothing else is under way.
        database.plain(() -> database.sql("""
            insert into ledger.delivery_run (id, subscription, mark, dataset, target, from_version, to_version, batch, retransmits)
            select :id, s.id, s.mark, s.dataset, s.target, :version, :version, s.id || '-' || s.mark || '-v' || :version || :suffix, :statement
            from ledger.subscription s
            where s.id = :subscription
                and exists (select from ledger.delivery_run d
                    where d.subscription = s.id and d.mark = s.mark and d.to_version = :version and d.status = 'DELIVERED')
                and not exists (select from ledger.delivery_run d
                    where d.subscription = s.id and d.mark = s.mark and d.to_version > :version)
            on conflict do nothing
            """)
                .param("id", DeliveryId.create().value())
                .param("version", version.value())
                .param("suffix", BatchId.suffix(statement))
                .param("statement", statement)
                .param("subscription", subscription.value())
                .update());
        return database.plain(() -> database.sql("""
            select d.* from ledger.delivery_run d join ledger.subscription s on s.id = d.subscription and s.mark = d.mark
            where s.id = :subscription and d.retransmits = :statement
            """)
                .param("subscription", subscription.value())
                .param("statement", statement)
                .query(PostgresDeliveryLedger::run)
                .optional()
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.CONFLICT,
                        "订阅 %1$s 的目标已不是版本 %2$s，或另有交付在途：稍后请重新对账 / the target of %1$s no longer holds %2$s, or another delivery is under way: reconcile again later"
                                .formatted(subscription, version))));
    }

    @Override
    public Page list(DeliveryFilter filter, int page, int size) {
        StringBuilder where = new StringBuilder("where true");
        Map<String, Object> values = new LinkedHashMap<>();
        filter.subscription().ifPresent(each -> {
            where.append(" and subscription = :subscription");
            values.put("subscription", each.value());
        });
        filter.target().ifPresent(each -> {
            where.append(" and target = :target");
            values.put("target", each.value());
        });
        filter.dataset().ifPresent(each -> {
            where.append(" and dataset = :dataset");
            values.put("dataset", each.value());
        });
        filter.status().ifPresent(each -> {
            where.append(" and status = :status");
            values.put("status", each.name());
        });
        return database.plain(() -> {
            long total = database.sql("select count(*) from ledger.delivery_run " + where)
                    .params(values)
                    .query(Long.class)
                    .single();
            Map<String, Object> paged = new LinkedHashMap<>(values);
            paged.put("size", size);
            paged.put("skipped", Math.max(0L, (page - 1L) * size));
            return new Page(
                    total,
                    database.sql("select * from ledger.delivery_run " + where
                                    + " order by planned_at desc, id desc limit :size offset :skipped")
                            .params(paged)
                            .query(PostgresDeliveryLedger::run)
                            .list());
        });
    }

    private JdbcClient.StatementSpec held(String sql, DeliveryRun claimed) {
        return database.sql(sql).param("id", claimed.id().value()).param("attempt", claimed.attempt());
    }

    private static int erred(JdbcClient.StatementSpec update, RunError error) {
        return update.param("code", error.code())
                .param("kind", error.kind())
                .param("message", LedgerJson.storable(error.message()))
                .update();
    }

    private static DeliveryRun run(ResultSet row, int number) throws SQLException {
        Optional<Instant> acknowledged = Database.optionalInstant(row, "ack_at");
        Optional<Acknowledgement> word =
                acknowledged.isEmpty() ? Optional.empty() : Optional.of(word(row, "ack_", acknowledged.get()));
        @Nullable String code = row.getString("error_code");
        return new DeliveryRun(
                new DeliveryId(row.getString("id")),
                new SubscriptionId(row.getString("subscription")),
                new DatasetId(row.getString("dataset")),
                new TargetId(row.getString("target")),
                Optional.ofNullable(row.getObject("from_version", Integer.class))
                        .map(VersionNumber::new),
                new VersionNumber(row.getInt("to_version")),
                new BatchId(row.getString("batch")),
                DeliveryRun.Status.valueOf(row.getString("status")),
                row.getInt("attempt"),
                row.getInt("tries"),
                row.getLong("rows"),
                row.getLong("bytes"),
                Optional.ofNullable(row.getString("digest")),
                code == null
                        ? Optional.empty()
                        : Optional.of(new RunError(code, row.getString("error_kind"), row.getString("error_message"))),
                Optional.ofNullable(row.getString("retransmits")),
                word,
                Database.instant(row, "planned_at"),
                Database.instant(row, "next_at"),
                Database.optionalInstant(row, "started_at"),
                Database.optionalInstant(row, "ended_at"));
    }

    private static ExchangeException unknown(DeliveryId id) {
        return new ExchangeException(ErrorCode.UNKNOWN_DELIVERY, "没有交付 %1$s / there is no delivery %1$s".formatted(id));
    }
}
