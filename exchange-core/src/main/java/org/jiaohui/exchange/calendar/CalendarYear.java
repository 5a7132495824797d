package org.jiaohui.exchange.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the yearly notice of the State Council says of one year.
 *
 * @param holidays days off, weekends among them or not
 * @param makeUpDays Saturdays and Sundays that are worked
 * @param notice where this comes from
 */
public record CalendarYear(int year, List<LocalDate> holidays, List<LocalDate> makeUpDays, String notice) {
    public CalendarYear {
        if (year < 1949 || year > 2999) {
            throw new IllegalArgumentException("年份在 1949 与 2999 之间 / the year lies between 1949 and 2999, got " + year);
        }
        holidays = sorted(holidays);
        makeUpDays = sorted(makeUpDays);
        for (LocalDate day : holidays) {
            requireWithin(year, day);
        }
        Set<LocalDate> off = Set.copyOf(holidays);
        for (LocalDate day : makeUpDays) {
            requireWithin(year, day);
            if (off.contains(day)) {
                throw new IllegalArgumentException(
                        day + " 不能既放假又上班 / " + day + " cannot be a holiday and a make-up day at once");
            }
            if (!isWeekend(day)) {
                throw new IllegalArgumentException(
                        day + " 不是周末，无须列为调休上班日 / " + day + " is no weekend day and needs no entry as a make-up day");
            }
        }
    }

    static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static void requireWithin(int year, LocalDate day) {
        if (day.getYear() != year) {
            throw new IllegalArgumentException(day + " 不在 " + year + " 年 / " + day + " is not in " + year);
        }
    }

    private static List<LocalDate> sorted(List<LocalDate> days) {
        return List.copyOf(new TreeSet<>(days));
    }
}
