package org.jiaohui.exchange.mend;

import java.util.List;
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

    /** Notes, before anything is published, which rows this run publishes. It counts once the run has ended PUBLISHED; a second note replaces the first. */
    void takeOver(RunId run, RowNumbers rows);

    /**
     * Rows of a delivery's table that have come back, whichever runs they went through: each comes back once.
     *
     * @param delivered the run that read the delivery; it mends none
     */
    List<CameBack> cameBack(RunId delivered, DatasetId dataset);
}
