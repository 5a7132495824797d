package org.jiaohui.exchange.run;

/** How a run ended. */
public enum RunOutcome {
    /** A new version (or changed catalogue entries) is out. */
    PUBLISHED("Published"),
    /** The source has what it had before; no new version. */
    UNCHANGED("Unchanged"),
    /** The data broke its rules; the version before stays. */
    REJECTED("Rejected"),
    /** The world broke; the version before stays. */
    FAILED("Failed");

    private final String label;

    RunOutcome(String label) {
        this.label = label;
    }

    /** As the API writes it. */
    public String label() {
        return label;
    }
}
