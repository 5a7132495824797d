package org.jiaohui.exchange.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunInput;
import org.jiaohui.exchange.run.TaskId;
import org.jiaohui.exchange.source.SourceId;

/**
 * Which run made the version that an entry shows, and of what.
 *
 * @param inputs at most {@link #MOST_INPUTS}; the receipt of the run has the digest of all
 * @param previous the version before
 */
public record Provenance(
        RunId run,
        TaskId task,
        SourceId source,
        Optional<Instant> startedAt,
        List<RunInput> inputs,
        Optional<VersionNumber> previous) {
    public static final int MOST_INPUTS = 100;

    public Provenance {
        inputs = inputs.stream().limit(MOST_INPUTS).toList();
    }

    /** Of the version that this run made. */
    public static Provenance of(ExchangeRun run, List<RunInput> inputs, VersionNumber made) {
        return new Provenance(
                run.id(),
                run.task(),
                run.source(),
                run.startedAt(),
                inputs,
                made.value() > 1 ? Optional.of(new VersionNumber(made.value() - 1)) : Optional.empty());
    }
}
