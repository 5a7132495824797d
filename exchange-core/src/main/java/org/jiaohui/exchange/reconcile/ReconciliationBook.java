package org.jiaohui.exchange.reconcile;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.delivery.SubscriptionId;
import org.jiaohui.exchange.run.TaskId;

/** Statements that were made, with the keys that differed. */
public interface ReconciliationBook {
    /** Keeps a statement and its differences, all or nothing. */
    void save(Reconciliation statement, List<Difference> differences);

    Optional<Reconciliation> find(String id);

    /** Newest first; absent parts do not narrow. */
    Page list(StatementFilter filter, int page, int size);

    /** Differences of a statement in the order in which they were found; absent parts do not narrow. */
    DifferencePage differences(String id, DifferenceFilter filter, int page, int size);

    /** Whether the caller, of all hubs, is the one to reconcile this task for this day: true once. */
    boolean claimDay(TaskId task, LocalDate day);

    /** Every key that differs on one edge of a version, in the order found. */
    List<RowDifference> differencesOf(
            String id, DatasetId dataset, Optional<SubscriptionId> subscription, VersionNumber version);

    /** Which statements are listed. */
    record StatementFilter(Optional<TaskId> task, Optional<LocalDate> day, Optional<Reconciliation.State> state) {}

    /** Which differences of a statement are listed. */
    record DifferenceFilter(
            Optional<DatasetId> dataset, Optional<SubscriptionId> subscription, Optional<RowDifference.Kind> kind) {}

    /**
     * A difference of one of the statement's datasets.
     *
     * @param subscription whose target differs from the version; absent where the version differs from the source
     * @param version whose batch differs in the target; absent where the version differs from the source
     */
    record Difference(
            DatasetId dataset,
            Optional<SubscriptionId> subscription,
            Optional<VersionNumber> version,
            RowDifference row) {}

    /** Some statements of {@code total}. */
    record Page(long total, List<Reconciliation> statements) {}

    /** Some differences of {@code total}. */
    record DifferencePage(long total, List<Difference> differences) {}
}
