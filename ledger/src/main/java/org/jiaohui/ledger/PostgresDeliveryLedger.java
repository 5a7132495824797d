package org.jiaohui.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.Acknowledgement;
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
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deliveries as rows, in the manner of {@link PostgresRunLedger}: the clock of every lease is the database's, and each claim is an attempt of its own. */
final class PostgresDeliveryLedger implements DeliveryLedger {
    private static final String HELD = " where id = :id and attempt = :attempt and status in ('RUNNING', 'STOPPING')";
    private static final String FREE = " owner = null, lease_until = null, stop_asked = false";
    private static final String ERROR = " error_code = :code, error_kind = :kind, error_message = :message";

    private final Database database;
    private final Optional<DeliveryReceipts> receipts;
    private final DueDeliveries due;
    private final DeliveryAcknowledgements acknowledgements;

    /** @param receipts absent where deliveries get no receipts */
    PostgresDeliveryLedger(Database database, Optional<DeliveryReceipts> receipts) {
        this.database = database;
        this.receipts = receipts;
        due = new DueDeliveries(database);
        acknowledgements = new DeliveryAcknowledgements(database, receipts);
    }

    @Override
    public int plan() {
        return due.plan();
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
                    .query(DeliveryRows::run)
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
                word.ifPresent(said -> acknowledgements.note(claimed.id(), said, 1));
                receipt.ifPresent(draft -> receipts.orElseThrow().chains().append(draft, at));
            });
            return ended.isPresent();
        });
    }

    @Override
    public boolean retryAfter(DeliveryRun claimed, Duration wait, RunError error) {
        return database.plain(() ->
                erred(held("""
            update ledger.delivery_run set status = case when stop_asked then 'FAILED' else 'WAITING' end,
                ended_at = case when stop_asked then clock_timestamp() end,
                next_at = clock_timestamp() + :wait * interval '1 millisecond',
            """ + FREE + "," + ERROR + HELD, claimed).param("wait", wait.toMillis()), error) == 1);
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
        return due.deliverNow(subscription);
    }

    @Override
    public void acknowledge(DeliveryId id, Acknowledgement word) {
        acknowledgements.add(() -> find(id).orElseThrow(() -> unknown(id)), word);
    }

    @Override
    public List<Acknowledgement> acknowledgements(DeliveryId id) {
        return acknowledgements.list(id);
    }

    @Override
    public List<DeliveryRun> askable(int most) {
        return acknowledgements.askable(most);
    }

    @Override
    public Optional<DeliveryRun> find(DeliveryId id) {
        return database.plain(() -> database.sql("select * from ledger.delivery_run where id = :id")
                .param("id", id.value())
                .query(DeliveryRows::run)
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
                .query(DeliveryRows::run)
                .optional());
    }

    @Override
    public List<DeliveryRun> listRetransmissions(SubscriptionId subscription, VersionNumber version) {
        return database.plain(() -> database.sql("""
            select d.* from ledger.delivery_run d join ledger.subscription s on s.id = d.subscription and s.mark = d.mark
            where s.id = :subscription and d.to_version = :version and d.retransmits is not null and d.status = 'DELIVERED'
            order by d.ended_at, d.id
            """)
                .param("subscription", subscription.value())
                .param("version", version.value())
                .query(DeliveryRows::run)
                .list());
    }

    @Override
    public List<DeliveryRun> listEarlier(
            SubscriptionId subscription, VersionNumber before, Instant from, Instant until, int most) {
        return database.plain(() -> database.sql("""
            select d.* from ledger.delivery_run d join ledger.subscription s on s.id = d.subscription and s.mark = d.mark
            where s.id = :subscription and d.to_version < :before and d.retransmits is null and d.status = 'DELIVERED'
                and d.ended_at >= :from and d.ended_at < :until
            order by d.to_version desc limit :most
            """)
                .param("subscription", subscription.value())
                .param("before", before.value())
                .param("from", Database.time(from))
                .param("until", Database.time(until))
                .param("most", most)
                .query(DeliveryRows::run)
                .list());
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
    public DeliveryRun retransmit(
            SubscriptionId subscription, VersionNumber version, VersionNumber newest, String statement) {
        return due.retransmit(subscription, version, newest, statement);
    }

    @Override
    public Page list(DeliveryFilter filter, int page, int size) {
        FilteredRows rows = new FilteredRows(database, "ledger.delivery_run")
                .with("subscription", filter.subscription().map(SubscriptionId::value))
                .with("target", filter.target().map(TargetId::value))
                .with("dataset", filter.dataset().map(DatasetId::value))
                .with("status", filter.status().map(DeliveryRun.Status::name));
        return database.plain(() -> new Page(
                rows.count(),
                rows.page("planned_at desc, id desc", page, size)
                        .query(DeliveryRows::run)
                        .list()));
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

    private static ExchangeException unknown(DeliveryId id) {
        return new ExchangeException(ErrorCode.UNKNOWN_DELIVERY, "没有交付 %1$s / there is no delivery %1$s".formatted(id));
    }
}
