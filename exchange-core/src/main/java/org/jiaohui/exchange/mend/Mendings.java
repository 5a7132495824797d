package org.jiaohui.exchange.mend;

import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;

/** Runs that bring refused rows back, and which rows have come back. */
public interface Mendings {
    /**
     * Writes down a run of the same task that waits to be claimed. The file of the mending is kept under this id before.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_RUN when there is no run that refused rows
     */
    ExchangeRun enqueue(RunId id, Mending mending);

    /** What the run is for; empty for an ordinary one. */
    Optional<Mending> find(RunId run);

    /** Notes, before anything is published, which rows this run takes over. It counts once the run has ended PUBLISHED; a second note replaces the first. */
    void takeOver(RunId run, RowNumbers rows);

    /** Rows of a run's table that published runs took over: each comes back once. */
    RowNumbers takenOver(RunId refusedBy, DatasetId dataset);
}
