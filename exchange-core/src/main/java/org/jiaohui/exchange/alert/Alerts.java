package org.jiaohui.exchange.alert;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;

/** The alerts of all tasks. Of one rule and one task at most one alert is open; several hubs may call at once. */
public interface Alerts {
    /**
     * Opens an alert and has every channel told, in one transaction. While the same rule is open for the task already, only its run, its words and its count
     * are renewed and nobody is told again. A task that is unknown is left alone.
     */
    void raise(AlertRule rule, TaskId task, Optional<RunId> run, String message, String messageEn);

    /** Ends the open alert and has every channel told. Nothing happens when none is open. */
    void recover(AlertRule rule, TaskId task);

    Optional<Alert> find(long id);

    /** Notes that somebody takes the alert up; a second call keeps the first time. Gives back the alert as it is then, nothing when there is none. */
    Optional<Alert> acknowledge(long id);

    Page list(Filter filter, int page, int size);

    /**
     * Absent parts do not narrow.
     *
     * @param open whether the trouble lasts
     * @param openTasksOnly only alerts of {@link org.jiaohui.exchange.run.OpenTasks}
     */
    record Filter(Optional<TaskId> task, Optional<AlertRule> rule, Optional<Boolean> open, boolean openTasksOnly) {
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty(), false);

        /** Of open and closed tasks. */
        public Filter(Optional<TaskId> task, Optional<AlertRule> rule, Optional<Boolean> open) {
            this(task, rule, open, false);
        }
    }

    /** Newest first; {@code open} counts all open alerts of the tasks that the filter lets the reader see, whatever else it says. */
    record Page(long total, long open, List<Alert> alerts) {}
}
