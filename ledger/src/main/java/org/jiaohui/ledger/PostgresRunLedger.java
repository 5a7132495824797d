package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.receipt.ReceiptDraft;
import org.jiaohui.exchange.run.BackFill;
import org.jiaohui.exchange.run.Decision;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunInput;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.exchange.run.RunOrder;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.RunResult;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.SourceId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Runs as rows. The clock of every lease is the database's, so hubs whose clocks differ agree. A run whose owner died keeps its lane (its status stays
 * RUNNING or STOPPING) until somebody claims it, so its work is looked after before the next run of the same task or source begins.
 */
final class PostgresRunLedger implements RunLedger {
    private final Database database;
    private final RunDetails details;
    private final CatalogueWriter catalogue;
    private final Optional<RunReceipts> receipts;

    PostgresRunLedger(Database database, Optional<RunReceipts> receipts) {
        this.database = database;
        this.receipts = receipts;
        this.details = new RunDetails(database);
        this.catalogue = new CatalogueWriter(database);
    }

    @Override
    public ExchangeRun enqueue(TaskId task) {
        return database.transaction(() -> enqueue(task, Optional.empty()));
    }

    @Override
    public ExchangeRun enqueue(TaskId task, BackFill backFill) {
        return database.transaction(() -> {
            ExchangeRun run = enqueue(task, Optional.of(backFill));
            if (!run.backFill().equals(Optional.of(backFill))) {
                // Takes back what the asking did to the run that waits.
                throw new ExchangeException(
                        ErrorCode.CONFLICT,
                        "任务 %1$s 已有运行 %2$s 在等待，请在其开始后再补数 / the run %2$s of the task %1$s waits already; ask again when it has begun"
                                .formatted(task, run.id()));
            }
            return run;
        });
    }

    private ExchangeRun enqueue(TaskId task, Optional<BackFill> backFill) {
        NewRun.requireTask(database, task);
        Optional<ExchangeRun> run = Optional.empty();
        while (run.isEmpty()) {
            // Empty when the waiting run was claimed between the two statements: then there is room for a new one.
            NewRun.enqueue(database, task, RunOrder.Trigger.MANUAL, 0, Duration.ZERO, backFill);
            run = one("where task = :task and status = 'QUEUED' and mends is null", Map.of("task", task.value()));
        }
        return run.get();
    }

    @Override
    public Optional<ExchangeRun> claim(String owner, Duration lease) {
        return database.transaction(() -> {
            // Claims go one after the other, so that two of them never pick different runs of one lane.
            database.lock(Database.Lock.CLAIM);
            return database.sql("""
                            with next as (
                                select candidate.id from ledger.run candidate
                                where (candidate.status = 'QUEUED' and candidate.not_before <= clock_timestamp()
                                        and (candidate.trigger = 'MANUAL' or not exists (
                                            select from ledger.task_state state where state.task = candidate.task and state.paused_at is not null))
                                        and (candidate.trigger = 'MANUAL' or not exists (
                                            select from ledger.source_state state where state.source = candidate.source
                                                and state.open_until > clock_timestamp()))
                                        and not exists (
                                        select from ledger.run other
                                        where (other.status in ('RUNNING', 'STOPPING')
                                                and (other.task = candidate.task or other.source = candidate.source))
                                            or (other.status = 'HELD' and other.task = candidate.task)))
                                    or (candidate.status = 'HELD'
                                        and exists (select from ledger.hold hold where hold.run = candidate.id and hold.decision is not null)
                                        and not exists (
                                            select from ledger.run other where other.status in ('RUNNING', 'STOPPING')
                                                and (other.task = candidate.task or other.source = candidate.source)))
                                    or (candidate.status in ('RUNNING', 'STOPPING') and candidate.lease_until < clock_timestamp())
                                order by candidate.priority desc, candidate.sequence
                                limit 1
                                for update skip locked)
                            update ledger.run run set
                                attempt = case when run.status in ('QUEUED', 'HELD') then run.attempt else run.attempt + 1 end,
                                status = case when run.status in ('QUEUED', 'HELD') then 'RUNNING' else run.status end,
                                step = 'fetching', read = 0, bytes = 0,
                                owner = :owner,
                                lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                                started_at = coalesce(run.started_at, clock_timestamp())
                            from next where run.id = next.id
                            returning run.id
                            """)
                    .param("owner", owner)
                    .param("lease", lease.toMillis())
                    .query(String.class)
                    .optional()
                    .flatMap(id -> one("where id = :id", Map.of("id", id)));
        });
    }

