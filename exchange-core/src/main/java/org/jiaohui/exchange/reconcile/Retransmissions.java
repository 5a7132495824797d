package org.jiaohui.exchange.reconcile;

import java.util.Optional;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;

/** Runs that read exactly what a statement found to differ. */
public interface Retransmissions {
    /**
     * Writes down a run that waits to be claimed. While one for the same statement and dataset waits, runs or has succeeded, that one is returned.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_TASK
     */
    ExchangeRun enqueue(TaskId task, Retransmission retransmission);

    /** What the run is for; empty for an ordinary one. */
    Optional<Retransmission> find(RunId run);
}
