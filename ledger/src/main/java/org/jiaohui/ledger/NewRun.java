package org.jiaohui.ledger;

import java.time.Duration;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.BackFill;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunOrder;
import org.jiaohui.exchange.run.TaskId;

/** Writes runs down that wait. Of one task at most one run waits: asking again changes nothing, but that a person's run does not wait for a retry's time. */
final class NewRun {
    private NewRun() {}

    /** Inside a transaction: until it ends, nobody removes the task. */
    static void requireTask(Database database, TaskId task) {
        boolean known = database.sql("select 1 from ledger.task where id = :task for key share")
                .param("task", task.value())
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!known) {
            throw new ExchangeException(ErrorCode.UNKNOWN_TASK, "没有任务 %1$s / there is no task %1$s".formatted(task));
        }
    }

    static void enqueue(Database database, TaskId task, RunOrder.Trigger trigger) {
        enqueue(database, task, trigger, 0, Duration.ZERO, Optional.empty());
    }

    static void enqueue(
            Database database,
            TaskId task,
            RunOrder.Trigger trigger,
            int retry,
            Duration after,
            Optional<BackFill> backFill) {
        database.sql("""
            insert into ledger.run (id, task, source, trigger, retry, priority, not_before, window_from, window_to)
            select :id, task.id, task.source, :trigger, :retry,
                coalesce(cast(task.definition -> 'plan' ->> 'priority' as int), 0),
                clock_timestamp() + :after * interval '1 millisecond', cast(:from as text), cast(:to as text)
            from ledger.task task where task.id = :task for key share of task
            on conflict (task) where status = 'QUEUED' and mends is null do update
                set trigger = excluded.trigger, not_before = least(run.not_before, excluded.not_before)
                where excluded.trigger = 'MANUAL'
            """)
                .param("id", RunId.create().value())
                .param("task", task.value())
                .param("trigger", trigger.name())
                .param("retry", retry)
                .param("after", after.toMillis())
                .param("from", backFill.flatMap(BackFill::from).orElse(null))
                .param("to", backFill.flatMap(BackFill::to).orElse(null))
                .update();
    }
}
