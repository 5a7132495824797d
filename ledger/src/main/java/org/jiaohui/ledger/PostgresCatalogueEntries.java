package org.jiaohui.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueEntry;

final class PostgresCatalogueEntries implements CatalogueEntries {
    private final Database database;

    PostgresCatalogueEntries(Database database) {
        this.database = database;
    }

    @Override
    public Optional<CatalogueEntry> find(String id) {
        return database.plain(() -> database.sql("select entry from ledger.catalogue_entry where id = :id")
                .param("id", LedgerJson.storable(id))
                .query((row, n) -> LedgerJson.read(row.getString("entry"), CatalogueEntry.class))
                .optional());
    }

    @Override
    public Map<String, String> harvestedFrom(String source) {
        Map<String, String> digests = new LinkedHashMap<>();
        database.plain(() -> {
            database.sql("select id, rdf_sha256 from ledger.catalogue_entry where source = :source order by id")
                    .param("source", source)
                    .query(row -> {
                        digests.put(row.getString("id"), row.getString("rdf_sha256"));
                    });
            return digests;
        });
        return digests;
    }

    @Override
    public List<String> publicIds(String after, int limit) {
        return database.plain(() -> database.sql("""
                        select id from ledger.catalogue_entry where is_public and id > :after order by id limit :limit
                        """)
                .param("after", LedgerJson.storable(after))
                .param("limit", limit)
                .query((row, n) -> row.getString("id"))
                .list());
    }

    @Override
    public Summary summary() {
        return database.plain(() -> {
            Map<String, Long> themes = counts("""
                    select theme, count(*) from ledger.catalogue_entry, unnest(themes) as theme where is_public group by theme order by 2 desc, 1
                    """);
            Map<String, Long> regions = counts("""
                    select region, count(*) from ledger.catalogue_entry where is_public and region is not null group by region order by 2 desc, 1
                    """);
            return database.sql("""
                            select count(*) as datasets, count(distinct publisher) as publishers, coalesce(sum(row_count), 0) as rows,
                                max(modified) as modified
                            from ledger.catalogue_entry where is_public
                            """)
                    .query((row, n) -> new Summary(
                            row.getLong("datasets"),
                            row.getLong("publishers"),
                            row.getLong("rows"),
                            Database.optionalInstant(row, "modified"),
                            themes,
                            regions))
                    .single();
        });
    }

    private Map<String, Long> counts(String sql) {
        Map<String, Long> counts = new LinkedHashMap<>();
        database.sql(sql).query(row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }
}
