package org.jiaohui.connector;

import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.Delivery;

/** How one kind of source is reached. Makes one attempt; trying again is the route's business. */
public interface Protocol {
    ConnectorDescription description();

    /**
     * Makes one attempt, in an empty spool.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException SOURCE_INTERRUPTED or SOURCE_UNREACHABLE when another attempt may help
     */
    Delivery fetch(Fetch fetch);
}
