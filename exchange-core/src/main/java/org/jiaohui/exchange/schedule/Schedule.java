package org.jiaohui.exchange.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jiaohui.exchange.run.TaskId;

/** When a task runs by itself. */
public sealed interface Schedule {
    ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    /** The next planned time strictly after the given one; absent when time alone does not start the task, or never again. */
    Optional<Instant> nextAfter(Instant after, Almanac almanac);

    /** Again and again, this long after the planned time before. */
    record Interval(Duration every) implements Schedule {
        /** Longer intervals mean never; they would overflow the database's arithmetic. */
        private static final Duration LONGEST = Duration.ofDays(36_525);

        public Interval {
            if (every.isNegative() || every.isZero()) {
                throw new IllegalArgumentException("间隔必须大于 0 / an interval is longer than nothing, got " + every);
            }
            every = every.compareTo(LONGEST) > 0 ? LONGEST : every;
        }

        @Override
        public Optional<Instant> nextAfter(Instant after, Almanac almanac) {
            return Optional.of(after.plus(every));
        }
    }

    /** At the times of a cron expression. */
    record Cron(String expression, ZoneId zone) implements Schedule {
        @Override
        public Optional<Instant> nextAfter(Instant after, Almanac almanac) {
            return almanac.cron().nextAfter(expression, zone, after);
        }
    }

    /**
     * At these times of each working day, or of the n-th working day of each month.
     *
     * @param nthOfMonth 1–23
     */
    record OnWorkingDays(List<LocalTime> times, Optional<Integer> nthOfMonth, ZoneId zone) implements Schedule {
        private static final int MONTHS_AHEAD = 24;

        public OnWorkingDays {
            times = List.copyOf(new TreeSet<>(times));
            if (times.isEmpty()) {
                throw new IllegalArgumentException("至少要一个时刻，如 \"08:30\" / at least one time is needed, like \"08:30\"");
            }
            if (nthOfMonth.filter(n -> n < 1 || n > 23).isPresent()) {
                throw new IllegalArgumentException(
                        "nthOfMonth 在 1 与 23 之间 / nthOfMonth lies between 1 and 23, got " + nthOfMonth.get());
            }
        }

        @Override
        public Optional<Instant> nextAfter(Instant after, Almanac almanac) {
            LocalDate first = after.atZone(zone).toLocalDate();
            return nthOfMonth.isPresent()
                    ? Stream.iterate(YearMonth.from(first), month -> month.plusMonths(1))
                            .limit(MONTHS_AHEAD)
                            .flatMap(month -> almanac.days().nthOf(month, nthOfMonth.get()).stream())
                            .flatMap(day -> timesOf(day).stream())
                            .filter(time -> time.isAfter(after))
                            .findFirst()
                    : first.datesUntil(first.plusYears(1))
                            .filter(almanac.days()::isWorkingDay)
                            .flatMap(day -> timesOf(day).stream())
                            .filter(time -> time.isAfter(after))
                            .findFirst();
        }

        private List<Instant> timesOf(LocalDate day) {
            return times.stream()
                    .map(time -> day.atTime(time).atZone(zone).toInstant())
                    .toList();
        }
    }

    /**
     * When something new lies at the source. The source is looked at this often, cheaply; a listing that is the same at two looks in a row is complete.
     *
     * @param look at least a second
     */
    record OnArrival(Duration look) implements Schedule {
        public OnArrival {
            if (look.compareTo(Duration.ofSeconds(1)) < 0 || look.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(
                        "查看间隔在 1 秒与 1 天之间 / the source is looked at between every second and once a day, got " + look);
            }
        }

        @Override
        public Optional<Instant> nextAfter(Instant after, Almanac almanac) {
            return Optional.of(after.plus(look));
        }
    }

    /** Whenever a run of another task has published. */
    record AfterTask(TaskId task) implements Schedule {
        @Override
        public Optional<Instant> nextAfter(Instant after, Almanac almanac) {
            return Optional.empty();
        }
    }
}
