package org.jiaohui.exchange.source;

import java.nio.file.Path;
import java.util.Optional;
import org.jiaohui.exchange.run.RunProgress;

/** Reaches one kind of source. */
public interface Connector {
    ConnectorDescription description();

    /**
     * Fetches once.
     *
     * @param spool an empty folder of this run; files go there and are removed with it
     * @param since the position of the last published fetch
     * @param progress asked whether the run must stop
     * @throws org.jiaohui.exchange.fault.ExchangeException SOURCE_… or SETTINGS_WRONG, within the source's own time limit
     */
    Delivery fetch(Source source, Optional<String> since, Path spool, RunProgress progress);
}
