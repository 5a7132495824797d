package org.jiaohui.exchange.dataset;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.run.Finding;

/**
 * Data files that are written but not yet part of any version.
 *
 * @param read rows of the source, refused ones included
 * @param refused rows that lie in quarantine
 * @param accepted rows in the data files; {@code read = refused + accepted}
 * @param sha256 digest of the accepted rows; equal rows in equal order have equal ones
 * @param findings what was found in the rows; those named {@link #PERSONAL_DATA} concern only a dataset that is going to be open
 * @param merge what committing it would do to the rows that are there; absent when it replaces them
 * @param handle what the store needs to commit or drop them; opaque to everybody else
 */
public record StagedTable(
        DatasetId dataset,
        long read,
        long refused,
        long accepted,
        long bytes,
        String sha256,
        List<Finding> findings,
        Optional<MergeCounts> merge,
        Object handle) {
    /** The rule that points out columns which seem to hold numbers of persons. */
    public static final String PERSONAL_DATA = "personal-data";

    public StagedTable {
        findings = List.copyOf(findings);
    }

    /** Whether committing it would make a version that is not what the version before was. */
    public boolean changesSomething() {
        return merge.isEmpty() || !merge.get().nothing();
    }
}
