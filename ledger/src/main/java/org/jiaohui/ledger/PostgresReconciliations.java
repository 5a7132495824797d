package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.reconcile.Reconciliation;
import org.jiaohui.exchange.reconcile.ReconciliationBook;
import org.jiaohui.exchange.reconcile.RowDifference;
import org.jiaohui.exchange.run.TaskId;
import tools.jackson.core.type.TypeReference;

final class PostgresReconciliations implements ReconciliationBook {
    private static final TypeReference<List<String>> KEY = new TypeReference<>() {};

    private final Database database;

    PostgresReconciliations(Database database) {
        this.database = database;
    }

    @Override
    public void save(Reconciliation statement, List<Difference> differences) {
        database.transaction(() -> {
            database.sql("""
                            insert into ledger.reconciliation (id, task, day, made_at, state, statement)
                            values (:id, :task, :day, :at, :state, cast(:statement as jsonb))
                            """)
                    .param("id", statement.id())
                    .param("task", statement.task().value())
                    .param("day", statement.day())
                    .param("at", Database.time(statement.madeAt()))
                    .param("state", statement.state().name())
                    .param("statement", LedgerJson.write(statement, Reconciliation.class))
                    .update();
            database.template()
                    .batchUpdate(
                            """
                            insert into ledger.reconciliation_difference (reconciliation, ordinal, dataset, subscription, version, kind, row_key)
                            values (?, ?, ?, ?, ?, ?, cast(? as jsonb))
                            """,
                            IntStream.range(0, differences.size())
                                    .mapToObj(i -> row(statement.id(), i, differences.get(i)))
                                    .toList());
            return differences.size();
        });
    }

    @Override
    public Optional<Reconciliation> find(String id) {
        return database.plain(() -> database.sql("select statement from ledger.reconciliation where id = :id")
                .param("id", id)
                .query((row, n) -> LedgerJson.read(row.getString("statement"), Reconciliation.class))
                .optional());
    }

    @Override
    public Page list(StatementFilter filter, int page, int size) {
        FilteredRows rows = new FilteredRows(database, "ledger.reconciliation")
                .with("task", filter.task().map(TaskId::value))
                .with("day", filter.day())
                .with("state", filter.state().map(Reconciliation.State::name));
        return database.plain(() -> new Page(
                rows.count(),
                rows.page("made_at desc, id desc", page, size)
                        .query((row, n) -> LedgerJson.read(row.getString("statement"), Reconciliation.class))
                        .list()));
    }

    @Override
    public DifferencePage differences(String id, DifferenceFilter filter, int page, int size) {
        FilteredRows rows = new FilteredRows(database, "ledger.reconciliation_difference")
                .with("reconciliation", Optional.of(id))
                .with("dataset", filter.dataset().map(DatasetId::value))
                .with("subscription", filter.subscription().map(SubscriptionId::value))
                .with("kind", filter.kind().map(RowDifference.Kind::name));
        return database.plain(() -> new DifferencePage(
                rows.count(),
                rows.page("ordinal", page, size)
                        .query((row, n) -> new Difference(
                                new DatasetId(row.getString("dataset")),
                                Optional.ofNullable(row.getString("subscription"))
                                        .map(SubscriptionId::new),
                                Optional.ofNullable(row.getObject("version", Integer.class))
                                        .map(VersionNumber::new),
                                difference(row)))
                        .list()));
    }

    @Override
    public List<RowDifference> differencesOf(
            String id, DatasetId dataset, Optional<SubscriptionId> subscription, VersionNumber version) {
        return database.plain(() -> database.sql("""
                        select kind, row_key from ledger.reconciliation_difference
                        where reconciliation = :id and dataset = :dataset and subscription is not distinct from cast(:subscription as text)
                            and coalesce(version, :version) = :version
                        order by ordinal
                        """)
                .param("id", id)
                .param("dataset", dataset.value())
                .param("version", version.value())
                .param("subscription", subscription.map(SubscriptionId::value).orElse(null))
                .query((row, n) -> difference(row))
                .list());
    }

    private static RowDifference difference(ResultSet row) throws SQLException {
        return new RowDifference(
                RowDifference.Kind.valueOf(row.getString("kind")), LedgerJson.read(row.getString("row_key"), KEY));
    }

    @Override
    public boolean claimDay(TaskId task, LocalDate day) {
        return database.plain(() -> database.sql(
                                "insert into ledger.reconciliation_day (task, day) values (:task, :day) on conflict do nothing")
                        .param("task", task.value())
                        .param("day", day)
                        .update()
                == 1);
    }

    private static Object[] row(String statement, int ordinal, Difference difference) {
        return new Object[] {
            statement,
            ordinal,
            difference.dataset().value(),
            difference.subscription().map(SubscriptionId::value).orElse(null),
            difference.version().map(VersionNumber::value).orElse(null),
            difference.row().kind().name(),
            LedgerJson.write(difference.row().key(), KEY)
        };
    }
}
