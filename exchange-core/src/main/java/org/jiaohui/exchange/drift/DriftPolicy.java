package org.jiaohui.exchange.drift;

import java.util.Locale;

/** What a task does when its source's columns are not what they were. */
public enum DriftPolicy {
    /**
     * The default. A declared schema is read as declared, and a declared column that is missing is the error COLUMN_MISSING; where none is declared each version
     * has the columns that its delivery has. Differences are told and nothing else.
     */
    FOLLOW,
    /** New columns enter the version, types are widened where Iceberg can, missing optional columns become null. */
    EVOLVE,
    /** The columns stay as they are: new ones are left out, missing optional ones become null. Differences are notes. */
    IGNORE,
    /** The run stops before it publishes and waits for a decision. */
    HOLD,
    /** The run is Rejected. */
    REJECT;

    /** The name in the API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