    @Override
    public boolean heartbeat(RunId run, String owner, Duration lease, String step, long rows, long bytes) {
        return database.plain(() -> database.sql("""
                        update ledger.run set lease_until = clock_timestamp() + :lease * interval '1 millisecond',
                            step = :step, read = :rows, bytes = :bytes
                        where id = :run and owner = :owner and status in ('RUNNING', 'STOPPING')
                        returning status = 'STOPPING'
                        """)
                .param("lease", lease.toMillis())
                .param("step", step)
                .param("rows", rows)
                .param("bytes", bytes)
                .param("run", run.value())
                .param("owner", owner)
                .query(Boolean.class)
                .optional()
                .orElse(true));
    }

    @Override
    public int release(String owner) {
        return database.plain(() -> database.sql("""
                        update ledger.run set owner = null, lease_until = '-infinity' where owner = :owner and status in ('RUNNING', 'STOPPING')
                        """).param("owner", owner).update());
    }

    @Override
    public boolean decide(ExchangeRun claimed, Decision decision) {
        return database.plain(() -> database.sql("""
                        update ledger.run set decision = cast(:decision as jsonb)
                        where id = :run and attempt = :attempt and status in ('RUNNING', 'STOPPING')
                        """)
                        .param("decision", LedgerJson.write(decision, Decision.class))
                        .param("run", claimed.id().value())
                        .param("attempt", claimed.attempt())
                        .update()
                == 1);
    }

    @Override
    public Optional<Decision> findDecision(RunId run) {
        return database.plain(
                () -> database.sql("select decision from ledger.run where id = :run and decision is not null")
                        .param("run", run.value())
                        .query((row, n) -> LedgerJson.read(row.getString("decision"), Decision.class))
                        .optional());
    }

    @Override
    public boolean finish(RunId run, RunResult result, List<CatalogueChange> changes) {
        return finish(run, Optional.empty(), result, changes);
    }

    @Override
    public boolean finish(ExchangeRun claimed, RunResult result, List<CatalogueChange> changes) {
        return finish(claimed.id(), Optional.of(claimed.attempt()), result, changes);
    }

    private boolean finish(RunId run, Optional<Integer> attempt, RunResult result, List<CatalogueChange> changes) {
        Optional<ReceiptDraft> receipt = receipt(run, result);
        return database.transaction(() -> {
            boolean open = database.sql("""
                            select status <> 'FINISHED' and attempt = coalesce(cast(:attempt as int), attempt) from ledger.run where id = :run for update
                            """)
                    .param("attempt", attempt.orElse(null))
                    .param("run", run.value())
                    .query(Boolean.class)
                    .optional()
                    .orElseThrow(() -> unknown(run));
            if (open) {
                end(run, result);
                details.write(run, result.tables(), result.findings());
                receipt.ifPresent(draft -> receipts.orElseThrow().append(run, draft));
                catalogue.apply(Optional.of(run), changes);
            }
            return open;
        });
    }

    private Optional<ReceiptDraft> receipt(RunId run, RunResult result) {
        return receipts.flatMap(known -> find(run).map(found -> known.draft(found, result)));
    }

    @Override
    public void noteInputs(RunId run, List<RunInput> inputs) {
        RunInputs.write(database, run, inputs);
    }

    @Override
    public List<RunInput> inputs(RunId run) {
        return RunInputs.read(database, run);
    }

