package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.operation.Breaker;
import org.jiaohui.exchange.operation.Consequences;
import org.jiaohui.exchange.operation.DeadLetter;
import org.jiaohui.exchange.operation.EndedRun;
import org.jiaohui.exchange.operation.OperationLedger;
import org.jiaohui.exchange.operation.TaskState;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunOrder;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.SourceId;
import org.jspecify.annotations.Nullable;

/** States of tasks and sources as rows. What follows on a run stands in the transaction that marks the run as followed. */
final class PostgresOperationLedger implements OperationLedger {
    private final Database database;
    private final Alerts alerts;

    PostgresOperationLedger(Database database, Alerts alerts) {
        this.database = database;
        this.alerts = alerts;
    }

    @Override
    public boolean followNext(Function<EndedRun, Consequences> decide) {
        return database.transaction(() -> {
            Optional<EndedRun> ended =
                    database.sql("""
                        select run.*, task.definition, coalesce(source.failures, 0) as failures, state.paused_at
                        from ledger.run run join ledger.task task on task.id = run.task
                        left join ledger.source_state source on source.source = run.source
                        left join ledger.task_state state on state.task = run.task
                        where run.status = 'FINISHED' and not run.followed
                        order by run.finished_at, run.id limit 1 for update of run skip locked
                        """).query(PostgresOperationLedger::ended).optional();
            ended.map(this::explained).ifPresent(run -> carryOut(run, decide.apply(run)));
            return ended.isPresent();
        });
    }

    private static EndedRun ended(ResultSet row, int number) throws SQLException {
        return new EndedRun(
                PostgresRunLedger.run(row, number),
                LedgerJson.read(row.getString("definition"), ExchangeTask.class),
                row.getInt("failures"),
                Database.optionalInstant(row, "paused_at"));
    }

    /** What was found says why data was rejected. */
    private EndedRun explained(EndedRun ended) {
        return ended.run().outcome().filter(RunOutcome.REJECTED::equals).isEmpty()
                ? ended
                : new EndedRun(
                        new RunDetails(database).added(List.of(ended.run())).getFirst(),
                        ended.task(),
                        ended.failuresOfSource(),
                        ended.pausedAt());
    }

    private void carryOut(EndedRun ended, Consequences then) {
        ExchangeRun run = ended.run();
        boolean good = run.outcome()
                .filter(outcome -> outcome == RunOutcome.PUBLISHED || outcome == RunOutcome.UNCHANGED)
                .isPresent();
        database.sql("update ledger.run set followed = true where id = :run")
                .param("run", run.id().value())
                .update();
        count(run, good);
        if (then.failuresOfSource() != ended.failuresOfSource()) {
            breaker(run, then);
        }
        then.retryAfter()
                .ifPresent(pause -> NewRun.enqueue(
                        database,
                        run.task(),
                        RunOrder.Trigger.RETRY,
                        run.order().retry() + 1,
                        pause,
                        run.backFill()));
        if (then.gaveUp()) {
            giveUp(run);
        }
        then.trouble()
                .ifPresent(trouble -> alerts.raise(
                        AlertRule.RUN_FAILED,
                        run.task(),
                        Optional.of(run.id()),
                        trouble.message(),
                        trouble.messageEn()));
        if (good && run.mends().isEmpty()) {
            database.sql("delete from ledger.dead_letter where task = :task")
                    .param("task", run.task().value())
                    .update();
            alerts.recover(AlertRule.RUN_FAILED, run.task());
        }
        if (good && bringsNews(run)) {
            alerts.recover(AlertRule.LATE, run.task());
        }
        if (heldNoMore(run)) {
            alerts.recover(AlertRule.DRIFT_HELD, run.task());
        }
        if (run.outcome().filter(RunOutcome.PUBLISHED::equals).isPresent()) {
            startFollowers(run.task());
        }
    }

    /** Refused rows that come back, and a window that is read once more, are not what was planned. */
    private static boolean bringsNews(ExchangeRun run) {
        return run.mends().isEmpty() && run.backFill().isEmpty();
    }

