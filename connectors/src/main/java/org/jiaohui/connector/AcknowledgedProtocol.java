package org.jiaohui.connector;

import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.account.Acknowledgement;
import org.jiaohui.exchange.source.account.Claim;

/** A protocol whose sources keep account of what was taken from them. */
public interface AcknowledgedProtocol extends Protocol {
    /** Makes one attempt and leaves the claim at what it takes; a second attempt of the same claim takes the same. */
    Delivery fetch(Fetch fetch, Claim claim);

    /**
     * Tells the source how a run ended; told again it changes nothing.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException when the source cannot be told now
     */
    void acknowledge(Source source, SettingValues settings, Acknowledgement acknowledgement);

    /**
     * No task reads the source any more: gives back what it keeps for the hub; told again it changes nothing.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException when that cannot be done now, saying how somebody else can do it
     */
    default void release(Source source, SettingValues settings) {}
}
