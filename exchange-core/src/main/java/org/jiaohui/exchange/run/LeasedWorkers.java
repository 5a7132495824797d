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

/**
 * The threads of one hub that claim what waits in the ledger, carry it out, and renew the leases under which they hold it.
 *
 * @param <R> what is claimed: a run, a delivery
 */
public final class LeasedWorkers<R> {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedWorkers.class);
    private static final long BEAT_MILLIS = 1_000;
    private static final long OUTAGE_MILLIS = 2_000;

    private final String name;
    private final Duration lease;
    private final Duration rest;
    private final Leased<R> leased;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Object, Held<R>> held = new ConcurrentHashMap<>();
    private volatile boolean closing;
    private volatile long leasesRenewed = System.nanoTime();

    private record Held<R>(R claimed, Watch watch) {}

    /** What is held under leases, and by whom. */
    public interface Leased<R> {
        Optional<R> claim();

        /** The same for every claim of one piece of work. */
        Object id(R claimed);

        /** Renews the lease; returns whether the work must stop, also when the lease was lost. */
        boolean heartbeat(R claimed, Watch watch);

        /** Carries out to the end, whatever the end is. */
        void carryOut(R claimed, Watch watch);
    }

    /**
     * @param name begins the names of the threads
     * @param rest between two looks that found nothing to claim
     */
    public LeasedWorkers(String name, Duration lease, Duration rest, Leased<R> leased) {
        this.name = name;
        this.lease = lease;
        this.rest = rest;
        this.leased = leased;
    }

    public void start(int workers) {
        for (int i = 0; i < workers; i++) {
            begin(name + "-" + i, this::work);
        }
        begin(name + "-leases", this::beat);
    }

    /** One more thread that ends when these do; {@code body} looks at {@link #closing} and rests by {@link #pause}. */
    public void begin(String thread, Runnable body) {
        Thread begun = new Thread(body, thread);
        begun.setDaemon(true);
        threads.add(begun);
        begun.start();
    }

    private void work() {
        while (!closing) {
            try {
                // After an outage of the ledger the leases of what is still held here come first, or this hub would
                // take its own work over.
                boolean leasesHold = System.nanoTime() - leasesRenewed < lease.toNanos() / 2;
                Optional<R> claimed = leasesHold ? leased.claim() : Optional.empty();
                if (claimed.isEmpty()) {
                    pause(rest.toMillis());
                    continue;
                }
                carryOut(leased.id(claimed.get()), new Held<>(claimed.get(), new Watch()));
            } catch (RuntimeException unavailable) {
                LOG.warn("the ledger does not answer: {}", unavailable.toString());
                pause(OUTAGE_MILLIS);
            }
        }
    }

    /**
     * A clock of the ledger that jumps ends leases, so that this hub may claim what it still carries out: the earlier claim, which is void now, is stopped, and
     * the new one waits for its end, since both use the same folders.
     */
    private void carryOut(Object id, Held<R> mine) {
        Held<R> earlier = held.putIfAbsent(id, mine);
        while (earlier != null && !closing) {
            earlier.watch().stop();
            pause(rest.toMillis());
            earlier = held.putIfAbsent(id, mine);
        }
        if (earlier != null) {
            return;
        }
        try {
            leased.carryOut(mine.claimed(), mine.watch());
        } finally {
            held.remove(id);
        }
    }

    private void beat() {
        while (!closing) {
            pause(BEAT_MILLIS);
            long began = System.nanoTime();
            boolean renewed = true;
            for (Held<R> each : held.values()) {
                try {
                    if (leased.heartbeat(each.claimed(), each.watch())) {
                        each.watch().stop();
                    }
                } catch (RuntimeException unavailable) {
                    renewed = false;
                    LOG.warn("a lease of {} could not be renewed: {}", name, unavailable.toString());
                }
            }
            if (renewed) {
                leasesRenewed = began;
            }
        }
    }

    public boolean closing() {
        return closing;
    }

    public void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    /**
     * Stops claiming. What is still carried out is cut off when the process ends and goes on at the next start.
     *
     * @param interrupt whether what rests or waits now is woken
     */
    public void close(boolean interrupt) {
        closing = true;
        if (interrupt) {
            threads.forEach(Thread::interrupt);
        }
        for (Thread thread : threads) {
            try {
                thread.join(BEAT_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where a piece of work is, and whether it must stop. */
    public static final class Watch implements ExchangeEngine.StepProgress {
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

        public void stop() {
            stop.set(true);
        }

        public String step() {
            return step;
        }

        public long rows() {
            return rows;
        }

        public long bytes() {
            return bytes;
        }
    }
}
