package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiaohui.exchange.alert.Alert;
import org.jiaohui.exchange.alert.AlertNotice;
import org.jiaohui.exchange.alert.AlertNotices;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;

/** Alerts as rows. A notice stands in the same transaction as the event that it tells. */
final class PostgresAlerts implements Alerts, AlertNotices {
    private static final String OPEN = "recovered_at is null";
    private static final Map<String, AlertRule> RULES =
            Set.of(AlertRule.values()).stream().collect(Collectors.toMap(AlertRule::label, Function.identity()));

    private final Database database;
    private final Set<String> channels;

    /** @param channels who is told of what is raised from now on */
    PostgresAlerts(Database database, Set<String> channels) {
        this.database = database;
        this.channels = Set.copyOf(channels);
    }

    @Override
    public void raise(AlertRule rule, TaskId task, Optional<RunId> run, String message, String messageEn) {
        database.transaction(() -> {
            // xmax is 0 in a row that this statement inserted.
            Optional<Long> opened = database.sql("""
                            insert into ledger.alert (rule, task, run, message, message_en)
                            select :rule, task.id, :run, :message, :messageEn from ledger.task task where task.id = :task
                            on conflict (rule, task) where recovered_at is null do update set run = coalesce(excluded.run, alert.run),
                                message = excluded.message, message_en = excluded.message_en,
                                occurrences = alert.occurrences + 1, renewed_at = clock_timestamp()
                            returning id, xmax = 0 as opened
                            """)
                    .param("rule", rule.label())
                    .param("task", task.value())
                    .param("run", run.map(RunId::value).orElse(null))
                    .param("message", LedgerJson.storable(message))
                    .param("messageEn", LedgerJson.storable(messageEn))
                    .query((row, n) -> row.getBoolean("opened") ? row.getLong("id") : -1L)
                    .optional()
                    .filter(id -> id > 0);
            opened.ifPresent(id -> announce(id, AlertNotice.Event.RAISED));
            return opened;
        });
    }

    @Override
    public void recover(AlertRule rule, TaskId task) {
        database.transaction(() -> {
            Optional<Long> ended = database.sql("""
                            update ledger.alert set recovered_at = clock_timestamp()
                            where rule = :rule and task = :task and recovered_at is null returning id
                            """)
                    .param("rule", rule.label())
                    .param("task", task.value())
                    .query(Long.class)
                    .optional();
            ended.ifPresent(id -> announce(id, AlertNotice.Event.RECOVERED));
            return ended;
        });
    }

    private void announce(long alert, AlertNotice.Event event) {
        for (String channel : channels) {
            database.sql("insert into ledger.alert_notice (alert, event, channel) values (:alert, :event, :channel)")
                    .param("alert", alert)
                    .param("event", event.name())
                    .param("channel", channel)
                    .update();
        }
    }

    @Override
    public Optional<Alert> find(long id) {
        return database.plain(() -> withNotices(database.sql("select * from ledger.alert where id = :id")
                        .param("id", id)
                        .query(PostgresAlerts::alert)
                        .list())
                .stream()
                .findFirst());
    }

    @Override
    public Optional<Alert> acknowledge(long id) {
        return database.transaction(() -> {
            database.sql(
                            "update ledger.alert set acknowledged_at = coalesce(acknowledged_at, clock_timestamp()) where id = :id")
                    .param("id", id)
                    .update();
            return find(id);
        });
    }

    @Override
    public Page list(Filter filter, int page, int size) {
        FilteredRows rows = new FilteredRows(database, "ledger.alert")
                .with("task", filter.task().map(TaskId::value))
                .with("rule", filter.rule().map(AlertRule::label));
        filter.open().ifPresent(open -> rows.and(open ? OPEN : "recovered_at is not null", Map.of()));
        FilteredRows lasting = new FilteredRows(database, "ledger.alert").and(OPEN, Map.of());
        if (filter.openTasksOnly()) {
            rows.and(PostgresOpenTasks.TASK_IS_OPEN, Map.of());
            lasting.and(PostgresOpenTasks.TASK_IS_OPEN, Map.of());
        }
        return database.plain(() -> new Page(
                rows.count(),
                lasting.count(),
                withNotices(rows.page("id desc", page, size)
                        .query(PostgresAlerts::alert)
                        .list())));
    }

