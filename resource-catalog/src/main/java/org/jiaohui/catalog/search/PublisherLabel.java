package org.jiaohui.catalog.search;

import java.util.Optional;
import org.jiaohui.exchange.catalogue.Organization;

/** A publisher as one keyword, so that one aggregation gives code, names and count. */
record PublisherLabel(String code, String name, Optional<String> nameEn) {
    private static final String BETWEEN = "\u001f";

    static PublisherLabel of(Organization publisher) {
        return new PublisherLabel(publisher.code(), publisher.name(), publisher.nameEn());
    }

    static PublisherLabel parse(String text) {
        String[] parts = text.split(BETWEEN, -1);
        return new PublisherLabel(parts[0], parts[1], parts[2].isEmpty() ? Optional.empty() : Optional.of(parts[2]));
    }

    String text() {
        return code + BETWEEN + name + BETWEEN + nameEn.orElse("");
    }
}
