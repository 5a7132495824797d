package org.jiaohui.exchange.drift;

import java.time.Instant;
import java.util.Optional;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.TaskId;

/** Runs that wait for a decision about their source's columns, and what was decided before. */
public interface HeldRuns {
    /**
     * Makes a running run wait: it gives up its lease and its lane of the source, and no other run of its task begins before it has ended. A hold of the same
     * run replaces an earlier one and its decision. Returns false, and changes nothing, when the run is no longer the attempt that the caller claimed or must stop.
     */
    boolean hold(ExchangeRun claimed, Hold hold);

    /** Why the run waits, or waited. */
    Optional<Held> find(RunId run);

    /**
     * Writes the decision down; from then on the run can be claimed. A second call with the same decision changes nothing.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_RUN; CONFLICT when the run does not wait or something else was decided before
     */
    void decide(RunId run, DriftDecision decision);

    /** What was decided about the same difference of the same task before: EVOLVE or IGNORE, which hold until the difference is another one. */
    Optional<DriftDecision> findRemembered(TaskId task, SchemaDifference difference);

    /** A hold with what became of it. */
    record Held(Hold hold, Instant since, Optional<DriftDecision> decision, Optional<Instant> decidedAt) {}
}
