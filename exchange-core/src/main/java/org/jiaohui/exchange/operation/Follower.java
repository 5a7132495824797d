package org.jiaohui.exchange.operation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one hub that sees to what follows when runs have ended; any number of hubs may do so at once. */
public final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final long IDLE_MILLIS = 300;

    private final OperationLedger ledger;
    private final FollowUp followUp;
    private final Thread thread;
    private volatile boolean closing;

    public Follower(OperationLedger ledger, FollowUp followUp) {
        this.ledger = ledger;
        this.followUp = followUp;
        thread = new Thread(this::work, "run-follow-up");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void work() {
        while (!closing) {
            try {
                if (!ledger.followNext(followUp::of)) {
                    Thread.sleep(IDLE_MILLIS);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException unavailable) {
                LOG.warn("what follows on runs waits: {}", unavailable.toString());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(2_000);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
