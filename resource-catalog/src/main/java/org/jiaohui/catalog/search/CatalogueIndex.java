package org.jiaohui.catalog.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the index looks like: its settings, its fields, and the document of an entry. */
final class CatalogueIndex {
    /** Goes up with every change of settings or fields: the search then rebuilds itself from the log. */
    static final int SHAPE = 4;

    private static final List<String> TEXTS =
            List.of("titleEn", "summary", "summaryEn", "keywords", "publisherName", "columns");

    private final JsonMapper json;

    CatalogueIndex(JsonMapper json) {
        this.json = json;
    }

    ObjectNode definition(ElasticsearchSettings settings) {
        ObjectNode index = json.createObjectNode();
        index.putObject("aliases").putObject(settings.alias());
        ObjectNode analysis = index.putObject("settings")
                .put("number_of_shards", settings.shards())
                .put("number_of_replicas", settings.replicas())
                .put("max_result_window", 10_000)
                .putObject("analysis");
        ObjectNode simplified = analysis.putObject("char_filter").putObject("traditional_simplified");
        simplified.put("type", "mapping");
        traditionalToSimplified(simplified.putArray("mappings"));
        ObjectNode analyzers = analysis.putObject("analyzer");
        ObjectNode text = analyzers.putObject("jiaohui_text");
        text.put("type", "custom").put("tokenizer", "smartcn_tokenizer");
        text.putArray("char_filter").add("icu_normalizer").add("traditional_simplified");
        // Porter's stems bring English plurals and verb forms to one word and leave Chinese alone: stations finds
        // station.
        text.putArray("filter").add("lowercase").add("porter_stem").add("smartcn_stop");
        // Every Chinese character by itself: what the dictionary took for one long word is
        // found by its parts.
        ObjectNode part = analyzers.putObject("jiaohui_part");
        part.put("type", "custom").put("tokenizer", "standard");
        part.putArray("char_filter").add("icu_normalizer").add("traditional_simplified");
        part.putArray("filter").add("lowercase").add("porter_stem");
        ObjectNode prefix = analyzers.putObject("jiaohui_prefix");
        prefix.put("type", "custom").put("tokenizer", "keyword");
        prefix.putArray("char_filter").add("icu_normalizer").add("traditional_simplified");
        prefix.putArray("filter").add("lowercase");
        mappings(index.putObject("mappings"));
        return index;
    }

    private void mappings(ObjectNode mappings) {
        mappings.put("dynamic", false);
        ObjectNode fields = mappings.putObject("properties");
        for (String name :
                List.of("kind", "id", "publisher", "publisherLabel", "theme", "format", "region", "province")) {
            fields.putObject(name).put("type", "keyword");
        }
        ObjectNode title = fields.putObject("title").put("type", "text").put("analyzer", "jiaohui_text");
        ObjectNode titleForms = title.putObject("fields");
        titleForms.putObject("sort").put("type", "keyword").put("ignore_above", 256);
        titleForms.putObject("part").put("type", "text").put("analyzer", "jiaohui_part");
        for (String name : TEXTS) {
            ObjectNode field = fields.putObject(name).put("type", "text").put("analyzer", "jiaohui_text");
            field.putObject("fields").putObject("part").put("type", "text").put("analyzer", "jiaohui_part");
        }
        fields.putObject("modified").put("type", "date");
        fields.putObject("rows").put("type", "long");
        fields.putObject("quality").put("type", "integer");
        fields.putObject("suggest")
                .put("type", "completion")
                .put("analyzer", "jiaohui_prefix")
                .put("preserve_separators", true)
                .put("max_input_length", 100);
    }

    /** The document of a listed entry, as outsiders see it. The whole entry but its RDF and schema travels along as text. */
    ObjectNode document(CatalogueEntry entry) {
        DatasetDescription about = entry.about();
        ObjectNode document = json.createObjectNode();
        document.put("kind", "entry").put("id", entry.id());
        document.put("title", about.title()).put("summary", about.summary());
        about.titleEn().ifPresent(text -> document.put("titleEn", text));
        about.summaryEn().ifPresent(text -> document.put("summaryEn", text));
        document.put("publisher", about.publisher().code());
        document.put("publisherLabel", PublisherLabel.of(about.publisher()).text());
        document.put(
                "publisherName",
                about.publisher().name() + " " + about.publisher().nameEn().orElse(""));
        strings(document.putArray("keywords"), about.keywords());
        strings(document.putArray("theme"), about.themes());
        strings(document.putArray("format"), entry.formats());
        about.region().ifPresent(code -> {
            document.put("province", province(code));
            strings(document.putArray("region"), new LinkedHashSet<>(List.of(code, province(code))));
        });
        document.put("modified", entry.modified().toString());
        entry.rows().ifPresent(rows -> document.put("rows", rows));
        entry.quality().ifPresent(quality -> document.put("quality", quality));
        columns(entry, document.putArray("columns"));
        suggestions(about, document.putArray("suggest"));
        document.put("entry", json.writeValueAsString(withoutBulk(entry)));
        return document;
    }

    CatalogueEntry entry(String text) {
        return json.readValue(text, CatalogueEntry.class);
    }

    /** A province's own code, for it and for everything inside it. */
    static String province(String code) {
        return code.length() < 2 ? code : code.substring(0, 2) + "0000";
    }

    private static void columns(CatalogueEntry entry, ArrayNode columns) {
        entry.schema()
                .ifPresent(schema -> schema.columns().forEach(column -> {
                    columns.add(column.name()).add(column.title());
                    column.titleEn().ifPresent(columns::add);
                }));
    }

    private static void suggestions(DatasetDescription about, ArrayNode suggest) {
        Set<String> inputs = new LinkedHashSet<>();
        inputs.add(about.title());
        about.titleEn().ifPresent(inputs::add);
        inputs.addAll(about.keywords());
        inputs.stream().map(String::strip).filter(text -> !text.isEmpty()).forEach(suggest::add);
    }

    private static void strings(ArrayNode array, Iterable<String> values) {
        values.forEach(array::add);
    }

    private static CatalogueEntry withoutBulk(CatalogueEntry entry) {
        return new CatalogueEntry(
                entry.id(),
                entry.source(),
                entry.about(),
                entry.formats(),
                entry.rows(),
                entry.bytes(),
                entry.issued(),
                entry.modified(),
                entry.version(),
                entry.quality(),
                entry.qualityChecks(),
                entry.distributions(),
                Optional.empty(),
                entry.landingPage(),
                entry.foreignIri(),
                Optional.empty());
    }

    private static void traditionalToSimplified(ArrayNode mappings) {
        try (InputStream in =
                        Objects.requireNonNull(CatalogueIndex.class.getResourceAsStream("traditional-simplified.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int traditional = Character.charCount(line.codePointAt(0));
                mappings.add(line.substring(0, traditional) + " => " + line.substring(traditional));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
