package org.jiaohui.ledger;

import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.reconcile.Retransmission;
import org.jiaohui.exchange.reconcile.Retransmissions;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;

/** Retransmissions beside their runs. */
final class PostgresRetransmissions implements Retransmissions {
    private final Database database;

    PostgresRetransmissions(Database database) {
        this.database = database;
    }

    @Override
    public ExchangeRun enqueue(TaskId task, Retransmission retransmission) {
        RunId run = database.transaction(() -> {
            // One after the other, so that a statement that is asked for twice at once has one run.
            database.sql("select id from ledger.reconciliation where id = :id for update")
                    .param("id", retransmission.statement())
                    .query(String.class)
                    .single();
            Optional<RunId> known = database.sql("""
                            select run.id from ledger.retransmission r join ledger.run run on run.id = r.run
                            where r.reconciliation = :statement and r.dataset = :dataset
                                and (run.outcome is null or run.outcome in ('PUBLISHED', 'UNCHANGED'))
                            order by run.sequence desc limit 1
                            """)
                    .params(Map.of(
                            "statement",
                            retransmission.statement(),
                            "dataset",
                            retransmission.dataset().value()))
                    .query((row, n) -> new RunId(row.getString("id")))
                    .optional();
            return known.orElseGet(() -> write(task, retransmission));
        });
        return new PostgresRunLedger(database, Optional.empty()).find(run).orElseThrow();
    }

    private RunId write(TaskId task, Retransmission retransmission) {
        RunId run = RunId.create();
        int written = database.sql(
                        "insert into ledger.run (id, task, source) select :id, id, source from ledger.task where id = :task"
                                + " and created_at <= (select made_at from ledger.reconciliation where id = :statement) for key share")
                .params(Map.of("id", run.value(), "task", task.value(), "statement", retransmission.statement()))
                .update();
        if (written == 0) {
            throw new ExchangeException(ErrorCode.UNKNOWN_TASK, "没有任务 / there is no task \"" + task + "\"");
        }
        database.sql(
                        "insert into ledger.retransmission (run, reconciliation, dataset) values (:run, :statement, :dataset)")
                .params(Map.of(
                        "run",
                        run.value(),
                        "statement",
                        retransmission.statement(),
                        "dataset",
                        retransmission.dataset().value()))
                .update();
        return run;
    }

    @Override
    public Optional<Retransmission> find(RunId run) {
        return database.plain(() -> database.sql(
                        "select reconciliation, dataset from ledger.retransmission where run = :run")
                .param("run", run.value())
                .query((row, n) ->
                        new Retransmission(row.getString("reconciliation"), new DatasetId(row.getString("dataset"))))
                .optional());
    }
}
