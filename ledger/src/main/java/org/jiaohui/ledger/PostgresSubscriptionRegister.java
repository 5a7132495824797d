package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.delivery.DeliveryMode;
import org.jiaohui.exchange.delivery.Subscription;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.delivery.SubscriptionRegister;
import org.jiaohui.exchange.delivery.TargetId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;

final class PostgresSubscriptionRegister implements SubscriptionRegister {
    private final Database database;

    PostgresSubscriptionRegister(Database database) {
        this.database = database;
    }

    @Override
    public Subscription save(Subscription subscription) {
        return database.transaction(() -> {
            requireTarget(subscription);
            Optional<Subscription> before = one(subscription.id(), " for update");
            Subscription kept = subscription.withMark(before.filter(subscription::goesOnAs)
                    .map(Subscription::mark)
                    .orElseGet(PostgresSubscriptionRegister::newMark));
            write(kept);
            return kept;
        });
    }

    /** Whoever removes the target meanwhile waits, and then finds the subscription. */
    private void requireTarget(Subscription subscription) {
        boolean known = database.sql("select 1 from ledger.target where id = :target for key share")
                .param("target", subscription.target().value())
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!known) {
            throw new ExchangeException(
                    ErrorCode.UNKNOWN_TARGET,
                    "订阅 %1$s 的目标 %2$s 未登记，请先登记目标 / the target %2$s of the subscription %1$s is not registered; register it first"
                            .formatted(subscription.id(), subscription.target()));
        }
    }

    private void write(Subscription kept) {
        database.sql("""
            insert into ledger.subscription (id, title, dataset, target, mode, place, key_columns, paused, mark)
            values (:id, :title, :dataset, :target, :mode, :place, :key, :paused, :mark)
            on conflict (id) do update set title = excluded.title, dataset = excluded.dataset, target = excluded.target,
                mode = excluded.mode, place = excluded.place, key_columns = excluded.key_columns, paused = excluded.paused,
                mark = excluded.mark, changed_at = clock_timestamp(), removed_at = null
            """)
                .param("id", kept.id().value())
                .param("title", LedgerJson.storable(kept.title()))
                .param("dataset", kept.dataset().value())
                .param("target", kept.target().value())
                .param("mode", kept.mode().name())
                .param("place", LedgerJson.storable(kept.place()))
                .param("key", kept.key().toArray(String[]::new))
                .param("paused", kept.paused())
                .param("mark", kept.mark())
                .update();
    }

    @Override
    public Optional<Subscription> find(SubscriptionId id) {
        return database.plain(() -> one(id, ""));
    }

    @Override
    public List<Subscription> list() {
        return database.plain(
                () -> database.sql("select * from ledger.subscription where removed_at is null order by id")
                        .query(PostgresSubscriptionRegister::subscription)
                        .list());
    }

    @Override
    public List<Subscription> listOf(DatasetId dataset) {
        return database.plain(() -> database.sql(
                        "select * from ledger.subscription where dataset = :dataset and removed_at is null order by id")
                .param("dataset", dataset.value())
                .query(PostgresSubscriptionRegister::subscription)
                .list());
    }

    @Override
    public void pause(SubscriptionId id, boolean paused) {
        database.transaction(() -> {
            int known = database.sql(
                            "update ledger.subscription set paused = :paused, changed_at = clock_timestamp() where id"
                                    + " = :id and removed_at is null")
                    .param("paused", paused)
                    .param("id", id.value())
                    .update();
            if (known == 0) {
                throw unknown(id);
            }
            return database.sql(
                            paused
                                    ? "update ledger.delivery_run set status = 'STOPPING' where subscription = :id and"
                                            + " status = 'RUNNING'"
                                    : "update ledger.delivery_run set next_at = clock_timestamp() where subscription ="
                                            + " :id and status = 'WAITING'")
                    .param("id", id.value())
                    .update();
        });
    }

    @Override
    public Subscription beginAnew(SubscriptionId id) {
        return database.transaction(() -> {
            Subscription anew =
                    one(id, " for update").orElseThrow(() -> unknown(id)).withMark(newMark());
            write(anew);
            return anew;
        });
    }

    @Override
    public void remove(SubscriptionId id) {
        database.transaction(() -> {
            int known = database.sql("""
                update ledger.subscription set removed_at = clock_timestamp(), changed_at = clock_timestamp()
                where id = :id and removed_at is null
                """).param("id", id.value()).update();
            if (known == 0) {
                throw unknown(id);
            }
            return database.sql("""
                update ledger.delivery_run set stop_asked = status <> 'WAITING',
                    ended_at = case status when 'WAITING' then clock_timestamp() end,
                    error_code = case status when 'WAITING' then :code else error_code end,
                    error_kind = case status when 'WAITING' then :kind else error_kind end,
                    error_message = case status when 'WAITING' then :message else error_message end,
                    status = case status when 'WAITING' then 'FAILED' else 'STOPPING' end
                where subscription = :id and status in ('WAITING', 'RUNNING', 'STOPPING')
                """)
                    .param("code", ErrorCode.STOPPED.name())
                    .param("kind", ErrorCode.STOPPED.kind().name())
                    .param("message", "订阅已删除 / the subscription was removed")
                    .param("id", id.value())
                    .update();
        });
    }

    private static String newMark() {
        return RunId.create().value().substring(18);
    }

    private Optional<Subscription> one(SubscriptionId id, String lock) {
        return database.sql("select * from ledger.subscription where id = :id and removed_at is null" + lock)
                .params(Map.of("id", id.value()))
                .query(PostgresSubscriptionRegister::subscription)
                .optional();
    }

    private static Subscription subscription(ResultSet row, int number) throws SQLException {
        return new Subscription(
                new SubscriptionId(row.getString("id")),
                row.getString("title"),
                new DatasetId(row.getString("dataset")),
                new TargetId(row.getString("target")),
                DeliveryMode.valueOf(row.getString("mode")),
                row.getString("place"),
                Arrays.asList((String[]) row.getArray("key_columns").getArray()),
                row.getBoolean("paused"),
                row.getString("mark"));
    }

    private static ExchangeException unknown(SubscriptionId id) {
        return new ExchangeException(
                ErrorCode.UNKNOWN_SUBSCRIPTION, "没有订阅 %1$s / there is no subscription %1$s".formatted(id));
    }
}
