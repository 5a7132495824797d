package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.RunOrder;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.schedule.Schedule;
import org.jiaohui.exchange.schedule.ScheduleLedger;
import org.jspecify.annotations.Nullable;

/** Planned times as rows. Leaving a time compares it with the one that was seen, so each is left once however many hubs try. */
final class PostgresScheduleLedger implements ScheduleLedger {
    private static final String PLANNED = """
            select task.definition, state.next_at, state.schedule,
                exists (select from ledger.run run where run.task = task.id and run.status <> 'FINISHED') as open
            from ledger.task_state state join ledger.task task on task.id = state.task
            where state.paused_at is null
            """;

    private final Database database;

    PostgresScheduleLedger(Database database) {
        this.database = database;
    }

    @Override
    public Instant now() {
        return database.plain(() -> database.sql("select clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant());
    }

    @Override
    public List<Unplanned> unplanned() {
        return database.plain(() -> database.sql("""
            select task.definition, task.changed_at,
                (select coalesce(run.started_at, run.queued_at) from ledger.run run where run.task = task.id and run.sequence > task.since
                    order by run.sequence desc limit 1) as last_start
            from ledger.task task left join ledger.task_state state on state.task = task.id
            where state.task is null or state.planned_for <> task.changed_at
            order by task.id limit 500
            """)
                .query((row, n) -> new Unplanned(
                        LedgerJson.read(row.getString("definition"), ExchangeTask.class),
                        Database.instant(row, "changed_at"),
                        Database.optionalInstant(row, "last_start")))
                .list());
    }

    @Override
    public void plan(Unplanned unplanned, Optional<Instant> first) {
        ExchangeTask task = unplanned.task();
        database.plain(() -> database.sql("""
            insert into ledger.task_state as state (task, planned_for, schedule, after_task, next_at)
            values (:task, :order, cast(:schedule as jsonb), :after, :first)
            on conflict (task) do update set planned_for = excluded.planned_for, after_task = excluded.after_task,
                schedule = excluded.schedule,
                next_at = case when state.schedule is not distinct from excluded.schedule then state.next_at else excluded.next_at end,
                expected_since = case when state.schedule is not distinct from excluded.schedule then state.expected_since end,
                unseen_since = case when state.schedule is not distinct from excluded.schedule then state.unseen_since end
            """)
                .param("task", task.id().value())
                .param("order", Database.time(unplanned.order()))
                .param(
                        "schedule",
                        task.schedule()
                                .map(schedule -> LedgerJson.write(schedule, Schedule.class))
                                .orElse(null))
                .param(
                        "after",
                        task.schedule().orElse(null) instanceof Schedule.AfterTask after
                                ? after.task().value()
                                : null)
                .param("first", time(first))
                .update());
    }

    @Override
    public List<Due> due(Instant now, Duration punctual, int limit) {
        return database.plain(() -> database.sql("select * from (" + PLANNED + """
                ) due
            where due.next_at <= :now and (not due.open or due.schedule ->> 'type' = 'arrival'
                or (due.definition -> 'plan' ->> 'missed' = 'SKIP' and due.next_at < :missed))
            order by due.next_at limit :limit
            """)
                .param("now", Database.time(now))
                .param("missed", Database.time(now.minus(punctual)))
                .param("limit", limit)
                .query(PostgresScheduleLedger::due)
                .list());
    }

    @Override
    public List<Due> plannedAfter(Instant time) {
        return database.plain(() -> database.sql(PLANNED + " and state.next_at > :time order by task.id")
                .param("time", Database.time(time))
                .query(PostgresScheduleLedger::due)
                .list());
    }

    private static Due due(ResultSet row, int number) throws SQLException {
        return new Due(
                LedgerJson.read(row.getString("definition"), ExchangeTask.class),
                Database.instant(row, "next_at"),
                row.getBoolean("open"));
    }

    @Override
    public boolean moveOn(TaskId task, Instant from, Optional<Instant> to, boolean start) {
        return database.transaction(() -> {
            boolean moved = database.sql("""
                update ledger.task_state set next_at = :to,
                    expected_since = case when schedule ->> 'type' = 'arrival' then null else coalesce(expected_since, next_at) end
                where task = :task and next_at = :from and paused_at is null
                """)
                            .param("to", time(to))
                            .param("task", task.value())
                            .param("from", Database.time(from))
                            .update()
                    == 1;
            if (moved && start) {
                NewRun.enqueue(database, task, RunOrder.Trigger.SCHEDULE);
            }
            return moved;
        });
    }

    @Override
    public boolean arrived(TaskId task, Optional<String> listing) {
        return database.transaction(() -> {
            @Nullable String now = listing.orElse(null);
            boolean complete = database.sql("""
                select coalesce(listing_seen = :now and listing_taken is distinct from :now and paused_at is null, false)
                from ledger.task_state where task = :task for update
                """)
                    .param("now", now)
                    .param("task", task.value())
                    .query(Boolean.class)
                    .optional()
                    .orElse(false);
            database.sql("""
                update ledger.task_state set listing_seen = :now, listing_taken = case when :complete then :now else listing_taken end,
                    unseen_since = null
                where task = :task
                """)
                    .param("now", now)
                    .param("complete", complete)
                    .param("task", task.value())
                    .update();
            if (complete) {
                NewRun.enqueue(database, task, RunOrder.Trigger.ARRIVAL);
            }
            return complete;
        });
    }

    @Override
    public Instant unseen(TaskId task) {
        return database.plain(() -> database.sql("""
            update ledger.task_state set unseen_since = coalesce(unseen_since, clock_timestamp()) where task = :task
            returning unseen_since
            """)
                .param("task", task.value())
                .query((row, n) -> Database.instant(row, "unseen_since"))
                .optional()
                .orElseGet(this::now));
    }

    @Override
    public List<Late> late(Instant plannedBefore) {
        return database.plain(() -> database.sql("""
            select state.task, least(state.expected_since, state.next_at) as planned
            from ledger.task_state state
            where state.paused_at is null and state.schedule ->> 'type' <> 'arrival'
                and least(state.expected_since, state.next_at) < :before
                and not exists (select from ledger.alert alert
                    where alert.task = state.task and alert.rule = 'late' and alert.recovered_at is null)
            order by state.task limit 100
            """)
                .param("before", Database.time(plannedBefore))
                .query((row, n) -> new Late(new TaskId(row.getString("task")), Database.instant(row, "planned")))
                .list());
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> instant) {
        return instant.map(Database::time).orElse(null);
    }
}
