package org.jiaohui.exchange.drift;

import java.util.Map;

/**
 * What somebody decided about a held run.
 *
 * @param renames names that were expected, each with the name that the source has for it now
 */
public record DriftDecision(Verdict verdict, Map<String, String> renames) {
    /** How the run goes on. */
    public enum Verdict {
        /** The dataset takes the source's columns over; renamed ones get the new name. */
        EVOLVE,
        /** The dataset keeps its columns; renamed ones keep the old name. */
        IGNORE,
        REJECT
    }

    public DriftDecision {
        renames = Map.copyOf(renames);
    }
}
