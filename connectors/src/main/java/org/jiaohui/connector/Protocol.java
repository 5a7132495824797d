package org.jiaohui.connector;

import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.trial.Trial;

/** How one kind of source is reached. Makes one attempt; trying again is the route's business. */
public interface Protocol {
    ConnectorDescription description();

    /**
     * Holds settings that are right one by one against what else can be known before the source is reached. Secrets may still be absent.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException SETTINGS_WRONG naming the setting
     */
    default void check(SettingValues settings) {}

    /**
     * Makes one attempt, in an empty spool.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException SOURCE_INTERRUPTED or SOURCE_UNREACHABLE when another attempt may help
     */
    Delivery fetch(Fetch fetch);

    /**
     * Tries the source out step by step and ends with a sample. The spool of {@code fetch} keeps only the beginning of what is laid down in it.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException what the failed step threw
     */
    void test(Fetch fetch, Trial trial);
}