    /** Also a run that was stopped instead of decided about; the next one of its task may be held by now. */
    private boolean heldNoMore(ExchangeRun run) {
        return database.sql("""
            select exists (select from ledger.hold where run = :run)
                and not exists (select from ledger.run where task = :task and status = 'HELD')
            """)
                .param("run", run.id().value())
                .param("task", run.task().value())
                .query(Boolean.class)
                .single();
    }

    private void count(ExchangeRun run, boolean good) {
        long millis = run.startedAt()
                .flatMap(start -> run.finishedAt().map(end -> Duration.between(start, end)))
                .map(Duration::toMillis)
                .orElse(0L);
        database.sql("""
            insert into ledger.task_state as state (task, runs, failed, published, refused, millis, last_millis, last_success)
            values (:task, 1, :failed, :published, :refused, :millis, :millis, case when :news then cast(:finished as timestamptz) end)
            on conflict (task) do update set runs = state.runs + 1, failed = state.failed + excluded.failed,
                published = state.published + excluded.published, refused = state.refused + excluded.refused,
                millis = state.millis + excluded.millis, last_millis = excluded.last_millis,
                last_success = coalesce(excluded.last_success, state.last_success),
                expected_since = case when :news and state.expected_since <= cast(:started as timestamptz) then null
                    else state.expected_since end
            """)
                .param("task", run.task().value())
                .param("failed", good ? 0 : 1)
                .param("published", run.published())
                .param("refused", run.refused())
                .param("millis", Math.max(0, millis))
                .param("news", good && bringsNews(run))
                .param("started", run.startedAt().map(Database::time).orElse(null))
                .param("finished", run.finishedAt().map(Database::time).orElse(null))
                .update();
    }

    private void breaker(ExchangeRun run, Consequences then) {
        if (then.failuresOfSource() == 0) {
            database.sql("delete from ledger.source_state where source = :source")
                    .param("source", run.source().value())
                    .update();
            return;
        }
        database.sql("""
            insert into ledger.source_state as state (source, failures, open_until, reason)
            select source.id, :failures, clock_timestamp() + cast(:pause as bigint) * interval '1 millisecond', :reason
            from ledger.source source where source.id = :source
            on conflict (source) do update set failures = excluded.failures,
                open_until = coalesce(excluded.open_until, state.open_until), reason = excluded.reason
            """)
                .param("source", run.source().value())
                .param("failures", then.failuresOfSource())
                .param("pause", then.sourceOpenFor().map(Duration::toMillis).orElse(null))
                .param("reason", reason(run))
                .update();
    }

    private static String reason(ExchangeRun run) {
        return run.error()
                .map(error -> LedgerJson.storable(error.code() + ": " + error.message()))
                .orElse("");
    }

    private void giveUp(ExchangeRun run) {
        ExchangeRun.RunError error = run.error().orElseThrow();
        database.sql("""
            insert into ledger.dead_letter (task, run, retries, error_code, error_kind, error_message)
            values (:task, :run, :retries, :code, :kind, :message)
            on conflict (task) do update set run = excluded.run, retries = excluded.retries, error_code = excluded.error_code,
                error_kind = excluded.error_kind, error_message = excluded.error_message, since = clock_timestamp()
            """)
                .param("task", run.task().value())
                .param("run", run.id().value())
                .param("retries", run.order().retry())
                .param("code", error.code())
                .param("kind", error.kind())
                .param("message", error.message())
                .update();
    }

    private void startFollowers(TaskId before) {
        database.sql("select task from ledger.task_state where after_task = :task and paused_at is null order by task")
                .param("task", before.value())
                .query(String.class)
                .list()
                .forEach(task -> NewRun.enqueue(database, new TaskId(task), RunOrder.Trigger.AFTER));
    }

    @Override
    public void pause(TaskId task) {
        database.transaction(() -> {
            NewRun.requireTask(database, task);
            alerts.recover(AlertRule.LATE, task);
            alerts.recover(AlertRule.SOURCE_UNSEEN, task);
            return database.sql("""
                insert into ledger.task_state as state (task, paused_at) values (:task, clock_timestamp())
                on conflict (task) do update set paused_at = coalesce(state.paused_at, excluded.paused_at), expected_since = null,
                    unseen_since = null
                """).param("task", task.value()).update();
        });
    }

