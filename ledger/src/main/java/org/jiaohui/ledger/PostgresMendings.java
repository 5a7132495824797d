package org.jiaohui.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.drift.Hold;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.mend.CameBack;
import org.jiaohui.exchange.mend.Mending;
import org.jiaohui.exchange.mend.Mendings;
import org.jiaohui.exchange.mend.RowNumbers;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;

/** Mendings beside their runs. Runs of one task never overlap, so what is taken over is known before the next of them begins. */
final class PostgresMendings implements Mendings {
    private final Database database;

    PostgresMendings(Database database) {
        this.database = database;
    }

    @Override
    public ExchangeRun enqueue(RunId id, Mending mending) {
        database.transaction(() -> {
            int written = database.sql("""
                            insert into ledger.run (id, task, source, mends)
                            select :id, run.task, task.source, run.id from ledger.run run join ledger.task task on task.id = run.task
                            where run.id = :mends and run.sequence > task.since for key share of task
                            """)
                    .param("id", id.value())
                    .param("mends", mending.refusedBy().value())
                    .update();
            if (written == 0) {
                throw new ExchangeException(
                        ErrorCode.UNKNOWN_RUN,
                        "没有运行 %1$s，或它的任务已删除，被拒收的行不能再补 / there is no run %1$s, or its task was removed: its refused rows cannot be brought back"
                                .formatted(mending.refusedBy()));
            }
            return database.sql("""
                            insert into ledger.mending (run, dataset, file) values (:id, :dataset, cast(:file as jsonb))
                            """)
                    .param("id", id.value())
                    .param("dataset", mending.dataset().value())
                    .param(
                            "file",
                            mending.file()
                                    .map(file -> LedgerJson.write(file, Hold.HeldFile.class))
                                    .orElse(null))
                    .update();
        });
        return new PostgresRunLedger(database, Optional.empty()).find(id).orElseThrow();
    }

    @Override
    public Optional<Mending> find(RunId run) {
        return database.plain(() -> database.sql("""
                        select run.mends, mending.dataset, mending.file from ledger.mending mending join ledger.run run on run.id = mending.run
                        where mending.run = :run
                        """)
                .param("run", run.value())
                .query((row, n) -> new Mending(
                        new RunId(row.getString("mends")),
                        new DatasetId(row.getString("dataset")),
                        Optional.ofNullable(row.getString("file"))
                                .map(json -> LedgerJson.read(json, Hold.HeldFile.class))))
                .optional());
    }

    @Override
    public void takeOver(RunId run, RowNumbers rows) {
        database.plain(() -> database.sql("update ledger.mending set rows = :rows where run = :run")
                .params(Map.of("rows", rows.toString(), "run", run.value()))
                .update());
    }

    @Override
    public List<CameBack> cameBack(RunId delivered, DatasetId dataset) {
        return database.plain(() -> database.sql("""
                                with recursive mends (id) as (
                                    select id from ledger.run where mends = :delivered
                                    union
                                    select run.id from ledger.run run join mends on run.mends = mends.id
                                )
                                select mending.run, mending.rows from ledger.mending mending join ledger.run run on run.id = mending.run
                                where mending.run in (select id from mends) and run.outcome = 'PUBLISHED' and mending.dataset = :dataset
                                    and mending.rows is not null
                                order by mending.run
                                """)
                .params(Map.of("delivered", delivered.value(), "dataset", dataset.value()))
                .query((row, n) ->
                        new CameBack(new RunId(row.getString("run")), RowNumbers.parse(row.getString("rows"))))
                .list());
    }
}