    @Override
    public Optional<AlertNotice> take(Duration lease) {
        return database.transaction(() -> database.sql("""
                        with next as (
                            select notice.id from ledger.alert_notice notice
                            where notice.arrived_at is null and notice.given_up_at is null and notice.due_at <= clock_timestamp()
                                and not exists (select from ledger.alert_notice earlier where earlier.alert = notice.alert
                                    and earlier.channel = notice.channel and earlier.id < notice.id
                                    and earlier.arrived_at is null and earlier.given_up_at is null)
                            order by notice.due_at, notice.id limit 1 for update skip locked)
                        update ledger.alert_notice notice set attempts = notice.attempts + 1,
                            due_at = clock_timestamp() + :lease * interval '1 millisecond'
                        from next where notice.id = next.id
                        returning notice.*
                        """)
                .param("lease", lease.toMillis())
                .query((row, n) -> new AlertNotice(
                        row.getLong("id"),
                        AlertNotice.Event.valueOf(row.getString("event")),
                        row.getString("channel"),
                        row.getInt("attempts"),
                        find(row.getLong("alert")).orElseThrow()))
                .optional());
    }

    @Override
    public void arrived(AlertNotice notice) {
        database.plain(
                () -> database.sql("update ledger.alert_notice set arrived_at = clock_timestamp() where id = :id")
                        .param("id", notice.id())
                        .update());
    }

    @Override
    public void failed(AlertNotice notice, Optional<Duration> retryAfter, String reason) {
        database.plain(() -> database.sql("""
                        update ledger.alert_notice set reason = :reason,
                            due_at = clock_timestamp() + coalesce(cast(:after as bigint), 0) * interval '1 millisecond',
                            given_up_at = case when cast(:after as bigint) is null then clock_timestamp() end
                        where id = :id
                        """)
                .param("reason", LedgerJson.storable(reason))
                .param("after", retryAfter.map(Duration::toMillis).orElse(null))
                .param("id", notice.id())
                .update());
    }

    private List<Alert> withNotices(List<Alert> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        Map<Long, List<Alert.Delivered>> told = database
                .sql("select * from ledger.alert_notice where alert in (:alerts) order by id")
                .param("alerts", bare.stream().map(Alert::id).toList())
                .query((row, n) -> Map.entry(row.getLong("alert"), delivered(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return bare.stream()
                .map(alert -> told(alert, told.getOrDefault(alert.id(), List.of())))
                .toList();
    }

    private static Alert.Delivered delivered(ResultSet row) throws SQLException {
        return new Alert.Delivered(
                AlertNotice.Event.valueOf(row.getString("event")),
                row.getString("channel"),
                row.getInt("attempts"),
                Database.optionalInstant(row, "arrived_at"),
                Database.optionalInstant(row, "given_up_at"));
    }

    private static Alert alert(ResultSet row, int number) throws SQLException {
        return new Alert(
                row.getLong("id"),
                Optional.ofNullable(RULES.get(row.getString("rule"))).orElseThrow(),
                new TaskId(row.getString("task")),
                Optional.ofNullable(row.getString("run")).map(RunId::new),
                row.getString("message"),
                row.getString("message_en"),
                row.getInt("occurrences"),
                Database.instant(row, "raised_at"),
                Database.instant(row, "renewed_at"),
                Database.optionalInstant(row, "recovered_at"),
                Database.optionalInstant(row, "acknowledged_at"),
                List.of());
    }

    private static Alert told(Alert bare, List<Alert.Delivered> deliveries) {
        return new Alert(
                bare.id(),
                bare.rule(),
                bare.task(),
                bare.run(),
                bare.message(),
                bare.messageEn(),
                bare.occurrences(),
                bare.raisedAt(),
                bare.renewedAt(),
                bare.recoveredAt(),
                bare.acknowledgedAt(),
                deliveries);
    }
}
