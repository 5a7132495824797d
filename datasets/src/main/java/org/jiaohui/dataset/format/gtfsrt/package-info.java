/**
 * GTFS-Realtime feeds (Protocol Buffers) as tables: vehicle positions, trip updates with a row for each stop, and alerts. Read entity by entity; at most one is
 * in memory. Depends on the core and the row tables.
 */
@NullMarked
package org.jiaohui.dataset.format.gtfsrt;

import org.jspecify.annotations.NullMarked;
