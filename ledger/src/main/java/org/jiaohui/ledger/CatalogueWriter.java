package org.jiaohui.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.run.RunId;
import org.springframework.jdbc.core.JdbcTemplate;

/** Brings the catalogue's state and its log forward together, inside the caller's transaction. */
final class CatalogueWriter {
    private static final int BATCH = 500;

    private final Database database;

    CatalogueWriter(Database database) {
        this.database = database;
    }

    /** The lock is held until the transaction ends, so the order of sequences is the order of commits, and readers never skip one. */
    void apply(Optional<RunId> run, List<CatalogueChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        database.lock(Database.Lock.CATALOGUE_LOG);
        Map<String, CatalogueChange> last = new LinkedHashMap<>();
        changes.forEach(change -> last.put(change.id(), change));
        List<CatalogueEntry> put = new ArrayList<>();
        List<String> withdrawn = new ArrayList<>();
        for (CatalogueChange change : last.values()) {
            switch (change) {
                case CatalogueChange.Put changed -> put.add(changed.entry());
                case CatalogueChange.Withdraw gone -> withdrawn.add(gone.id());
            }
        }
        JdbcTemplate template = database.template();
        template.batchUpdate(
                "delete from ledger.catalogue_entry where id = ?",
                withdrawn,
                BATCH,
                (statement, id) -> statement.setString(1, id));
        template.batchUpdate("""
                insert into ledger.catalogue_entry (id, source, is_public, publisher, themes, region, row_count, modified, rdf_sha256, entry)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb))
                on conflict (id) do update set source = excluded.source, is_public = excluded.is_public, publisher = excluded.publisher,
                    themes = excluded.themes, region = excluded.region, row_count = excluded.row_count, modified = excluded.modified,
                    rdf_sha256 = excluded.rdf_sha256, entry = excluded.entry
                """, put, BATCH, CatalogueWriter::entry);
        template.batchUpdate(
                "insert into ledger.catalogue_log (run, change) values (?, cast(? as jsonb))",
                changes,
                BATCH,
                (statement, change) -> {
                    statement.setString(1, run.map(RunId::value).orElse(null));
                    statement.setString(2, LedgerJson.write(change, CatalogueChange.class));
                });
    }

    private static void entry(PreparedStatement statement, CatalogueEntry entry) throws SQLException {
        String[] themes = entry.about().themes().stream()
                .map(LedgerJson::storable)
                .distinct()
                .toArray(String[]::new);
        statement.setString(1, entry.id());
        statement.setString(2, entry.source().orElse(null));
        statement.setBoolean(3, entry.listed());
        statement.setString(4, LedgerJson.storable(entry.about().publisher().code()));
        statement.setArray(5, statement.getConnection().createArrayOf("text", themes));
        statement.setString(6, entry.about().region().map(LedgerJson::storable).orElse(null));
        statement.setObject(7, entry.rows().filter(rows -> entry.open()).orElse(null), Types.BIGINT);
        statement.setObject(8, Database.time(entry.modified()));
        statement.setString(9, Digests.sha256(entry.rdf().orElse("")));
        statement.setString(10, LedgerJson.write(entry, CatalogueEntry.class));
    }
}
