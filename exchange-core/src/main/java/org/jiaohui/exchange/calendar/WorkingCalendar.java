package org.jiaohui.exchange.calendar;

import java.util.List;
import java.util.Optional;

/** The years whose holidays are known. */
public interface WorkingCalendar {
    Optional<CalendarYear> find(int year);

    /** Creates or replaces a year. */
    void save(CalendarYear year);

    List<CalendarYear> list();

    default WorkingDays days() {
        return new WorkingDays(list());
    }
}
