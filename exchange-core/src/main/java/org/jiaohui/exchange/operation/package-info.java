/**
 * What follows when a run has ended: retries, circuit breakers of sources, tasks that gave up, alerts and the tasks that wait for this one. Decided here, carried
 * out by the ledger exactly once for each run, whichever hub it is.
 */
@NullMarked
package org.jiaohui.exchange.operation;

import org.jspecify.annotations.NullMarked;
