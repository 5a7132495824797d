package org.jiaohui.exchange.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * What people say about a dataset: the part of a catalogue entry that no run computes.
 *
 * @param themes sector codes of the directory: {@code GL SL HS YZ CS GD TL MH YJ ZH}
 * @param region GB/T 2260 code, six digits
 * @param updateCycle code of the update cycle: {@code CONTINUOUS DAILY WEEKLY MONTHLY QUARTERLY HALF_YEARLY YEARLY IRREGULAR ONCE}; absent where a harvested
 *     description does not say it
 * @param access {@code PUBLIC}: description and data are for everybody; {@code RESTRICTED}: the description is, the data must be applied for; {@code NON_PUBLIC}:
 *     nothing is. Absent where a harvested description does not say it
 * @param licence URI of the licence
 * @param accessConditions of a RESTRICTED dataset: on which conditions it is given and how to apply for it
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
        Optional<String> updateCycle,
        Optional<String> access,
        Optional<String> licence,
        Optional<String> accessConditions) {
    public DatasetDescription {
        if (title.isBlank()) {
            throw new IllegalArgumentException("a dataset has a title");
        }
        themes = List.copyOf(themes);
        keywords = List.copyOf(keywords);
    }

    /** A description that says cycle and access, without conditions. */
    public DatasetDescription(
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
        this(
                title,
                titleEn,
                summary,
                summaryEn,
                publisher,
                themes,
                region,
                keywords,
                Optional.of(updateCycle),
                Optional.of(access),
                licence,
                Optional.empty());
    }
}
