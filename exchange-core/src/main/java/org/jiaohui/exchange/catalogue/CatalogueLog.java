package org.jiaohui.exchange.catalogue;

import java.time.Instant;
import java.util.List;

/** The ordered log of all changes of the catalogue. Appending happens inside the ledger's own transactions; projections only read. */
public interface CatalogueLog {
    /** Changes with a sequence above {@code sequence}, in order, without gaps that a transaction still in flight could fill. */
    List<LogEntry> after(long sequence, int limit);

    /** The newest sequence, 0 when the log is empty. */
    long head();

    /** A change at its place in the log. */
    record LogEntry(long sequence, Instant at, CatalogueChange change) {}
}
