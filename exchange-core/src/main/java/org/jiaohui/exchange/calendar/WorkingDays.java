package org.jiaohui.exchange.calendar;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which days are worked. A year of which nothing is known has weekends only. */
public final class WorkingDays {
    /** Weekends only. */
    public static final WorkingDays WEEKENDS_ONLY = new WorkingDays(List.of());

    private final Set<LocalDate> holidays = new HashSet<>();
    private final Set<LocalDate> makeUpDays = new HashSet<>();

    public WorkingDays(List<CalendarYear> years) {
        for (CalendarYear year : years) {
            holidays.addAll(year.holidays());
            makeUpDays.addAll(year.makeUpDays());
        }
    }

    public boolean isWorkingDay(LocalDate day) {
        return makeUpDays.contains(day) || (!CalendarYear.isWeekend(day) && !holidays.contains(day));
    }

    /** The last day of a time limit of {@code days} working days; the day on which it starts does not count. */
    public LocalDate deadline(LocalDate start, int days) {
        if (days < 0) {
            throw new IllegalArgumentException("a time limit is not negative, got " + days);
        }
        LocalDate day = start;
        for (int left = days; left > 0; ) {
            day = day.plusDays(1);
            if (isWorkingDay(day)) {
                left--;
            }
        }
        return day;
    }

    /** The {@code n}-th working day of a month, from 1; absent when the month has fewer. */
    public Optional<LocalDate> nthOf(YearMonth month, int n) {
        return month.atDay(1)
                .datesUntil(month.plusMonths(1).atDay(1))
                .filter(this::isWorkingDay)
                .skip(n - 1L)
                .findFirst();
    }
}
