package org.jiaohui.exchange.run;

import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionNumber;

/** What a run did to one table; {@code read = refused + published} when published. */
public record TableResult(
        String table,
        DatasetId dataset,
        RunOutcome outcome,
        Optional<VersionNumber> version,
        long read,
        long refused,
        long published) {
    /** Rows that a committed version says it holds. */
    static TableResult published(String table, DatasetVersion version) {
        return new TableResult(
                table,
                version.dataset(),
                RunOutcome.PUBLISHED,
                Optional.of(version.number()),
                version.accepted() + version.refused(),
                version.refused(),
                version.accepted());
    }
}
