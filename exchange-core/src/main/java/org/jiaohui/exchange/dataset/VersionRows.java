package org.jiaohui.exchange.dataset;

import org.jiaohui.exchange.table.TableSource;

/** Reads published versions back as columns: for deliveries, comparisons and exports. */
@FunctionalInterface
public interface VersionRows {
    /**
     * All rows of a version in the order in which they are stored, with the columns of the version's schema. Parts may be read by several threads; taken one
     * after the other they keep the order. Memory is bounded by one row group a part and by the caller's batches, whatever the version's size. No row is
     * ever refused. The version's files stay readable until the source is closed.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException OBJECT_STORE_UNAVAILABLE when a file cannot be fetched; a part throws it too, or INTERNAL when a
     *     file is damaged
     */
    TableSource open(DatasetVersion version);
}
