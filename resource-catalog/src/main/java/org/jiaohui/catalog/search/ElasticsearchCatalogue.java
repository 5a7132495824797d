package org.jiaohui.catalog.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueLog.LogEntry;
import org.jiaohui.exchange.catalogue.CatalogueSearch;
import org.jiaohui.exchange.catalogue.Projection;
import org.jiaohui.exchange.catalogue.Sectors;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The search: follows the catalogue log into an Elasticsearch index and answers from it.
 *
 * <p>Documents carry the log's sequence as external version, so applying a change again changes nothing. The position is a
 * document of the same index: whoever loses the index loses the position with it, and the search rebuilds itself.
 */
public final class ElasticsearchCatalogue implements Projection, CatalogueSearch, AutoCloseable {
    private static final String POSITION = "~position";
    private static final int BULK_CHARACTERS = 8 << 20;

    private final JsonMapper json = JsonMapper.builder().build();
    private final CatalogueIndex shape = new CatalogueIndex(json);
    private final ElasticsearchSettings settings;
    private final SearchCluster cluster;
    private final String index;

    public ElasticsearchCatalogue(ElasticsearchSettings settings) {
        this.settings = settings;
        this.cluster = new SearchCluster(settings, json);
        this.index = settings.alias() + "-" + CatalogueIndex.SHAPE;
    }

    @Override
    public String name() {
        return "search";
    }

    @Override
    public long position() {
        SearchCluster.Answer answer = cluster.call("GET", "/" + index + "/_doc/" + POSITION, null);
        return answer.body().path("_source").path("sequence").asLong(0);
    }

    @Override
    public void apply(List<LogEntry> changes) {
        if (changes.isEmpty()) {
            return;
        }
        ensureIndex();
        StringBuilder lines = new StringBuilder();
        for (LogEntry change : changes) {
            append(lines, change);
            if (lines.length() > BULK_CHARACTERS) {
                send(lines);
            }
        }
        ObjectNode position = json.createObjectNode();
        position.put("kind", "position").put("sequence", changes.getLast().sequence());
        send(lines);
        cluster.call("PUT", "/" + index + "/_doc/" + POSITION + "?refresh=true", position);
    }

    @Override
    public void reset() {
        cluster.call("DELETE", "/" + index + "?ignore_unavailable=true", null);
        ensureIndex();
    }

    @Override
    public SearchResult search(SearchQuery query) {
        SearchRequest request = new SearchRequest(json, query);
        JsonNode strict = ask(request.body("and"));
        JsonNode answer = strict;
        if (total(strict) == 0 && !query.text().isBlank()) {
            answer = ask(request.body("or"));
        }
        List<Hit> hits = new ArrayList<>();
        for (JsonNode hit : answer.path("hits").path("hits")) {
            hits.add(hit(hit));
        }
        Map<String, List<FacetValue>> facets = new LinkedHashMap<>();
        for (String facet : List.of("publisher", "theme", "format", "region")) {
            facets.put(facet, values(facet, answer.path("aggregations").path(facet)));
        }
        Optional<String> spelling = total(strict) <= 2 ? spelling(strict, query.text()) : Optional.empty();
        return new SearchResult(total(answer), hits, facets, spelling);
    }

