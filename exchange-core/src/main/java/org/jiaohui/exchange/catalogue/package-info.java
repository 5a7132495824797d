/**
 * The catalogue of what is published: entries, the ordered log that projections follow, and the search over it.
 */
@NullMarked
package org.jiaohui.exchange.catalogue;

import org.jspecify.annotations.NullMarked;
