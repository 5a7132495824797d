package org.jiaohui.exchange.delivery;

import java.util.List;
import org.jiaohui.exchange.dataset.DatasetVersion;

/** The rows that a statement asks to be transmitted again. */
@FunctionalInterface
public interface RetransmittedRows {
    /**
     * Exactly the differing keys of the delivery's target: as the version has them, or deleted where it has not.
     *
     * @param key columns that tell rows apart in the target
     * @param replacing whether the target holds nothing but the version
     */
    RowFeed feed(DeliveryRun run, DatasetVersion version, List<String> key, boolean replacing);
}
