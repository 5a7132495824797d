/**
 * When tasks run by themselves: intervals, cron expressions, working days, arrivals and after other tasks. Planned times stand in the ledger, each is taken by
 * exactly one of the hubs that share it, and what a stop of all hubs missed is made up for as the task says.
 */
@NullMarked
package org.jiaohui.exchange.schedule;

import org.jspecify.annotations.NullMarked;
