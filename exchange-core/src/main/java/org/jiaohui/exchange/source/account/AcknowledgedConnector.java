package org.jiaohui.exchange.source.account;

import java.nio.file.Path;
import java.util.Optional;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;

/** A connector whose source keeps account of what was taken from it. */
public interface AcknowledgedConnector extends Connector {
    /**
     * Fetches as {@link Connector#fetch} does and leaves the claim in the source. The delivery's position is the text of the claim. What an earlier attempt of
     * the same run had claimed is taken over by this one.
     */
    Delivery fetch(Claim claim, Source source, Optional<String> since, Path spool, RunProgress progress);

    /**
     * Tells the source how a run ended. Told again it changes nothing.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException when the source cannot be told now
     */
    void acknowledge(Source source, Acknowledgement acknowledgement);

    /**
     * No task reads the source any more: gives back what it keeps for the hub, as a replication slot. Told again it changes nothing.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException when that cannot be done now, saying how somebody else can do it
     */
    default void release(Source source) {}
}
