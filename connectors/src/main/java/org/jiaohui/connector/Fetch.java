package org.jiaohui.connector;

import java.util.Optional;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;

/**
 * One fetch that is under way: the body of the one Camel message.
 *
 * @param since the position of the last published fetch
 */
public record Fetch(
        Source source,
        SettingValues settings,
        Optional<String> since,
        Spool spool,
        FetchWatch watch,
        Protocol protocol) {
    Delivery attempt() {
        watch.check();
        spool.clear();
        return protocol.fetch(this);
    }
}
