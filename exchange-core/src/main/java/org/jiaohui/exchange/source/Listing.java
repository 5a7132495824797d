package org.jiaohui.exchange.source;

import java.util.Optional;
import org.jiaohui.exchange.run.RunProgress;

/** What a connector can do beside fetching: tell what lies at a source without taking it. */
public interface Listing {
    /** Whether sources of this type can be listed. */
    boolean lists();

    /**
     * A short text that changes when a file comes, goes, grows or is touched; absent when there is no file.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException SOURCE_… when the source cannot be reached
     */
    Optional<String> listing(Source source, RunProgress progress);
}
