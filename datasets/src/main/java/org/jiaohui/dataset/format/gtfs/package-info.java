/**
 * Public transport feeds (GTFS Schedule reference): every file is a table with the types of the reference, and rules check what only the feed as a whole can
 * show. Depends on the core, the archives and delimited text.
 */
@NullMarked
package org.jiaohui.dataset.format.gtfs;

import org.jspecify.annotations.NullMarked;
