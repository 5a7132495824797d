package org.jiaohui.exchange.source.trial;

import java.nio.file.Path;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Source;

/** A connector that can be tried out. */
public interface TestableConnector extends Connector {
    /**
     * Reaches the source as a fetch would, once and without retries, and notes every step in {@code trial}. Changes nothing in the source and brings no more
     * than a few megabytes.
     *
     * @param spool an empty folder of this trial
     * @param progress asked whether the trial must stop
     * @throws org.jiaohui.exchange.fault.ExchangeException what the first failed step threw; SETTINGS_WRONG when there was no step yet
     */
    void test(Source source, Path spool, RunProgress progress, Trial trial);
}
