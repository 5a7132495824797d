package org.jiaohui.exchange.catalogue;

import java.util.List;
import org.jiaohui.exchange.run.Finding;

/** What a description must say before a steward can call it complete: DCAT-AP's shapes and those of the operator. */
@FunctionalInterface
public interface DescriptionRules {
    /** Nothing is asked for. */
    DescriptionRules NONE = entries -> List.of();

    /** One finding for each broken rule over all entries, as a warning; data is published all the same. Never throws for a broken rule file: it is a finding too. */
    List<Finding> check(List<CatalogueEntry> entries);
}
