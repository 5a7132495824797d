/** The search over the catalogue: the index that follows the log, queries with facets, and the forked node of the embedded default. Talks HTTP to Elasticsearch. */
@NullMarked
package org.jiaohui.catalog.search;

import org.jspecify.annotations.NullMarked;
