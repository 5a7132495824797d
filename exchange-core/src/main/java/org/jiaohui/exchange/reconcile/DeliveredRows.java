package org.jiaohui.exchange.reconcile;

import java.util.List;
import org.jiaohui.exchange.dataset.DatasetVersion;

/** What became of a version at its targets. */
@FunctionalInterface
public interface DeliveredRows {
    /** Nothing is delivered anywhere. */
    DeliveredRows NONE = version -> List.of();

    /** One entry for each target that is to have this version, also when nothing has arrived there yet. */
    List<Reconciliation.Delivered> of(DatasetVersion version);
}
