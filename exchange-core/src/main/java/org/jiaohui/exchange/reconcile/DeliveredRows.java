package org.jiaohui.exchange.reconcile;

import java.time.LocalDate;
import java.util.List;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionNumber;

/** What became of a version at its targets. */
@FunctionalInterface
public interface DeliveredRows {
    /** Nothing is delivered anywhere. */
    DeliveredRows NONE = (version, day, now) -> List.of();

    /**
     * One entry for each target that is to have this version, also when nothing has arrived there yet; where batches stay what they are, followed by one for each earlier
     * batch that arrived there on that day.
     *
     * @param day a day in China
     * @param now whether targets are read again; otherwise what was noted counts
     */
    List<Found> of(DatasetVersion version, LocalDate day, boolean now);

    /** A target's line, and the keys by which it differs from what the batch of that version brought. */
    record Found(Reconciliation.Delivered line, VersionNumber version, List<RowDifference> differences) {
        public Found {
            differences = List.copyOf(differences);
        }
    }
}
