/**
 * Trying a source or target out before it is relied on: a checklist from the host's name to the first rows, or to the right to write. May depend on the other packages of the core; connectors
 * do the steps, this package keeps the time and the words.
 */
@NullMarked
package org.jiaohui.exchange.source.trial;

import org.jspecify.annotations.NullMarked;
