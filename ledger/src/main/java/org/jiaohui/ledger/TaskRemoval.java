package org.jiaohui.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.PublishedData;

/** Takes a task away inside the caller's transaction, which holds the lock of its row: nobody writes down a run of it meanwhile. */
final class TaskRemoval {
    private final Database database;
    private final String task;

    TaskRemoval(Database database, String task) {
        this.database = database;
        this.task = task;
    }

    List<String> remove(PublishedData data) {
        List<Made> withdrawn = switch (data) {
            case KEEP -> List.of();
            case WITHDRAW -> made();
        };
        // Harvested entries have neither subscriptions nor versions.
        withdrawn.stream().filter(made -> made.version() > 0).forEach(this::requireUnused);
        requireNoOpenRun();
        withdrawn.forEach(this::withdraw);
        new CatalogueWriter(database)
                .apply(
                        Optional.empty(),
                        withdrawn.stream()
                                .<CatalogueChange>map(made -> new CatalogueChange.Withdraw(made.entry()))
                                .toList());
        update("""
            insert into ledger.removed_task (id, dataset) select id, dataset from ledger.task where id = :task
            on conflict (id) do update set dataset = excluded.dataset, removed_at = clock_timestamp()
            """);
        update("update ledger.run set followed = true where task = :task and not followed");
        update("delete from ledger.reconciliation_day where task = :task");
        update("""
            insert into ledger.release (source, title, connector, settings, secret_settings, format)
            select source.id, source.title, source.connector, source.settings, source.secret_settings, source.format
            from ledger.task task join ledger.source source on source.id = task.source
            where task.id = :task and not exists (select from ledger.task other where other.source = task.source and other.id <> task.id)
            on conflict (source) do update set connector = excluded.connector, settings = excluded.settings,
                secret_settings = excluded.secret_settings, format = excluded.format, tries = 0, due_at = clock_timestamp(), trouble = null
            """);
        update("delete from ledger.task where id = :task");
        return withdrawn.stream().map(Made::entry).toList();
    }

    private void requireNoOpenRun() {
        database.sql("select id, status from ledger.run where task = :task and status <> 'FINISHED'"
                        + " order by status in ('QUEUED', 'HELD'), sequence limit 1")
                .param("task", task)
                .query((row, n) -> row.getString("id"))
                .optional()
                .ifPresent(run -> {
                    throw new ExchangeException(
                            ErrorCode.CONFLICT,
                            "任务 %1$s 的运行 %2$s 还没有结束：请先停止它（POST /api/v1/runs/%2$s/stop）或等它结束，再删除 / the run %2$s of the task %1$s has not ended: stop it (POST /api/v1/runs/%2$s/stop) or wait for its end, then remove the task"
                                    .formatted(task, run));
                });
    }

    /** An entry that the task brought, and the newest version that lies behind it; none behind a harvested one. */
    private record Made(String entry, int version) {}

    private List<Made> made() {
        return database.sql("""
                select entry.id, case when entry.source is null
                    then coalesce((select max(version) from ledger.run_table where dataset = entry.id), 0) else 0 end as version
                from ledger.catalogue_entry entry join ledger.task task on task.id = :task
                where (entry.source is null and (entry.id = task.dataset or entry.id in (
                        select made.dataset from ledger.run_table made join ledger.run run on run.id = made.run
                        where run.task = task.id and run.sequence > task.since and made.version is not null)))
                    or (entry.source = task.source
                        and not exists (select from ledger.task other where other.source = task.source and other.id <> task.id))
                order by entry.id
                """)
                .param("task", task)
                .query((row, n) -> new Made(row.getString("id"), row.getInt("version")))
                .list();
    }

    private void requireUnused(Made made) {
        refuse(
                made,
                """
            select id from ledger.subscription where dataset = :dataset and removed_at is null order by id limit 10
            """,
                "数据集 %1$s 有订阅 %2$s：请先删除订阅，或保留数据（dataset=keep） / the dataset %1$s has the subscriptions %2$s: remove them first, or keep the data (dataset=keep)");
        refuse(
                made,
                """
            select task.id from ledger.task task where task.id <> :task and (task.dataset = :dataset or exists (
                select from ledger.run_table made join ledger.run run on run.id = made.run
                where made.dataset = :dataset and made.version is not null and run.task = task.id and run.sequence > task.since))
            order by task.id limit 10
            """,
                "数据集 %1$s 也由任务 %2$s 发布：请保留数据（dataset=keep），或先删除那些任务 / the dataset %1$s is published by the tasks %2$s, too: keep the data (dataset=keep), or remove them first");
    }

    private void refuse(Made made, String sql, String message) {
        String users = database
                .sql(sql)
                .params(
                        sql.contains(":task")
                                ? Map.of("task", task, "dataset", made.entry())
                                : Map.of("dataset", made.entry()))
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.joining(", "));
        if (!users.isEmpty()) {
            throw new ExchangeException(ErrorCode.CONFLICT, message.formatted(made.entry(), users));
        }
    }

    private void withdraw(Made made) {
        if (made.version() > 0) {
            database.sql("""
                insert into ledger.withdrawn_dataset (dataset, version) values (:dataset, :version)
                on conflict (dataset) do update set version = excluded.version, at = clock_timestamp()
                """)
                    .params(Map.of("dataset", made.entry(), "version", made.version()))
                    .update();
        }
    }

    private void update(String sql) {
        database.sql(sql).param("task", task).update();
    }
}
