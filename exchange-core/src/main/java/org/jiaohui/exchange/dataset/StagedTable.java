package org.jiaohui.exchange.dataset;

import java.util.List;
import org.jiaohui.exchange.run.Finding;

/**
 * Data files that are written but not yet part of any version.
 *
 * @param read rows of the source, refused ones included
 * @param refused rows that lie in quarantine
 * @param accepted rows in the data files; {@code read = refused + accepted}
 * @param sha256 what {@link DatasetVersion#sha256} would be; equal rows in equal order have equal ones
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
        Object handle) {
    public StagedTable {
        findings = List.copyOf(findings);
    }
}
