package org.jiaohui.ledger;

import java.util.List;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueLog;

/** Reads the log; {@link CatalogueWriter} makes sure that what is visible has no gap that could still fill. */
final class PostgresCatalogueLog implements CatalogueLog {
    private final Database database;

    PostgresCatalogueLog(Database database) {
        this.database = database;
    }

    @Override
    public List<LogEntry> after(long sequence, int limit) {
        return database.plain(() -> database.sql("""
                        select sequence, at, change from ledger.catalogue_log where sequence > :sequence order by sequence limit :limit
                        """)
                .param("sequence", sequence)
                .param("limit", limit)
                .query((row, n) -> new LogEntry(
                        row.getLong("sequence"),
                        Database.instant(row, "at"),
                        LedgerJson.read(row.getString("change"), CatalogueChange.class)))
                .list());
    }

    @Override
    public long head() {
        return database.plain(() -> database.sql("select coalesce(max(sequence), 0) from ledger.catalogue_log")
                .query((row, n) -> row.getLong(1))
                .single());
    }
}
