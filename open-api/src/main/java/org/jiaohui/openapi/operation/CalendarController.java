package org.jiaohui.openapi.operation;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.calendar.CalendarYear;
import org.jiaohui.exchange.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The working-day calendar, year by year. */
@RestController
@RequestMapping("/api/v1/calendar")
@Tag(name = "calendar", description = "工作日历 / Working days")
final class CalendarController {
    private final WorkingCalendar calendar;

    CalendarController(WorkingCalendar calendar) {
        this.calendar = calendar;
    }

    record YearBody(
            @Nullable List<LocalDate> holidays, @Nullable List<LocalDate> makeUpDays, Optional<String> notice) {}

    /** {@code known}: the year's notice is loaded; otherwise only weekends are off. */
    record YearView(
            int year, boolean known, List<LocalDate> holidays, List<LocalDate> makeUpDays, Optional<String> notice) {}

    @GetMapping("/{year}")
    @Operation(summary = "一年的节假日与调休 / Holidays and make-up days of a year")
    YearView year(@PathVariable int year) {
        return calendar.find(year)
                .map(CalendarController::view)
                .orElseGet(() -> new YearView(year, false, List.of(), List.of(), Optional.empty()));
    }

    @PutMapping("/{year}")
    @Operation(summary = "登记一年的节假日与调休 / Load the notice of a year")
    YearView save(@PathVariable int year, @RequestBody YearBody body) {
        CalendarYear saved = new CalendarYear(
                year,
                body.holidays() == null ? List.of() : body.holidays(),
                body.makeUpDays() == null ? List.of() : body.makeUpDays(),
                body.notice().orElse(""));
        calendar.save(saved);
        return view(saved);
    }

    private static YearView view(CalendarYear year) {
        return new YearView(
                year.year(),
                true,
                year.holidays(),
                year.makeUpDays(),
                Optional.of(year.notice()).filter(notice -> !notice.isEmpty()));
    }
}
