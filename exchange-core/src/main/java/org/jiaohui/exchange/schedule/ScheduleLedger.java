package org.jiaohui.exchange.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.TaskId;

/** The planned times of all tasks. Several hubs share them: each planned time is left by exactly one caller. */
public interface ScheduleLedger {
    /** The clock that all hubs share. */
    Instant now();

    /** Tasks that were made or changed since they were last planned, or were resumed. */
    List<Unplanned> unplanned();

    /** Notes the first planned time of a new or changed schedule; one whose schedule is as it was keeps the time that it had. */
    void plan(Unplanned task, Optional<Instant> first);

    /**
     * Tasks whose planned time has come, longest waiting first: those that nothing keeps from running, and those that miss it. Paused tasks are left out.
     *
     * @param punctual a time of a task that skips missed ones is missed after this long
     */
    List<Due> due(Instant now, Duration punctual, int limit);

    /** Tasks that are planned for later than that, paused ones left out. */
    List<Due> plannedAfter(Instant time);

    /**
     * Leaves a planned time for the next, and enqueues a run when {@code start}, in one transaction. Returns false, and does nothing, when the task is not at
     * that time any more: another hub was faster.
     */
    boolean moveOn(TaskId task, Instant from, Optional<Instant> to, boolean start);

    /**
     * Notes what lies at the source of a task that waits for arrivals, and enqueues a run when it is new and as it was at the look before. Returns whether it
     * did.
     */
    boolean arrived(TaskId task, Optional<String> listing);

    /** Notes that the source of a task that waits for arrivals could not be listed, until {@link #arrived} is called again. Returns since when. */
    Instant unseen(TaskId task);

    /** Tasks that have brought nothing for a planned time this long ago, and for which no alert is open yet. */
    List<Late> late(Instant plannedBefore);

    /**
     * A task that needs a first planned time.
     *
     * @param order names the state of the task that was seen
     * @param lastStart when its last run began
     */
    record Unplanned(ExchangeTask task, Instant order, Optional<Instant> lastStart) {}

    /** When a task is planned next; {@code open}: a run of it waits or goes on. */
    record Due(ExchangeTask task, Instant planned, boolean open) {}

    /** Nothing came since {@code planned}. */
    record Late(TaskId task, Instant planned) {}
}
