package org.jiaohui.exchange.source.account;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.Connector;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.SourceRegister;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the accounts of sources right: a run that takes something is noted before it takes it, and its source is told how the run ended after the ledger has
 * written that down — at once, and again from the note for as long as that fails, also after a restart.
 */
public final class SourceAccounts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceAccounts.class);
    private static final long LOOK_EVERY_MILLIS = 2_000;
    private static final int AT_ONCE = 100;

    private final Acknowledgements owed;
    private final SourceRegister sources;
    private final Function<String, Connector> connectors;
    private final Thread thread = new Thread(this::look, "source-accounts");
    private final Semaphore news = new Semaphore(0);
    private volatile boolean closing;

    /** @param connectors finds a connector by type */
    public SourceAccounts(Acknowledgements owed, SourceRegister sources, Function<String, Connector> connectors) {
        this.owed = owed;
        this.sources = sources;
        this.connectors = connectors;
    }

    /** Accounts of a hub whose sources keep none. */
    public static SourceAccounts none(SourceRegister sources) {
        Acknowledgements nothing = new Acknowledgements() {
            @Override
            public void owe(RunId run, SourceId source) {}

            @Override
            public List<Owed> listDue(int most) {
                return List.of();
            }

            @Override
            public void settle(RunId run) {}

            @Override
            public void postpone(RunId run, String why) {}
        };
        return new SourceAccounts(nothing, sources, type -> {
            throw new IllegalStateException("nothing is owed");
        });
    }

    /** Starts telling sources from the notes. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Fetches; where the source keeps account, the note comes first. */
    public Delivery fetch(
            ExchangeRun run,
            Connector connector,
            Source source,
            Optional<String> since,
            Path spool,
            RunProgress progress) {
        if (!(connector instanceof AcknowledgedConnector acknowledged)) {
            return connector.fetch(source, since, spool, progress);
        }
        owed.owe(run.id(), source.id());
        Delivery delivery = acknowledged.fetch(new Claim(run.id(), run.attempt()), source, since, spool, progress);
        // Once more: an attempt that was taken over in the meantime may have claimed after the run had been settled.
        owed.owe(run.id(), source.id());
        return delivery;
    }

    /** A run has ended: its source is told soon. Returns at once. */
    public void wake() {
        news.release();
    }

    /** Tells every source whose turn it is. One that cannot be told keeps no other waiting for longer than its own time limit. */
    public void tellDue() {
        for (Acknowledgements.Owed each : owed.listDue(AT_ONCE)) {
            RunId run = each.acknowledgement().run();
            try {
                tell(each);
                owed.settle(run);
            } catch (RuntimeException unable) {
                LOG.warn("the source {} could not be told how run {} ended: {}", each.source(), run, unable.toString());
                owed.postpone(run, String.valueOf(unable.getMessage()));
            }
        }
    }

    private void tell(Acknowledgements.Owed each) {
        Optional<Source> source = sources.find(each.source());
        if (source.isPresent()
                && connectors.apply(source.get().connector()) instanceof AcknowledgedConnector connector) {
            connector.acknowledge(source.get(), each.acknowledgement());
        }
    }

    private void look() {
        while (!closing) {
            try {
                tellDue();
            } catch (RuntimeException unavailable) {
                LOG.warn("sources could not be told how runs ended: {}", unavailable.toString());
            }
            try {
                if (news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Stops telling; what is owed stays noted. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
