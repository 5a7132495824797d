package org.jiaohui.exchange.catalogue;

/** One change of the catalogue. */
public sealed interface CatalogueChange {
    /** Which entry. */
    String id();

    /** The entry is now this. */
    record Put(CatalogueEntry entry) implements CatalogueChange {
        @Override
        public String id() {
            return entry.id();
        }
    }

    /** The entry is gone. */
    record Withdraw(String id) implements CatalogueChange {}
}
