/** The working-day calendar behind schedules and deadlines: weekends, public holidays, and the weekend days that are worked instead. */
@NullMarked
package org.jiaohui.exchange.calendar;

import org.jspecify.annotations.NullMarked;