    @Override
    public void requestStop(RunId run) {
        RunResult stopped = RunResult.failed(ErrorCode.STOPPED, "运行在等待时被停止 / the run was stopped while it waited");
        ExchangeRun.RunError error = stopped.error().orElseThrow();
        Optional<ReceiptDraft> receipt = receipt(run, stopped);
        // A waiting or held run has nothing to stop: it ends here. A finished one stays as it is.
        database.transaction(() -> {
            boolean waits = database.sql(
                            "select status in ('QUEUED', 'HELD') from ledger.run where id = :run for update")
                    .param("run", run.value())
                    .query(Boolean.class)
                    .optional()
                    .orElseThrow(() -> unknown(run));
            int known = database.sql("""
                            update ledger.run set
                                status = case when status in ('QUEUED', 'HELD') then 'FINISHED' when status = 'RUNNING' then 'STOPPING' else status end,
                                outcome = case when status in ('QUEUED', 'HELD') then 'FAILED' else outcome end,
                                error_code = case when status in ('QUEUED', 'HELD') then :code else error_code end,
                                error_kind = case when status in ('QUEUED', 'HELD') then :kind else error_kind end,
                                error_message = case when status in ('QUEUED', 'HELD') then :message else error_message end,
                                finished_at = case when status in ('QUEUED', 'HELD') then clock_timestamp() else finished_at end
                            where id = :run
                            """)
                    .param("code", error.code())
                    .param("kind", error.kind())
                    .param("message", error.message())
                    .param("run", run.value())
                    .update();
            if (waits) {
                receipt.ifPresent(draft -> receipts.orElseThrow().append(run, draft));
            }
            return known;
        });
    }

    @Override
    public Optional<ExchangeRun> find(RunId run) {
        return database.plain(() -> one("where id = :id", Map.of("id", run.value())));
    }

    @Override
    public Optional<LastSuccess> lastSuccess(TaskId task) {
        return database.plain(() -> database.sql("""
                        select position, coalesce(started_at, queued_at) as started_at,
                            case when not exists (select from ledger.retransmission r join ledger.run later on later.id = r.run
                                where later.task = run.task and later.outcome = 'PUBLISHED' and later.sequence > run.sequence) then digest end as digest
                        from ledger.run run
                        where task = :task and outcome in ('PUBLISHED', 'UNCHANGED') and mends is null
                            and sequence > (select since from ledger.task where id = :task)
                            and not exists (select from ledger.retransmission r where r.run = run.id)
                        order by sequence desc limit 1
                        """)
                .param("task", task.value())
                .query((row, n) -> new LastSuccess(
                        Optional.ofNullable(row.getString("position")),
                        Optional.ofNullable(row.getString("digest")),
                        Database.instant(row, "started_at")))
                .optional());
    }

    @Override
    public List<ExchangeRun> published(TaskId task, int most) {
        return database.plain(() -> runs(
                "where task = :task and outcome = 'PUBLISHED' and sequence > (select since from ledger.task where id = :task)"
                        + " order by sequence desc limit :most",
                Map.of("task", task.value(), "most", most)));
    }

    @Override
    public Page list(RunFilter filter, int page, int size) {
        FilteredRows rows = new FilteredRows(database, "ledger.run")
                .with("task", filter.task().map(TaskId::value))
                .with("outcome", filter.outcome().map(RunOutcome::name))
                .with("status", filter.status().map(ExchangeRun.Status::name));
        filter.since().ifPresent(since -> rows.and("queued_at >= :since", Map.of("since", Database.time(since))));
        if (filter.openOnly()) {
            rows.and(PostgresOpenTasks.TASK_IS_OPEN, Map.of());
        }
        return database.plain(() -> new Page(
                rows.count(),
                details.added(rows.page("sequence desc", page, size)
                        .query(PostgresRunLedger::run)
                        .list())));
    }