    @Override
    public List<String> suggest(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return List.of();
        }
        ObjectNode body = json.createObjectNode();
        body.put("size", 10).putArray("_source").add("title");
        ObjectNode bool = body.putObject("query").putObject("bool");
        bool.putArray("filter").addObject().putObject("term").put("kind", "entry");
        bool.putArray("must")
                .addObject()
                .putObject("match_phrase_prefix")
                .putObject("title")
                .put("query", text)
                .put("max_expansions", 50);
        body.putObject("suggest")
                .putObject("typed")
                .put("prefix", text)
                .putObject("completion")
                .put("field", "suggest")
                .put("size", 10)
                .put("skip_duplicates", true);
        JsonNode answer = ask(body);
        Set<String> found = new LinkedHashSet<>();
        for (JsonNode option : answer.path("suggest").path("typed").path(0).path("options")) {
            found.add(option.path("text").asString());
        }
        for (JsonNode hit : answer.path("hits").path("hits")) {
            found.add(hit.path("_source").path("title").asString());
        }
        return found.stream().limit(10).toList();
    }

    private JsonNode ask(ObjectNode body) {
        SearchCluster.Answer answer = cluster.call("POST", "/" + index + "/_search", body);
        if (answer.missing()) {
            ensureIndex();
            return json.createObjectNode();
        }
        return answer.body();
    }

    private Hit hit(JsonNode hit) {
        Map<String, String> highlights = new LinkedHashMap<>();
        for (String field : List.of("title", "summary")) {
            JsonNode marked = hit.path("highlight").path(field).path(0);
            if (marked.isString()) {
                highlights.put(field, marked.asString());
            }
        }
        return new Hit(shape.entry(hit.path("_source").path("entry").asString()), highlights);
    }

    private static List<FacetValue> values(String facet, JsonNode counts) {
        Map<String, FacetValue> values = new LinkedHashMap<>();
        for (JsonNode bucket : counts.path("values").path("buckets")) {
            FacetValue value = value(
                    facet,
                    bucket.path("key").asString(),
                    bucket.path("doc_count").asLong());
            // A publisher that changed its name has two labels.
            values.merge(
                    value.value(),
                    value,
                    (a, b) -> new FacetValue(a.value(), a.label(), a.labelEn(), a.count() + b.count()));
        }
        return values.values().stream()
                .sorted(Comparator.comparingLong(FacetValue::count).reversed().thenComparing(FacetValue::value))
                .toList();
    }

    private static FacetValue value(String facet, String key, long count) {
        return switch (facet) {
            case "publisher" -> {
                PublisherLabel label = PublisherLabel.parse(key);
                yield new FacetValue(label.code(), label.name(), label.nameEn(), count);
            }
            case "theme" -> labelled(key, Sectors.theme(key), count);
            case "region" -> labelled(key, Sectors.region(key), count);
            default -> new FacetValue(key, key, Optional.empty(), count);
        };
    }

    private static FacetValue labelled(String key, Optional<Sectors.Label> label, long count) {
        return new FacetValue(
                key, label.map(Sectors.Label::chinese).orElse(key), label.map(Sectors.Label::english), count);
    }

    private static Optional<String> spelling(JsonNode answer, String typed) {
        JsonNode better = answer.path("suggest")
                .path("spelling")
                .path(0)
                .path("options")
                .path(0)
                .path("text");
        return better.isString() && !better.asString().equalsIgnoreCase(typed.strip())
                ? Optional.of(better.asString())
                : Optional.empty();
    }

    private static long total(JsonNode answer) {
        return answer.path("hits").path("total").path("value").asLong(0);
    }

    private void append(StringBuilder lines, LogEntry change) {
        ObjectNode action = json.createObjectNode();
        boolean shown = change.change() instanceof CatalogueChange.Put put
                && put.entry().listed();
        action.putObject(shown ? "index" : "delete")
                .put("_id", change.change().id())
                .put("version", change.sequence())
                .put("version_type", "external_gte");
        lines.append(json.writeValueAsString(action)).append('\n');
        if (shown && change.change() instanceof CatalogueChange.Put put) {
            lines.append(json.writeValueAsString(shape.document(put.entry().toOutsiders())))
                    .append('\n');
        }
    }

    private void send(StringBuilder lines) {
        if (lines.isEmpty()) {
            return;
        }
        JsonNode answer = cluster.bulk("/" + index + "/_bulk?refresh=false", lines.toString())
                .body();
        lines.setLength(0);
        for (JsonNode item : answer.path("items")) {
            JsonNode done = item.iterator().next();
            int status = done.path("status").asInt();
            // 404: nothing to delete; 409: a later change is already there.
            if (status >= 300 && status != 404 && status != 409) {
                throw new ExchangeException(
                        ErrorCode.SEARCH_UNAVAILABLE,
                        "目录条目无法写入检索 / the entry " + done.path("_id").asString() + " could not be indexed: "
                                + done.path("error"));
            }
        }
    }

    private synchronized void ensureIndex() {
        if (cluster.call("GET", "/" + index + "/_alias", null).missing()) {
            cluster.makeIndex("/" + index + "?wait_for_active_shards=1", shape.definition(settings));
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
