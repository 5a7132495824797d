package org.jiaohui.exchange.work;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread of one hub that does the same work over and over: at once while there is more, after a rest when there is none, later while the ledger does not answer. */
public final class WorkLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);

    private final Duration rest;
    private final Duration outage;
    private final Work work;
    private final Thread thread;
    private volatile boolean closing;

    /** One step of the work. */
    @FunctionalInterface
    public interface Work {
        /** Does what there is to do; returns whether there may be more at once. What it throws at runtime makes it wait and be asked again. */
        boolean next();
    }

    /**
     * @param name of the thread, as the log shows it
     * @param rest between two looks that found nothing
     * @param outage before the next look when one failed
     */
    public WorkLoop(String name, Duration rest, Duration outage, Work work) {
        this.rest = rest;
        this.outage = outage;
        this.work = work;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                step();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        try {
            if (work.next()) {
                return;
            }
        } catch (RuntimeException unavailable) {
            LOG.warn("{} waits: {}", thread.getName(), unavailable.toString());
            Thread.sleep(outage);
            return;
        }
        Thread.sleep(rest);
    }

    /** Interrupts what goes on and waits for it as long as an outage. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(outage);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
