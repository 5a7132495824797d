package org.jiaohui.exchange.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The current entries, as the ledger holds them. */
public interface CatalogueEntries {
    Optional<CatalogueEntry> find(String id);

    /** Ids of all entries harvested from a source, with the SHA-256 (hex) of each entry's RDF, to find what changed and what is gone. */
    Map<String, String> harvestedFrom(String source);

    /** Ids of the entries whose description is for everybody, in the order of their ids, for the sitemap. */
    List<String> publicIds(String after, int limit);

    Summary summary();

    /** Numbers of the home page over the entries whose description is for everybody; rows are those of open data. */
    record Summary(
            long datasets,
            long publishers,
            long rows,
            Optional<Instant> lastModified,
            Map<String, Long> themes,
            Map<String, Long> regions) {}
}
