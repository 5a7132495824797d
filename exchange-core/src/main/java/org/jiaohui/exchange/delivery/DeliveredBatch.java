package org.jiaohui.exchange.delivery;

import java.time.Instant;
import java.util.List;

/**
 * A batch that a target has taken.
 *
 * @param corrections batches that brought differing keys of it once more, in the order in which they arrived
 * @param begun a moment before its first row was sent
 * @param ended when it was there
 */
public record DeliveredBatch(DeliveryEffect effect, List<BatchId> corrections, Instant begun, Instant ended) {
    public DeliveredBatch {
        corrections = List.copyOf(corrections);
    }
}
