package org.jiaohui.exchange.delivery;

import java.util.Optional;
import org.jiaohui.exchange.dataset.DatasetChanges;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.dataset.VersionRows;

/** The rows that a batch consists of. */
public record BatchRows(DatasetStore store, VersionRows rows, DatasetChanges changes) {
    /** All rows of a version. */
    public RowFeed whole(DatasetVersion version) {
        return new WholeVersion(version, rows);
    }

    /** All rows at first and where they replace each other; afterwards what changed, as long as the version before is still kept. */
    public RowFeed of(DeliveryMode mode, DatasetVersion version, Optional<VersionNumber> from) {
        return again(mode, version, from).orElseGet(() -> whole(version));
    }

    /** The same rows for a batch that was delivered before; empty when it brought changes since a version that is no longer kept. */
    public Optional<RowFeed> again(DeliveryMode mode, DatasetVersion version, Optional<VersionNumber> from) {
        if (mode == DeliveryMode.REPLACE || from.isEmpty()) {
            return Optional.of(whole(version));
        }
        return from.filter(before -> store.find(version.dataset(), before).isPresent())
                .map(before -> new ChangedRows(version, before, changes));
    }
}
