package org.jiaohui.exchange.delivery;

import org.jiaohui.exchange.run.RunProgress;

/** A target whose batches are wholes under a name, such as files: what is wrong with one is mended by writing the same bytes again in its place. */
public interface RewritableTarget extends TargetConnector {
    /**
     * Writes a batch that was delivered before once more, whatever is there of it. Told again after any crash, it ends with the same bytes in the same place; whoever has
     * taken the batch knows its id and leaves it alone.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException as {@link #deliver}
     */
    DeliveryEffect rewrite(DeliveryOrder order, RowFeed rows, RunProgress progress);
}
