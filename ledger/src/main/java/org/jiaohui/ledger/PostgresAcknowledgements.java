package org.jiaohui.ledger;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.account.Acknowledgement;
import org.jiaohui.exchange.source.account.Acknowledgements;

/** What is owed to sources, as rows beside the runs. */
final class PostgresAcknowledgements implements Acknowledgements {
    private final Database database;

    PostgresAcknowledgements(Database database) {
        this.database = database;
    }

    @Override
    public void owe(RunId run, SourceId source) {
        database.plain(() -> database.sql(
                        "insert into ledger.acknowledgement (run, source) values (:run, :source) on conflict do nothing")
                .param("run", run.value())
                .param("source", source.value())
                .update());
    }

    @Override
    public List<Owed> listDue(int most) {
        return database.plain(() -> database.sql("""
                        select owed.source, run.id, run.outcome, run.position,
                               coalesce(run.error_message, (select message from ledger.finding where run = run.id order by ordinal limit 1)) as error
                        from ledger.acknowledgement owed join ledger.run on run.id = owed.run
                        where run.status = 'FINISHED' and owed.due_at <= clock_timestamp()
                        order by run.finished_at, run.id limit :most
                        """)
                .param("most", most)
                .query((row, n) -> new Owed(
                        new SourceId(row.getString("source")),
                        new Acknowledgement(
                                new RunId(row.getString("id")),
                                RunOutcome.valueOf(row.getString("outcome")),
                                Optional.ofNullable(row.getString("position")),
                                Optional.ofNullable(row.getString("error")))))
                .list());
    }

    @Override
    public void settle(RunId run) {
        database.plain(() -> database.sql("delete from ledger.acknowledgement where run = :run")
                .param("run", run.value())
                .update());
    }

    @Override
    public void postpone(RunId run, String why) {
        database.plain(() ->
                database.sql("""
                        update ledger.acknowledgement set tries = tries + 1, trouble = :why,
                            due_at = clock_timestamp() + least(power(2, least(tries, 10)) * 2, 300) * interval '1 second'
                        where run = :run
                        """).param("why", why).param("run", run.value()).update());
    }
}
