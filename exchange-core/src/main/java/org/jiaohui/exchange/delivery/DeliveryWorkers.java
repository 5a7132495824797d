package org.jiaohui.exchange.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one hub that plan deliveries, claim them and carry them out, renew their leases, and ask for acknowledgements. */
public final class DeliveryWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorkers.class);
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final long BEAT_MILLIS = 1_000;
    private static final long IDLE_MILLIS = 500;
    private static final long PLAN_MILLIS = 1_000;
    private static final long ACKNOWLEDGE_MILLIS = 15_000;
    private static final int ASKED_AT_ONCE = 100;

    private final DeliveryEngine engine;
    private final DeliveryLedger ledger;
    private final String owner;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<DeliveryRun, Watch> running = new ConcurrentHashMap<>();
    private volatile boolean closing;
    private volatile long leasesRenewed = System.nanoTime();

    /** @param owner this hub's name in leases, the same after a restart on the same home */
    public DeliveryWorkers(DeliveryEngine engine, DeliveryLedger ledger, String owner) {
        this.engine = engine;
        this.ledger = ledger;
        this.owner = owner;
    }

    /** Takes back what this hub left behind when it last ended, and starts. */
    public void start(int workers) {
        int left = ledger.release(owner);
        if (left > 0) {
            LOG.info("{} deliveries that a stop cut off go on", left);
        }
        for (int i = 0; i < workers; i++) {
            begin("delivery-" + i, this::work);
        }
        begin("delivery-leases", this::beat);
        begin("delivery-plan", this::plan);
        begin("delivery-acknowledgements", this::acknowledge);
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
                // its own deliveries over.
                boolean leasesHold = System.nanoTime() - leasesRenewed < LEASE.toNanos() / 2;
                Optional<DeliveryRun> claimed = leasesHold ? ledger.claim(owner, LEASE) : Optional.empty();
                if (claimed.isEmpty()) {
                    pause(IDLE_MILLIS);
                    continue;
                }
                Watch watch = new Watch(claimed.get().status() == DeliveryRun.Status.STOPPING);
                running.put(claimed.get(), watch);
                try {
                    engine.execute(claimed.get(), watch);
                } finally {
                    running.remove(claimed.get());
                }
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
            for (Map.Entry<DeliveryRun, Watch> held : running.entrySet()) {
                Watch watch = held.getValue();
                try {
                    if (ledger.heartbeat(held.getKey(), LEASE, watch.rows, watch.bytes)) {
                        watch.stop.set(true);
                    }
                } catch (RuntimeException unavailable) {
                    renewed = false;
                    LOG.warn(
                            "the lease of delivery {} could not be renewed: {}",
                            held.getKey().id(),
                            unavailable.toString());
                }
            }
            if (renewed) {
                leasesRenewed = began;
            }
        }
    }

    private void plan() {
        while (!closing) {
            try {
                ledger.plan();
            } catch (RuntimeException unavailable) {
                LOG.warn("deliveries could not be planned: {}", unavailable.toString());
            }
            pause(PLAN_MILLIS);
        }
    }

    private void acknowledge() {
        while (!closing) {
            pause(ACKNOWLEDGE_MILLIS);
            try {
                ledger.unacknowledged(ASKED_AT_ONCE).forEach(this::ask);
            } catch (RuntimeException unavailable) {
                LOG.warn("acknowledgements could not be looked for: {}", unavailable.toString());
            }
        }
    }

    private void ask(DeliveryRun delivered) {
        try {
            engine.findAcknowledgement(delivered).ifPresent(word -> ledger.acknowledge(delivered.id(), word));
        } catch (ExchangeException silent) {
            LOG.info("target {} does not tell whether {} was taken: {}", delivered.target(), delivered.batch(), silent);
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
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(BEAT_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Watch implements RunProgress {
        private volatile long rows;
        private volatile long bytes;
        private final AtomicBoolean stop;

        private Watch(boolean stop) {
            this.stop = new AtomicBoolean(stop);
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
