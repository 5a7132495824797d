package org.jiaohui.exchange.run;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one hub that claim runs and carry them out, renew their leases, and sweep what cut-off runs left. */
public final class RunWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunWorkers.class);
    private static final Duration LEASE = Duration.ofSeconds(25);
    private static final Duration REST = Duration.ofMillis(100);
    private static final long LOOK_MILLIS = 1_000;
    private static final long SWEEP_NANOS = Duration.ofHours(1).toNanos();

    private final RunLedger ledger;
    private final OrphanSweep orphans;
    private final String owner;
    private final LeasedWorkers<ExchangeRun> workers;
    private volatile boolean sweepDue = true;

    /** @param owner this hub's name in leases, the same after a restart on the same home */
    public RunWorkers(ExchangeEngine engine, RunLedger ledger, OrphanSweep orphans, String owner) {
        this.ledger = ledger;
        this.orphans = orphans;
        this.owner = owner;
        workers = new LeasedWorkers<>("run", LEASE, REST, new LeasedWorkers.Leased<>() {
            @Override
            public Optional<ExchangeRun> claim() {
                return ledger.claim(owner, LEASE);
            }

            @Override
            public Object id(ExchangeRun claimed) {
                return claimed.id();
            }

            @Override
            public boolean heartbeat(ExchangeRun claimed, LeasedWorkers.Watch watch) {
                return ledger.heartbeat(claimed.id(), owner, LEASE, watch.step(), watch.rows(), watch.bytes());
            }

            @Override
            public void carryOut(ExchangeRun claimed, LeasedWorkers.Watch watch) {
                engine.execute(claimed, watch);
                sweepDue |= claimed.attempt() > 1;
            }
        });
    }

    /** Takes back what this hub left behind when it last ended, and starts. */
    public void start(int count) {
        int left = ledger.release(owner);
        if (left > 0) {
            LOG.info("{} runs that a stop cut off go on", left);
        }
        workers.start(count);
        workers.begin("run-sweep", this::sweep);
    }

    /** At the start, after runs that were cut off have ended, and every hour. */
    private void sweep() {
        long last = System.nanoTime();
        while (!workers.closing()) {
            workers.pause(LOOK_MILLIS);
            if (!sweepDue && System.nanoTime() - last < SWEEP_NANOS) {
                continue;
            }
            sweepDue = false;
            last = System.nanoTime();
            try {
                orphans.sweep();
            } catch (RuntimeException unavailable) {
                LOG.warn("files of cut-off runs could not be swept: {}", unavailable.toString());
            }
        }
    }

    /** Stops claiming. What still runs is cut off when the process ends and goes on at the next start. */
    @Override
    public void close() {
        workers.close(false);
    }
}
