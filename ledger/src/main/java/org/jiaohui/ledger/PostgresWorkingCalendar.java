package org.jiaohui.ledger;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.calendar.CalendarYear;
import org.jiaohui.exchange.calendar.WorkingCalendar;

final class PostgresWorkingCalendar implements WorkingCalendar {
    private final Database database;

    PostgresWorkingCalendar(Database database) {
        this.database = database;
    }

    @Override
    public Optional<CalendarYear> find(int year) {
        return database.plain(() -> database.sql("select definition from ledger.calendar_year where year = :year")
                .param("year", year)
                .query((row, n) -> LedgerJson.read(row.getString("definition"), CalendarYear.class))
                .optional());
    }

    @Override
    public void save(CalendarYear year) {
        database.plain(() -> database.sql("""
            insert into ledger.calendar_year (year, definition) values (:year, cast(:definition as jsonb))
            on conflict (year) do update set definition = excluded.definition, changed_at = clock_timestamp()
            """)
                .param("year", year.year())
                .param("definition", LedgerJson.write(year, CalendarYear.class))
                .update());
    }

    @Override
    public List<CalendarYear> list() {
        return database.plain(() -> database.sql("select definition from ledger.calendar_year order by year")
                .query((row, n) -> LedgerJson.read(row.getString("definition"), CalendarYear.class))
                .list());
    }
}
