package org.jiaohui.exchange.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one hub that claim runs and carry them out, and renew their leases. */
public final class RunWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunWorkers.class);
    private static final Duration LEASE = Duration.ofSeconds(25);
    private static final long BEAT_MILLIS = 1_000;
    private static final long IDLE_MILLIS = 100;
    private static final long SWEEP_NANOS = Duration.ofHours(1).toNanos();

    private final ExchangeEngine engine;
    private final RunLedger ledger;
    private final OrphanSweep orphans;
    private final String owner;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<RunId, Watch> running = new ConcurrentHashMap<>();
    private volatile boolean closing;
    private volatile boolean sweepDue = true;
    private volatile long leasesRenewed = System.nanoTime();

    /** @param owner this hub's name in leases, the same after a restart on the same home */
    public RunWorkers(ExchangeEngine engine, RunLedger ledger, OrphanSweep orphans, String owner) {
        this.engine = engine;
        this.ledger = ledger;
        this.orphans = orphans;
        this.owner = owner;
    }

    /** Takes back what this hub left behind when it last ended, and starts. */
    public void start(int workers) {
        int left = ledger.release(owner);
        if (left > 0) {
            LOG.info("{} runs that a stop cut off go on", left);
        }
        for (int i = 0; i < workers; i++) {
            begin("run-" + i, this::work);
        }
        begin("run-leases", this::beat);
        begin("run-sweep", this::sweep);
    }

    private void begin(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void work() {
        while (!closing) {
            try {
                // After an outage of the ledger the leases of what still runs here come first, or this hub would take
                // its own runs over.
                boolean leasesHold = System.nanoTime() - leasesRenewed < LEASE.toNanos() / 2;
                Optional<ExchangeRun> claimed = leasesHold ? ledger.claim(owner, LEASE) : Optional.empty();
                if (claimed.isEmpty()) {
                    pause(IDLE_MILLIS);
                    continue;
                }
                Watch watch = new Watch();
                running.put(claimed.get().id(), watch);
                try {
                    engine.execute(claimed.get(), watch);
                } finally {
                    running.remove(claimed.get().id());
                }
                sweepDue |= claimed.get().attempt() > 1;
            } catch (RuntimeException unavailable) {
                LOG.warn("the ledger does not answer: {}", unavailable.toString());
                pause(2_000);
            }
        }
    }

    private void beat() {
        while (!closing) {
            pause(BEAT_MILLIS);
            long began = System.nanoTime();
            boolean renewed = true;
            for (Map.Entry<RunId, Watch> held : running.entrySet()) {
                Watch watch = held.getValue();
                try {
                    if (ledger.heartbeat(held.getKey(), owner, LEASE, watch.step, watch.rows, watch.bytes)) {
                        watch.stop.set(true);
                    }
                } catch (RuntimeException unavailable) {
                    renewed = false;
                    LOG.warn("the lease of run {} could not be renewed: {}", held.getKey(), unavailable.toString());
                }
            }
            if (renewed) {
                leasesRenewed = began;
            }
        }
    }

    /** At the start, after runs that were cut off have ended, and every hour. */
    private void sweep() {
        long last = System.nanoTime();
        while (!closing) {
            pause(BEAT_MILLIS);
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

    private void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    /** Stops claiming. What still runs is cut off when the process ends and goes on at the next start. */
    @Override
    public void close() {
        closing = true;
        for (Thread thread : threads) {
            try {
                thread.join(BEAT_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Watch implements ExchangeEngine.StepProgress {
        private volatile String step = "fetching";
        private volatile long rows;
        private volatile long bytes;
        private final AtomicBoolean stop = new AtomicBoolean();

        @Override
        public void step(String name) {
            step = name;
        }

        @Override
        public void advanced(long rowsSoFar, long bytesSoFar) {
            rows = rowsSoFar;
            bytes = bytesSoFar;
        }

        @Override
        public boolean stopRequested() {
            return stop.get();
        }
    }
}
