package org.jiaohui.exchange.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.TaskId;

/** How tasks and sources stand, and what follows when runs end. */
public interface OperationLedger {
    /**
     * Takes the oldest ended run of which nothing followed yet, asks for its consequences and carries them out, in one transaction: retry or giving up, breaker,
     * alerts, totals, and the tasks that run after this one. Never the same run for two callers. Returns false when there is none.
     */
    boolean followNext(Function<EndedRun, Consequences> decide);

    /** Nothing starts by itself any more; a second call changes nothing. An open alert that the task is late recovers. */
    void pause(TaskId task);

    /** The task is planned anew, from now on. */
    void resume(TaskId task);

    Optional<TaskState> find(TaskId task);

    Map<TaskId, TaskState> list();

    /** Tasks whose retries are used up, newest first, until a run of theirs succeeds. */
    List<DeadLetter> deadLetters();

    /** Enqueues a run that starts a new count of retries. Nothing when the task is no dead letter. */
    Optional<ExchangeRun> retry(TaskId task);

    /** Breakers of sources with trouble. */
    List<Breaker> breakers();
}