    @Override
    public void resume(TaskId task) {
        database.transaction(() -> {
            NewRun.requireTask(database, task);
            return database.sql("""
                update ledger.task_state set paused_at = null, planned_for = '-infinity', schedule = null, next_at = null
                where task = :task and paused_at is not null
                """).param("task", task.value()).update();
        });
    }

    @Override
    public Optional<TaskState> find(TaskId task) {
        return Optional.ofNullable(states(task.value()).get(task));
    }

    @Override
    public Map<TaskId, TaskState> list() {
        return states(null);
    }

    private Map<TaskId, TaskState> states(@Nullable String task) {
        return database.plain(
                () -> database.sql("""
                    select state.*, dead.run as dead_run, dead.retries, dead.error_code, dead.error_kind, dead.error_message, dead.since,
                        source.failures as source_failures, source.open_until, source.reason, task.source,
                        waiting.id as retry_run, waiting.retry, waiting.not_before
                    from ledger.task_state state join ledger.task task on task.id = state.task
                    left join ledger.dead_letter dead on dead.task = state.task
                    left join ledger.source_state source on source.source = task.source
                    left join ledger.run waiting on waiting.task = state.task and waiting.status = 'QUEUED' and waiting.retry > 0
                    where cast(:task as text) is null or state.task = :task
                    """).param("task", task).query(PostgresOperationLedger::state).list().stream()
                        .collect(Collectors.toMap(TaskState::task, Function.identity())));
    }

    private static TaskState state(ResultSet row, int number) throws SQLException {
        @Nullable String retryRun = row.getString("retry_run");
        return new TaskState(
                new TaskId(row.getString("task")),
                Database.optionalInstant(row, "next_at"),
                Database.optionalInstant(row, "paused_at"),
                Database.optionalInstant(row, "expected_since"),
                Database.optionalInstant(row, "last_success"),
                retryRun == null
                        ? Optional.empty()
                        : Optional.of(new TaskState.Retry(
                                new RunId(retryRun), row.getInt("retry"), Database.instant(row, "not_before"))),
                row.getString("dead_run") == null ? Optional.empty() : Optional.of(deadLetter(row, "dead_run")),
                row.getString("reason") == null ? Optional.empty() : Optional.of(breaker(row, "source_failures")),
                new TaskState.Totals(
                        row.getLong("runs"),
                        row.getLong("failed"),
                        row.getLong("published"),
                        row.getLong("refused"),
                        Duration.ofMillis(row.getLong("millis")),
                        Duration.ofMillis(row.getLong("last_millis"))));
    }

    private static DeadLetter deadLetter(ResultSet row, String run) throws SQLException {
        return new DeadLetter(
                new TaskId(row.getString("task")),
                new RunId(row.getString(run)),
                row.getInt("retries"),
                new ExchangeRun.RunError(
                        row.getString("error_code"), row.getString("error_kind"), row.getString("error_message")),
                Database.instant(row, "since"));
    }

    private static Breaker breaker(ResultSet row, String failures) throws SQLException {
        return new Breaker(
                new SourceId(row.getString("source")),
                row.getInt(failures),
                Database.optionalInstant(row, "open_until"),
                row.getString("reason"));
    }

    @Override
    public List<DeadLetter> deadLetters() {
        return database.plain(
                () -> database.sql("select * from ledger.dead_letter order by since desc, task limit 1000")
                        .query((row, n) -> deadLetter(row, "run"))
                        .list());
    }

    @Override
    public Optional<ExchangeRun> retry(TaskId task) {
        return database.transaction(() -> {
            boolean dead = database.sql("select 1 from ledger.dead_letter where task = :task for update")
                    .param("task", task.value())
                    .query(Integer.class)
                    .optional()
                    .isPresent();
            if (!dead) {
                return Optional.empty();
            }
            NewRun.enqueue(database, task, RunOrder.Trigger.MANUAL);
            return database.sql("select * from ledger.run where task = :task and status = 'QUEUED' and mends is null")
                    .param("task", task.value())
                    .query(PostgresRunLedger::run)
                    .optional();
        });
    }

    @Override
    public List<Breaker> breakers() {
        return database.plain(() -> database.sql("select * from ledger.source_state order by source")
                .query((row, n) -> breaker(row, "failures"))
                .list());
    }
}
