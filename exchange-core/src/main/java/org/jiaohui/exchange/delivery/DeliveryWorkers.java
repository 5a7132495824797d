package org.jiaohui.exchange.delivery;

import java.time.Duration;
import java.util.Optional;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.LeasedWorkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one hub that plan deliveries, claim them and carry them out, renew their leases, tell which failed, and ask for acknowledgements. */
public final class DeliveryWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWorkers.class);
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration REST = Duration.ofMillis(500);
    private static final long PLAN_MILLIS = 1_000;
    private static final long ACKNOWLEDGE_MILLIS = 15_000;
    private static final int ASKED_AT_ONCE = 100;

    private final DeliveryEngine engine;
    private final DeliveryLedger ledger;
    private final FailedDeliveries failed;
    private final String owner;
    private final LeasedWorkers<DeliveryRun> workers;

    /** @param owner this hub's name in leases, the same after a restart on the same home */
    public DeliveryWorkers(DeliveryEngine engine, DeliveryLedger ledger, FailedDeliveries failed, String owner) {
        this.engine = engine;
        this.ledger = ledger;
        this.failed = failed;
        this.owner = owner;
        workers = new LeasedWorkers<>("delivery", LEASE, REST, new LeasedWorkers.Leased<>() {
            @Override
            public Optional<DeliveryRun> claim() {
                return ledger.claim(owner, LEASE);
            }

            @Override
            public Object id(DeliveryRun claimed) {
                return claimed.id();
            }

            @Override
            public boolean heartbeat(DeliveryRun claimed, LeasedWorkers.Watch watch) {
                return ledger.heartbeat(claimed, LEASE, watch.rows(), watch.bytes());
            }

            @Override
            public void carryOut(DeliveryRun claimed, LeasedWorkers.Watch watch) {
                if (claimed.status() == DeliveryRun.Status.STOPPING) {
                    watch.stop();
                }
                engine.execute(claimed, watch);
            }
        });
    }

    /** Takes back what this hub left behind when it last ended, and starts. */
    public void start(int count) {
        int left = ledger.release(owner);
        if (left > 0) {
            LOG.info("{} deliveries that a stop cut off go on", left);
        }
        workers.start(count);
        workers.begin("delivery-plan", this::plan);
        workers.begin("delivery-acknowledgements", this::acknowledge);
    }

    private void plan() {
        while (!workers.closing()) {
            try {
                ledger.plan();
                failed.tell();
            } catch (RuntimeException unavailable) {
                LOG.warn("deliveries could not be planned or their failures not be told: {}", unavailable.toString());
            }
            workers.pause(PLAN_MILLIS);
        }
    }

    private void acknowledge() {
        while (!workers.closing()) {
            workers.pause(ACKNOWLEDGE_MILLIS);
            try {
                ledger.askable(ASKED_AT_ONCE).forEach(this::ask);
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

    /** Stops claiming. What still runs is cut off when the process ends and goes on at the next start. */
    @Override
    public void close() {
        workers.close(true);
    }
}
