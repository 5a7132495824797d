package org.jiaohui.exchange.source.account;

import java.util.Optional;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunOutcome;

/**
 * How a run ended, as its source is told.
 *
 * @param position the claim whose rows were published; absent when none were
 * @param error why not, for the people of the source
 */
public record Acknowledgement(RunId run, RunOutcome outcome, Optional<String> position, Optional<String> error) {
    /** The claim whose rows are published. */
    public Optional<String> published() {
        return outcome == RunOutcome.PUBLISHED ? position : Optional.empty();
    }
}
