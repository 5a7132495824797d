package org.jiaohui.exchange.run;

import java.util.Optional;
import org.jiaohui.exchange.schedule.MissedRuns;
import org.jiaohui.exchange.schedule.Schedule;

/**
 * How a task is run.
 *
 * @param schedule absent for tasks that only run when told
 * @param priority of two runs that wait, the one with the higher priority goes first; −100 to 100, 0 unless set
 */
public record RunPlan(
        Optional<Schedule> schedule, MissedRuns missed, int priority, RetryPolicy retry, RunLimits limits) {
    /** Runs when told, without limits and retries. */
    public static final RunPlan DEFAULT =
            new RunPlan(Optional.empty(), MissedRuns.ONCE, 0, RetryPolicy.NONE, RunLimits.NONE);

    public RunPlan {
        if (priority < -100 || priority > 100) {
            throw new IllegalArgumentException(
                    "priority 在 -100 与 100 之间 / priority lies between -100 and 100, got " + priority);
        }
    }

    public RunPlan withSchedule(Optional<Schedule> other) {
        return new RunPlan(other, missed, priority, retry, limits);
    }

    public RunPlan withMissed(MissedRuns other) {
        return new RunPlan(schedule, other, priority, retry, limits);
    }

    public RunPlan withPriority(int other) {
        return new RunPlan(schedule, missed, other, retry, limits);
    }

    public RunPlan withRetry(RetryPolicy other) {
        return new RunPlan(schedule, missed, priority, other, limits);
    }
}
