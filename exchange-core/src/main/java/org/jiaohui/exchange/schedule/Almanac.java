package org.jiaohui.exchange.schedule;

import org.jiaohui.exchange.calendar.WorkingDays;

/** What schedules need to know of time. */
public record Almanac(CronTimes cron, WorkingDays days) {}
