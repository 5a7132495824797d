package org.jiaohui.dataset.format.gtfs;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jiaohui.exchange.run.Finding;

/**
 * Dates are dates, services run on at least one day, and a feed that has run out says so (a warning). Operators leave services of former timetables in their
 * calendars; only when more than a quarter of all services never run has the calendar been exported wrongly.
 */
final class Calendars implements FeedRule {
    private static final double MOST_DAYLESS = 0.25;

    private static final List<String> CALENDAR = List.of(
            "service_id",
            "start_date",
            "end_date",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday");

    static Optional<LocalDate> date(String text) {
        try {
            return text.matches("\\d{8}")
                    ? Optional.of(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Finding> check(Feed feed) {
        Feed.Offences dates = new Feed.Offences("gtfs-date", Finding.Severity.ERROR);
        Feed.Offences exceptions = new Feed.Offences("gtfs-date", Finding.Severity.ERROR);
        List<String> dayless = new ArrayList<>();
        List<Long> daylessRows = new ArrayList<>();
        AtomicLong services = new AtomicLong();
        Set<String> added = new HashSet<>();
        List<LocalDate> last = new ArrayList<>(List.of(LocalDate.MIN));
        feed.each("calendar_dates", List.of("service_id", "date", "exception_type"), (row, cells) -> {
            Optional<LocalDate> date = date(cells.get(1));
            if (date.isEmpty()) {
                exceptions.add(row, cells.get(1), "不是 YYYYMMDD 日期 / not a date YYYYMMDD");
            } else if (cells.get(2).equals("1")) {
                added.add(cells.getFirst());
                later(last, date.get());
            }
        });
        feed.each("calendar", CALENDAR, (row, cells) -> {
            for (String text : cells.subList(1, 3)) {
                if (date(text).isEmpty()) {
                    dates.add(row, text, "不是 YYYYMMDD 日期 / not a date YYYYMMDD");
                }
            }
            date(cells.get(2)).ifPresent(end -> later(last, end));
            services.incrementAndGet();
            if (!cells.subList(3, 10).contains("1") && !added.contains(cells.getFirst())) {
                dayless.add(cells.getFirst());
                daylessRows.add(row);
            }
        });
        List<Finding> findings = new ArrayList<>();
        findings.addAll(dates.finding("calendar.start_date", "calendar.txt 中有无效日期", "calendar.txt has invalid dates"));
        findings.addAll(exceptions.finding(
                "calendar_dates.date", "calendar_dates.txt 中有无效日期", "calendar_dates.txt has invalid dates"));
        findings.addAll(dayless(dayless, daylessRows, services.get()));
        LocalDate end = last.getFirst();
        if (end.isAfter(LocalDate.MIN) && end.isBefore(LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")))) {
            Feed.Offences expired = new Feed.Offences("gtfs-expired", Finding.Severity.WARNING);
            expired.add(0, end.toString(), "已过期 / expired");
            findings.addAll(expired.finding("", "时刻表已于 " + end + " 到期", "the feed's services ended on " + end));
        }
        return findings;
    }

    private static List<Finding> dayless(List<String> services, List<Long> rows, long all) {
        boolean many = services.size() > MOST_DAYLESS * all;
        Feed.Offences offences = new Feed.Offences(
                "gtfs-service-without-days", many ? Finding.Severity.ERROR : Finding.Severity.WARNING);
        for (int i = 0; i < services.size(); i++) {
            offences.add(rows.get(i), services.get(i), "从不运行 / never runs");
        }
        return offences.finding(
                "calendar.service_id",
                "%d 个服务（共 %d 个）在任何一天都不运行".formatted(services.size(), all),
                "%d of %d services run on no weekday and no added date".formatted(services.size(), all));
    }

    private static void later(List<LocalDate> last, LocalDate date) {
        if (date.isAfter(last.getFirst())) {
            last.set(0, date);
        }
    }
}
