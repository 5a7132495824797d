package org.jiaohui.exchange.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * What people say about a dataset: the part of a catalogue entry that no run computes.
 *
 * @param themes sector codes of the directory: {@code GL SL HS YZ CS GD TL MH YJ ZH}
 * @param region GB/T 2260 code, six digits
 * @param updateCycle code of the update cycle: {@code CONTINUOUS DAILY WEEKLY MONTHLY QUARTERLY HALF_YEARLY YEARLY IRREGULAR ONCE}
 * @param access {@code PUBLIC, RESTRICTED} or {@code NON_PUBLIC}; only PUBLIC is shown to anonymous readers
 * @param licence URI of the licence
 */
public record DatasetDescription(
        String title,
        Optional<String> titleEn,
        String summary,
        Optional<String> summaryEn,
        Organization publisher,
        List<String> themes,
        Optional<String> region,
        List<String> keywords,
        String updateCycle,
        String access,
        Optional<String> licence) {
    public DatasetDescription {
        if (title.isBlank()) {
            throw new IllegalArgumentException("a dataset has a title");
        }
        themes = List.copyOf(themes);
        keywords = List.copyOf(keywords);
    }
}
