/**
 * Removing sources, tasks and targets: what stands in the way, what goes, and what stays as evidence. May depend on the run, source and delivery packages of the
 * core.
 */
@NullMarked
package org.jiaohui.exchange.removal;

import org.jspecify.annotations.NullMarked;
