package org.jiaohui.exchange.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.HarvestReader;

/** What a harvest changes in the catalogue. */
final class HarvestDifference {
    private HarvestDifference() {}

    /**
     * Puts for new and changed entries, withdrawals for entries that are gone. A harvest with refused datasets withdraws nothing: what could not be read is not
     * known to be gone.
     *
     * @param known SHA-256 of the RDF of every entry harvested before, by id
     */
    static List<CatalogueChange> between(HarvestReader.Harvest harvest, Map<String, String> known) {
        List<CatalogueChange> changes = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (CatalogueEntry entry : harvest.entries()) {
            if (seen.add(entry.id())
                    && !DeliveryDigest.sha256(entry.rdf().orElse("")).equals(known.get(entry.id()))) {
                changes.add(new CatalogueChange.Put(entry));
            }
        }
        if (harvest.refused() == 0) {
            known.keySet().stream()
                    .filter(id -> !seen.contains(id))
                    .sorted()
                    .forEach(id -> changes.add(new CatalogueChange.Withdraw(id)));
        }
        return changes;
    }
}
