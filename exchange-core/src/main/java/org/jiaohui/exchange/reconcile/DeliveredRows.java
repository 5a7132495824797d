package org.jiaohui.exchange.reconcile;

import java.util.List;
import org.jiaohui.exchange.dataset.DatasetVersion;

/** What became of a version at its targets. */
@FunctionalInterface
public interface DeliveredRows {
    /** Nothing is delivered anywhere. */
    DeliveredRows NONE = (version, now) -> List.of();

    /**
     * One entry for each target that is to have this version, also when nothing has arrived there yet.
     *
     * @param now whether targets are read again; otherwise what was noted counts
     */
    List<Found> of(DatasetVersion version, boolean now);

    /** A target's line, and the keys by which it differs from the version. */
    record Found(Reconciliation.Delivered line, List<RowDifference> differences) {
        public Found {
            differences = List.copyOf(differences);
        }
    }
}
