package org.jiaohui.ledger;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jiaohui.exchange.run.OpenTasks;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.SourceId;

/** What the task itself says of access counts, and so does its dataset's entry: another task that shares the dataset may have closed it. */
final class PostgresOpenTasks implements OpenTasks {
    private static final String FROM_OPEN = """
             from ledger.task as open_task
            where coalesce(open_task.definition -> 'about' ->> 'access', 'PUBLIC') = 'PUBLIC'
                and not exists (select from ledger.catalogue_entry as closed where closed.id = open_task.dataset
                    and coalesce(closed.entry -> 'about' ->> 'access', 'PUBLIC') <> 'PUBLIC')
            """;

    /** What a removed task left behind is as open as the dataset that it left in the catalogue. */
    private static final String OPEN_IDS = "select open_task.id" + FROM_OPEN + """
             union all select removed.id from ledger.removed_task as removed
            where not exists (select from ledger.task as again where again.id = removed.id)
                and exists (select from ledger.catalogue_entry as left_entry where left_entry.id = removed.dataset
                    and left_entry.entry -> 'about' ->> 'access' = 'PUBLIC')
            """;

    /** A condition on rows that name their task. */
    static final String TASK_IS_OPEN = "task in (" + OPEN_IDS + ")";

    private final Database database;

    PostgresOpenTasks(Database database) {
        this.database = database;
    }

    @Override
    public boolean isOpen(TaskId task) {
        return database.plain(() -> database.sql("select :task in (" + OPEN_IDS + ")")
                .param("task", task.value())
                .query(Boolean.class)
                .single());
    }

    @Override
    public Set<TaskId> list() {
        return database.plain(
                () -> new LinkedHashSet<>(database.sql("select id from (" + OPEN_IDS + ") as open_ids order by id")
                        .query((row, n) -> new TaskId(row.getString("id")))
                        .list()));
    }

    @Override
    public Set<SourceId> sources() {
        return database.plain(() -> new LinkedHashSet<>(database.sql("select distinct open_task.source" + FROM_OPEN)
                .query((row, n) -> new SourceId(row.getString("source")))
                .list()));
    }
}
