package org.jiaohui.exchange.catalogue;

import java.util.List;

/** Something that follows the catalogue log with a position of its own, and can be dropped and rebuilt. */
public interface Projection {
    /** {@code graph} or {@code search}. */
    String name();

    /** Sequence of the last change applied; 0 when nothing was. */
    long position();

    /** Applies changes in order. Applying a change again changes nothing. On failure the position is where it was. */
    void apply(List<CatalogueLog.LogEntry> changes);

    /** Forgets everything, position included. */
    void reset();
}
