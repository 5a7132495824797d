package org.jiaohui.exchange.delivery;

import java.util.Optional;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SpooledFile;

/** What a target holds now of what was delivered, brought so that it can be compared. */
public sealed interface HeldRows {
    /** How rows begin that tell what happened to them. */
    String OPERATION = "ex_op";

    /** An operation that is a deletion where a deletion was sent, and nothing where none was: it took back what somebody else had put there. */
    String TAKEN_BACK = "C";

    /** The place holds the version itself: a table that is read as that of any source. */
    record Version(Source table, Match match) implements HeldRows {}

    /** The place holds rows of the batch, each beginning with {@link #OPERATION}. */
    record Batch(Source table) implements HeldRows {}

    /**
     * The batch is a file, or was brought as one.
     *
     * @param operations whether each row begins with {@link #OPERATION}
     * @param fault what is wrong with the file as such: it is not what its manifest says
     */
    record File(SpooledFile file, FormatOptions format, boolean operations, Optional<String> fault)
            implements HeldRows {}

    /**
     * Nothing of the batch is there.
     *
     * @param what what is missing
     */
    record Nothing(String what) implements HeldRows {}

    /**
     * The target has let go of the batch in the course of things, or does not tell what became of it.
     *
     * @param why for people
     */
    record Untold(String why) implements HeldRows {}

    /** Which rows of the target count. */
    enum Match {
        /** All: the place holds the version and nothing else. */
        EXACT,
        /** Those whose key the version has: others may keep rows in it too. */
        OWN_KEYS,
        /** Each row of the version is there; whatever else is there does not matter. */
        CONTAINED
    }
}
