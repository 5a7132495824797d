package org.jiaohui.catalog.search;

import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.catalogue.CatalogueSearch.SearchQuery;
import org.jiaohui.exchange.catalogue.FormatName;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A query as Elasticsearch takes it. */
final class SearchRequest {
    /** Facet by the field that is counted. */
    static final Map<String, String> FACETS =
            Map.of("publisher", "publisherLabel", "theme", "theme", "format", "format", "region", "province");

    private static final List<String> FIELDS =
            List.of("title^4", "titleEn^4", "keywords^3", "publisherName^2", "summary", "summaryEn", "columns");
    private static final int MOST_WORDS = 16;
    private static final int WINDOW = 10_000;
    private static final int VALUES = 1000;

    private final JsonMapper json;
    private final SearchQuery query;

    SearchRequest(JsonMapper json, SearchQuery query) {
        this.json = json;
        this.query = query;
        if (query.page() < 1 || query.size() < 0 || (long) query.page() * query.size() > WINDOW) {
            throw bad("只能翻到前 10,000 条，请缩小检索范围 / only the first 10,000 results can be paged, got page " + query.page()
                    + " of size " + query.size());
        }
        query.filters().keySet().stream()
                .filter(facet -> !FACETS.containsKey(facet))
                .findFirst()
                .ifPresent(facet -> {
                    throw bad("没有这个筛选项 / unknown facet \"" + facet + "\"");
                });
    }

    /** @param operator {@code and}: every word must occur; {@code or}: one is enough */
    ObjectNode body(String operator) {
        ObjectNode body = json.createObjectNode();
        body.put("from", (query.page() - 1) * query.size()).put("size", query.size());
        body.put("track_total_hits", true);
        body.putArray("_source").add("entry");
        matching(body.putObject("query").putObject("bool"), operator);
        filters(body.putObject("post_filter").putObject("bool").putArray("filter"), "");
        order(body.putArray("sort"));
        highlight(body.putObject("highlight"));
        ObjectNode counts = body.putObject("aggs");
        FACETS.forEach((facet, field) -> {
            ObjectNode others = counts.putObject(facet);
            filters(others.putObject("filter").putObject("bool").putArray("filter"), facet);
            others.putObject("aggs")
                    .putObject("values")
                    .putObject("terms")
                    .put("field", field)
                    .put("size", VALUES);
        });
        if (query.text().chars().anyMatch(SearchRequest::isLatin)) {
            spelling(body.putObject("suggest"));
        }
        return body;
    }

    private void matching(ObjectNode bool, String operator) {
        bool.putArray("filter").addObject().putObject("term").put("kind", "entry");
        String text = query.text().strip();
        if (text.isEmpty()) {
            return;
        }
        ArrayNode either = bool.putArray("must").addObject().putObject("bool").putArray("should");
        ObjectNode words = either.addObject().putObject("multi_match");
        words.put("query", text).put("type", "cross_fields").put("operator", operator);
        ArrayNode fields = words.putArray("fields");
        FIELDS.forEach(fields::add);
        parts(either.addObject().putObject("bool").putArray("must"), text);
        either.addObject().putObject("term").putObject("id").put("value", text).put("boost", 50);
        bool.putArray("should")
                .addObject()
                .putObject("match_phrase")
                .putObject("title")
                .put("query", text)
                .put("boost", 5);
    }

    /** Each word between blanks stands somewhere as it was written, also inside a longer word: 收费 in 收费站. */
    private static void parts(ArrayNode all, String text) {
        for (String word : text.split("\\s+", MOST_WORDS)) {
            ObjectNode phrase = all.addObject().putObject("multi_match");
            phrase.put("query", word).put("type", "phrase");
            ArrayNode fields = phrase.putArray("fields");
            FIELDS.forEach(field -> fields.add(field.contains("^") ? field.replace("^", ".part^") : field + ".part"));
        }
    }

    private void filters(ArrayNode filters, String except) {
        query.filters().forEach((facet, values) -> {
            if (!facet.equals(except) && !values.isEmpty()) {
                ArrayNode terms = filters.addObject().putObject("terms").putArray(facet);
                values.forEach(value -> terms.add(facet.equals("format") ? FormatName.of(value) : value));
            }
        });
    }

    private void order(ArrayNode sort) {
        switch (query.sort()) {
            case "", "relevance" -> {
                sort.addObject().put("_score", "desc");
                sort.addObject().put("modified", "desc");
            }
            case "modified" -> sort.addObject().put("modified", "desc");
            case "title" -> sort.addObject().put("title.sort", "asc");
            case "rows", "quality" ->
                sort.addObject().putObject(query.sort()).put("order", "desc").put("missing", "_last");
            default ->
                throw bad("排序方式只能是 relevance、modified、title、rows、quality / unknown sort \"" + query.sort() + "\"");
        }
        sort.addObject().put("id", "asc");
    }

    private static void highlight(ObjectNode highlight) {
        highlight.put("encoder", "html");
        highlight.putArray("pre_tags").add("<em>");
        highlight.putArray("post_tags").add("</em>");
        ObjectNode fields = highlight.putObject("fields");
        fields.putObject("title").put("number_of_fragments", 0);
        fields.putObject("summary").put("number_of_fragments", 1).put("fragment_size", 200);
    }

    private void spelling(ObjectNode suggest) {
        ObjectNode phrase =
                suggest.put("text", query.text()).putObject("spelling").putObject("phrase");
        phrase.put("field", "titleEn").put("size", 1).put("max_errors", 2);
        phrase.putArray("direct_generator").addObject().put("field", "titleEn").put("suggest_mode", "missing");
    }

    private static boolean isLatin(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static ExchangeException bad(String message) {
        return new ExchangeException(ErrorCode.BAD_REQUEST, message);
    }
}