    /** A source that says "unchanged" without a position leaves the task at the position where it was. */
    private void end(RunId run, RunResult result) {
        Optional<LastSuccess> before = result.outcome() == RunOutcome.UNCHANGED
                ? database.sql("select task from ledger.run where id = :run")
                        .param("run", run.value())
                        .query((row, n) -> new TaskId(row.getString("task")))
                        .optional()
                        .flatMap(this::lastSuccess)
                : Optional.empty();
        boolean good = result.outcome() == RunOutcome.PUBLISHED || result.outcome() == RunOutcome.UNCHANGED;
        JdbcClient.StatementSpec update = database.sql("""
                update ledger.run set status = 'FINISHED', step = :step, owner = null, lease_until = null, decision = null,
                    outcome = :outcome, error_code = :code, error_kind = :kind, error_message = :message,
                    read = :read, refused = :refused, published = :published, bytes = :bytes, digest = :digest, position = :position,
                    finished_at = clock_timestamp()
                where id = :run
                """);
        update.param("outcome", result.outcome().name())
                .param("step", result.step())
                .param("code", text(result.error().map(ExchangeRun.RunError::code)))
                .param("kind", text(result.error().map(ExchangeRun.RunError::kind)))
                .param("message", text(result.error().map(ExchangeRun.RunError::message)))
                .param("read", result.read())
                .param("refused", result.refused())
                .param("published", result.published())
                .param("bytes", result.bytes())
                .param("digest", text(result.digest().or(() -> before.flatMap(LastSuccess::digest))))
                .param(
                        "position",
                        text(
                                good
                                        ? result.position().or(() -> before.flatMap(LastSuccess::position))
                                        : Optional.empty()))
                .param("run", run.value())
                .update();
    }

    private static @Nullable String text(Optional<String> text) {
        return text.map(LedgerJson::storable).orElse(null);
    }

    private static ExchangeException unknown(RunId run) {
        return new ExchangeException(ErrorCode.UNKNOWN_RUN, "没有运行 %1$s / there is no run %1$s".formatted(run));
    }

    private Optional<ExchangeRun> one(String where, Map<String, Object> values) {
        return runs(where, values).stream().findFirst();
    }

    private List<ExchangeRun> runs(String where, Map<String, Object> values) {
        List<ExchangeRun> bare = database.sql("select * from ledger.run " + where)
                .params(values)
                .query(PostgresRunLedger::run)
                .list();
        return details.added(bare);
    }

    static ExchangeRun run(ResultSet row, int number) throws SQLException {
        Optional<String> code = Optional.ofNullable(row.getString("error_code"));
        String kind = row.getString("error_kind");
        String message = row.getString("error_message");
        return new ExchangeRun(
                new RunId(row.getString("id")),
                new TaskId(row.getString("task")),
                new SourceId(row.getString("source")),
                ExchangeRun.Status.valueOf(row.getString("status")),
                row.getString("step"),
                row.getInt("attempt"),
                Optional.ofNullable(row.getString("outcome")).map(RunOutcome::valueOf),
                code.map(known -> new ExchangeRun.RunError(known, kind, message)),
                row.getLong("read"),
                row.getLong("refused"),
                row.getLong("published"),
                row.getLong("bytes"),
                Optional.ofNullable(row.getString("digest")),
                new RunOrder(
                        RunOrder.Trigger.valueOf(row.getString("trigger")),
                        row.getInt("priority"),
                        row.getInt("retry"),
                        Database.instant(row, "not_before")),
                Database.instant(row, "queued_at"),
                Database.optionalInstant(row, "started_at"),
                Database.optionalInstant(row, "finished_at"),
                List.of(),
                List.of(),
                backFill(row),
                Optional.ofNullable(row.getString("mends")).map(RunId::new));
    }

    private static Optional<BackFill> backFill(ResultSet row) throws SQLException {
        Optional<String> from = Optional.ofNullable(row.getString("window_from"));
        Optional<String> to = Optional.ofNullable(row.getString("window_to"));
        return from.isEmpty() && to.isEmpty() ? Optional.empty() : Optional.of(new BackFill(from, to));
    }
}
