package org.jiaohui.exchange.run;

import java.util.List;
import java.util.stream.Stream;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueEntry;

/**
 * What people say about a dataset reaches the catalogue without a new version: title, access, licence and all else that a task tells of its dataset. What a version
 * itself says, its rows and columns, stays as it was published.
 */
public final class Redescription {
    private final RunLedger ledger;
    private final CatalogueEntries entries;

    public Redescription(RunLedger ledger, CatalogueEntries entries) {
        this.ledger = ledger;
        this.entries = entries;
    }

    /** The entries that the task describes in another way than the catalogue does now; none before its first publication. */
    public List<CatalogueChange> of(ExchangeTask task) {
        return EarlierTables.of(task.id(), ledger).of(task.dataset()).stream()
                .flatMap(table -> entries.find(table.dataset().value()).stream()
                        .filter(entry -> entry.source().isEmpty())
                        .flatMap(entry ->
                                changed(entry, task, TableNames.of(task, table).title())))
                .toList();
    }

    private static Stream<CatalogueChange> changed(CatalogueEntry entry, ExchangeTask task, String title) {
        CatalogueEntry now = entry.describedAs(EntryOfVersion.titled(task.about(), title));
        return now.equals(entry) ? Stream.empty() : Stream.of(new CatalogueChange.Put(now));
    }

    /** The changes of a run whose task was described anew while it ran. */
    static List<CatalogueChange> renewed(List<CatalogueChange> changes, ExchangeTask was, ExchangeTask now) {
        if (was.about().equals(now.about())) {
            return changes;
        }
        return changes.stream()
                .map(change -> change instanceof CatalogueChange.Put put
                                && put.entry().source().isEmpty()
                        ? new CatalogueChange.Put(renewed(put.entry(), was, now))
                        : change)
                .toList();
    }

    private static CatalogueEntry renewed(CatalogueEntry entry, ExchangeTask was, ExchangeTask now) {
        String table = entry.about().title().substring(was.about().title().length());
        return entry.describedAs(EntryOfVersion.titled(now.about(), now.about().title() + table));
    }
}
