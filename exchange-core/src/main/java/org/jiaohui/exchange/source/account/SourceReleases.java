package org.jiaohui.exchange.source.account;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.work.WorkLoop;

/** Gives sources back what they keep for the hub, once no task reads them any more: at once, and again from the note for as long as that fails. */
public final class SourceReleases implements AutoCloseable {
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration OUTAGE = Duration.ofSeconds(5);

    private final Releases noted;
    private final Function<String, Connector> connectors;
    private final WorkLoop loop;

    /** @param connectors finds a connector by type */
    public SourceReleases(Releases noted, Function<String, Connector> connectors) {
        this.noted = noted;
        this.connectors = connectors;
        loop = new WorkLoop("source-releases", REST, OUTAGE, () -> noted.releaseNext(this::giveBack));
    }

    public void start() {
        loop.start();
    }

    /** Why the source could not be given back what it keeps, when it could not; it is tried again until it can. */
    public Optional<String> release(SourceId source) {
        return noted.release(source, this::giveBack);
    }

    private void giveBack(Source source) {
        if (connectors.apply(source.connector()) instanceof AcknowledgedConnector connector) {
            connector.release(source);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
