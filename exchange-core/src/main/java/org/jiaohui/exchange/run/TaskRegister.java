package org.jiaohui.exchange.run;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.revision.Precondition;
import org.jiaohui.exchange.revision.Revision;

/** The standing orders. */
public interface TaskRegister {
    /** Creates or replaces. Throws UNKNOWN_SOURCE when the source is not registered. */
    default void save(ExchangeTask task) {
        save(task, List.of());
    }

    /** The same, and changes the catalogue with it or not at all. */
    default void save(ExchangeTask task, List<CatalogueChange> changes) {
        save(task, changes, new Precondition.Anything());
    }

    /**
     * The same for a task that must be as its changer has seen it.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_SOURCE, PRECONDITION_FAILED
     */
    Revision save(ExchangeTask task, List<CatalogueChange> changes, Precondition expected);

    /** The state of a task that {@link #find} gives, or one before it. */
    Optional<Revision> revision(TaskId id);

    /**
     * Takes a task away with all that hangs on it: schedule, state, alerts, dead letter, decisions. Its runs, receipts, statements and versions stay. Where its data
     * is withdrawn, the catalogue loses it in the same transaction. When no other task reads its source, a release of the source is noted.
     *
     * @return ids of the entries that were withdrawn
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_TASK, PRECONDITION_FAILED; CONFLICT when one of its runs has not ended, and, where its data is
     *     withdrawn, when a subscription or another task stands on it
     */
    List<String> remove(TaskId id, PublishedData data, Precondition expected);

    /** Whether a task of this id is registered, or was. */
    boolean knew(TaskId id);

    Optional<ExchangeTask> find(TaskId id);

    List<ExchangeTask> list();
}
