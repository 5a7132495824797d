package org.jiaohui.exchange.run;

import java.util.Set;
import org.jiaohui.exchange.source.SourceId;

/**
 * The tasks that anybody may know of: their datasets are open. Of the others not even the name is told to readers without the key, and so it is with all that hangs
 * on a task: its runs, receipts and alerts.
 */
public interface OpenTasks {
    /** False for a task that is unknown, too. */
    boolean isOpen(TaskId task);

    Set<TaskId> list();

    /** The sources that an open task reads. */
    Set<SourceId> sources();
}
