package org.jiaohui.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiaohui.exchange.dataset.DatasetId;
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
                            insert into ledger.reconciliation_difference (reconciliation, ordinal, dataset, subscription, kind, row_key)
                            values (?, ?, ?, ?, ?, cast(? as jsonb))
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
        Map<String, Object> values = new LinkedHashMap<>();
        filter.task().ifPresent(task -> values.put("task", task.value()));
        filter.day().ifPresent(day -> values.put("day", day));
        filter.state().ifPresent(state -> values.put("state", state.name()));
        String where = where(values.keySet());
        return database.plain(() -> new Page(
                count("ledger.reconciliation " + where, values),
                database.sql("select statement from ledger.reconciliation " + where
                                + " order by made_at desc, id desc limit :size offset :skipped")
                        .params(paged(values, page, size))
                        .query((row, n) -> LedgerJson.read(row.getString("statement"), Reconciliation.class))
                        .list()));
    }

    @Override
    public DifferencePage differences(String id, DifferenceFilter filter, int page, int size) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("reconciliation", id);
        filter.dataset().ifPresent(dataset -> values.put("dataset", dataset.value()));
        filter.subscription().ifPresent(subscription -> values.put("subscription", subscription.value()));
        filter.kind().ifPresent(kind -> values.put("kind", kind.name()));
        String where = where(values.keySet());
        return database.plain(() -> new DifferencePage(
                count("ledger.reconciliation_difference " + where, values),
                database.sql("select dataset, subscription, kind, row_key from ledger.reconciliation_difference "
                                + where + " order by ordinal limit :size offset :skipped")
                        .params(paged(values, page, size))
                        .query((row, n) -> new Difference(
                                new DatasetId(row.getString("dataset")),
                                Optional.ofNullable(row.getString("subscription"))
                                        .map(SubscriptionId::new),
                                difference(row)))
                        .list()));
    }

    private static String where(Set<String> columns) {
        return columns.stream()
                .map(column -> " and " + column + " = :" + column)
                .collect(Collectors.joining("", "where true", ""));
    }

    private long count(String from, Map<String, Object> values) {
        return database.sql("select count(*) from " + from)
                .params(values)
                .query(Long.class)
                .single();
    }

    private static Map<String, Object> paged(Map<String, Object> values, int page, int size) {
        Map<String, Object> paged = new LinkedHashMap<>(values);
        paged.put("size", size);
        paged.put("skipped", (page - 1L) * size);
        return paged;
    }

    @Override
    public List<RowDifference> differencesOf(String id, DatasetId dataset, Optional<SubscriptionId> subscription) {
        return database.plain(() -> database.sql("""
                        select kind, row_key from ledger.reconciliation_difference
                        where reconciliation = :id and dataset = :dataset and subscription is not distinct from cast(:subscription as text) order by ordinal
                        """)
                .param("id", id)
                .param("dataset", dataset.value())
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
            difference.row().kind().name(),
            LedgerJson.write(difference.row().key(), KEY)
        };
    }
}
