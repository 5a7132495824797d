package org.jiaohui.exchange.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds entries whose description is for everybody. Throws SEARCH_UNAVAILABLE when the search cluster does not answer. */
public interface CatalogueSearch {
    SearchResult search(SearchQuery query);

    /** At most ten completions of what was typed. */
    List<String> suggest(String typed);

    /**
     * @param filters values by facet ({@code publisher, theme, format, region}): OR within a facet, AND between facets
     * @param sort {@code relevance, modified, title, rows, quality}
     * @param page from 1
     */
    record SearchQuery(String text, Map<String, List<String>> filters, String sort, int page, int size) {}

    /**
     * @param facets per facet every value with its count over the whole result; a facet's own filter does not narrow its counts
     * @param suggestion a better spelling when little was found
     */
    record SearchResult(
            long total, List<Hit> hits, Map<String, List<FacetValue>> facets, Optional<String> suggestion) {}

    /** An entry without its RDF and schema; highlights are HTML-escaped with {@code <em>} marks, by field {@code title, summary}. */
    record Hit(CatalogueEntry entry, Map<String, String> highlights) {}

    /** One value of a facet with its Chinese and English labels and its count. */
    record FacetValue(String value, String label, Optional<String> labelEn, long count) {}
}
