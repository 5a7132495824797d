package org.jiaohui.ledger;

import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.exchange.alert.AlertRule;
import org.jiaohui.exchange.alert.Alerts;
import org.jiaohui.exchange.drift.DriftDecision;
import org.jiaohui.exchange.drift.HeldRuns;
import org.jiaohui.exchange.drift.Hold;
import org.jiaohui.exchange.drift.SchemaDifference;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;

/** Holds and decisions as rows beside the run's own; each step is one transaction that locks the run first. */
final class PostgresHeldRuns implements HeldRuns {
    private final Database database;
    private final Alerts alerts;

    PostgresHeldRuns(Database database, Alerts alerts) {
        this.database = database;
        this.alerts = alerts;
    }

    @Override
    public boolean hold(ExchangeRun claimed, Hold hold) {
        return database.transaction(() -> {
            int mine = database.sql("""
                            update ledger.run set status = 'HELD', owner = null, lease_until = null
                            where id = :run and attempt = :attempt and status = 'RUNNING'
                            """)
                    .param("run", claimed.id().value())
                    .param("attempt", claimed.attempt())
                    .update();
            if (mine == 1) {
                database.sql("""
                                insert into ledger.hold (run, held) values (:run, cast(:held as jsonb))
                                on conflict (run) do update set held = excluded.held, held_at = clock_timestamp(), decision = null, decided_at = null
                                """)
                        .param("run", claimed.id().value())
                        .param("held", LedgerJson.write(hold, Hold.class))
                        .update();
                raise(claimed, hold);
            }
            return mine == 1;
        });
    }

    private void raise(ExchangeRun run, Hold hold) {
        String datasets = hold.differences().stream()
                .map(difference -> difference.dataset().value())
                .collect(Collectors.joining(", "));
        alerts.raise(
                AlertRule.DRIFT_HELD,
                run.task(),
                Optional.of(run.id()),
                "任务 " + run.task() + " 的数据源结构变了（" + datasets + "），运行等待决定",
                "the columns of the source of task " + run.task() + " changed (" + datasets
                        + "), the run waits for a decision");
    }

    @Override
    public Optional<Held> find(RunId run) {
        return database.plain(() -> database.sql("select * from ledger.hold where run = :run")
                .param("run", run.value())
                .query((row, n) -> new Held(
                        LedgerJson.read(row.getString("held"), Hold.class),
                        Database.instant(row, "held_at"),
                        Optional.ofNullable(row.getString("decision"))
                                .map(json -> LedgerJson.read(json, DriftDecision.class)),
                        Database.optionalInstant(row, "decided_at")))
                .optional());
    }

    @Override
    public void decide(RunId run, DriftDecision decision) {
        database.transaction(() -> {
            record Waiting(TaskId task, String status) {}
            Waiting waiting = database.sql("select task, status from ledger.run where id = :run for update")
                    .param("run", run.value())
                    .query((row, n) -> new Waiting(new TaskId(row.getString("task")), row.getString("status")))
                    .optional()
                    .orElseThrow(() -> new ExchangeException(
                            ErrorCode.UNKNOWN_RUN, "没有运行 %1$s / there is no run %1$s".formatted(run)));
            Optional<Held> held = find(run);
            Optional<DriftDecision> before = held.flatMap(Held::decision);
            if (before.filter(decision::equals).isPresent()) {
                return run;
            }
            if (before.isPresent()) {
                throw new ExchangeException(
                        ErrorCode.CONFLICT,
                        "运行 %1$s 已有决定 %2$s，不能再改 / the run %1$s was decided already: %2$s"
                                .formatted(run, before.get().verdict()));
            }
            if (held.isEmpty() || !waiting.status().equals("HELD")) {
                throw new ExchangeException(
                        ErrorCode.CONFLICT,
                        "运行 %1$s 没有在等待决定（状态 %2$s） / the run %1$s does not wait for a decision (it is %2$s)"
                                .formatted(run, waiting.status()));
            }
            database.sql("""
                            update ledger.hold set decision = cast(:decision as jsonb), decided_at = clock_timestamp() where run = :run
                            """)
                    .param("decision", LedgerJson.write(decision, DriftDecision.class))
                    .param("run", run.value())
                    .update();
            if (decision.verdict() != DriftDecision.Verdict.REJECT) {
                held.get().hold().differences().forEach(difference -> remember(run, difference, decision));
            }
            alerts.recover(AlertRule.DRIFT_HELD, waiting.task());
            return run;
        });
    }

    private void remember(RunId run, SchemaDifference difference, DriftDecision decision) {
        database.sql("""
                        insert into ledger.drift_decision (task, dataset, difference, decision, run)
                        select task, :dataset, :difference, cast(:decision as jsonb), id from ledger.run where id = :run
                        on conflict (task, dataset, difference)
                            do update set decision = excluded.decision, run = excluded.run, decided_at = clock_timestamp()
                        """)
                .param("dataset", difference.dataset().value())
                .param("difference", difference.fingerprint())
                .param("decision", LedgerJson.write(decision, DriftDecision.class))
                .param("run", run.value())
                .update();
    }

    @Override
    public Optional<DriftDecision> findRemembered(TaskId task, SchemaDifference difference) {
        return database.plain(() -> database.sql("""
                        select decision from ledger.drift_decision where task = :task and dataset = :dataset and difference = :difference
                        """)
                .param("task", task.value())
                .param("dataset", difference.dataset().value())
                .param("difference", difference.fingerprint())
                .query((row, n) -> LedgerJson.read(row.getString("decision"), DriftDecision.class))
                .optional());
    }
}
