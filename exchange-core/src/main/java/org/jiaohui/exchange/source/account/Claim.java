package org.jiaohui.exchange.source.account;

import org.jiaohui.exchange.run.RunId;

/** What one attempt of a run leaves in the source at what it takes, so that nobody else takes it. */
public record Claim(RunId run, int attempt) {
    /** What every claim of the run begins with. */
    public static String prefix(RunId run) {
        return run.value() + "/";
    }

    /** At most 38 characters. */
    @Override
    public String toString() {
        return prefix(run) + attempt;
    }
}
