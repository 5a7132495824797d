package org.jiaohui.exchange.run;

import java.time.Duration;
import java.time.Instant;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.drift.HeldDeliveries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what runs that a crash cut off left in the store. Several hubs may sweep at once. */
public final class OrphanSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

    /** A run that the ledger does not know may be another hub's whose ledger row is about to appear, or of a ledger that was restored from a backup. */
    private static final Duration LONGEST_POSSIBLE_RUN = Duration.ofDays(7);

    private final DatasetStore store;
    private final HeldDeliveries held;
    private final RunLedger ledger;

    public OrphanSweep(DatasetStore store, HeldDeliveries held, RunLedger ledger) {
        this.store = store;
        this.held = held;
        this.ledger = ledger;
    }

    /** Returns how many objects were removed. */
    public int sweep() {
        int removed = store.sweep(this::over) + held.sweep(this::over);
        if (removed > 0) {
            LOG.info("{} files that cut-off runs left behind were removed", removed);
        }
        return removed;
    }

    private boolean over(RunId run) {
        return ledger.find(run)
                .map(known -> known.status() == ExchangeRun.Status.FINISHED)
                .orElseGet(() -> run.createdAt().isBefore(Instant.now().minus(LONGEST_POSSIBLE_RUN)));
    }
}
