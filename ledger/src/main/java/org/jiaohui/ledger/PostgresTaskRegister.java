package org.jiaohui.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.PublishedData;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.run.TaskRegister;
import org.springframework.dao.DataIntegrityViolationException;

final class PostgresTaskRegister implements TaskRegister {
    /** Longer intervals mean never; they would overflow the database's arithmetic. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private final Database database;

    PostgresTaskRegister(Database database) {
        this.database = database;
    }

    @Override
    public Revision save(ExchangeTask task, List<CatalogueChange> changes, Precondition expected) {
        try {
            return database.transaction(() -> {
                Revisions.require(database, "task", task.id().value(), expected);
                Revision saved = Revisions.saved(
                        database.sql("""
                            insert into ledger.task (id, source, dataset, every_ms, definition)
                            values (:id, :source, :dataset, :every, cast(:definition as jsonb))
                            on conflict (id) do update set source = excluded.source, dataset = excluded.dataset, every_ms = excluded.every_ms,
                                definition = excluded.definition, changed_at = clock_timestamp(), revision = nextval('ledger.revision')
                            """ + Revisions.RETURNING)
                                .param("id", task.id().value())
                                .param("source", task.source().value())
                                .param("dataset", task.dataset().value())
                                .param(
                                        "every",
                                        task.every()
                                                .map(PostgresTaskRegister::millis)
                                                .orElse(null))
                                .param("definition", LedgerJson.write(task, ExchangeTask.class)),
                        task.id().value(),
                        expected);
                new CatalogueWriter(database).apply(Optional.empty(), changes);
                // The source is read again: what it keeps for the hub is not given back any more.
                database.sql("delete from ledger.release where source = :source")
                        .param("source", task.source().value())
                        .update();
                return saved;
            });
        } catch (DataIntegrityViolationException refused) {
            throw new ExchangeException(
                    ErrorCode.UNKNOWN_SOURCE,
                    "任务 %1$s 的数据源 %2$s 未登记，请先登记数据源 / the source %2$s of the task %1$s is not registered; register it first"
                            .formatted(task.id(), task.source()),
                    refused);
        }
    }

    @Override
    public List<String> remove(TaskId id, PublishedData data, Precondition expected) {
        return database.transaction(() -> {
            if (Revisions.require(database, "task", id.value(), expected).isEmpty()) {
                throw new ExchangeException(ErrorCode.UNKNOWN_TASK, "没有任务 %1$s / there is no task %1$s".formatted(id));
            }
            return new TaskRemoval(database, id.value()).remove(data);
        });
    }

    @Override
    public boolean knew(TaskId id) {
        return database.plain(() -> database.sql(
                        "select exists (select from ledger.task where id = :id) or exists (select from ledger.removed_task where id = :id)")
                .param("id", id.value())
                .query(Boolean.class)
                .single());
    }

    @Override
    public Optional<ExchangeTask> find(TaskId id) {
        return database.plain(() -> database.sql("select definition from ledger.task where id = :id")
                .param("id", id.value())
                .query((row, n) -> LedgerJson.read(row.getString("definition"), ExchangeTask.class))
                .optional());
    }

    @Override
    public Optional<Revision> revision(TaskId id) {
        return database.plain(() -> database.sql("select revision from ledger.task where id = :id")
                .param("id", id.value())
                .query((row, n) -> Revisions.revision(row))
                .optional());
    }

    @Override
    public List<ExchangeTask> list() {
        return database.plain(() -> database.sql("select definition from ledger.task order by id")
                .query((row, n) -> LedgerJson.read(row.getString("definition"), ExchangeTask.class))
                .list());
    }

    private static long millis(Duration every) {
        return Math.max(1, (every.compareTo(LONGEST) > 0 ? LONGEST : every).toMillis());
    }
}
