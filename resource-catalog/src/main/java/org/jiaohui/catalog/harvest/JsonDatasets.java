package org.jiaohui.catalog.harvest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.sparql.vocabulary.FOAF;
import org.apache.jena.vocabulary.DCAT;
import org.apache.jena.vocabulary.DCTerms;
import org.jiaohui.exchange.source.Source;
import tools.jackson.databind.JsonNode;

/** Other catalogues' JSON said in DCAT; the JSON itself is kept beside it, so nothing is lost. */
final class JsonDatasets {
    private static final Property ORIGINAL = ResourceFactory.createProperty("urn:jiaohui:tir:originalJson");

    private static final String AUTHORITY = "http://publications.europa.eu/resource/authority/";

    /** EU frequency by what a data.json says: repeating intervals of ISO 8601. */
    private static final Map<String, String> CYCLES = Map.ofEntries(
            Map.entry("R/PT1S", "UPDATE_CONT"),
            Map.entry("R/PT1H", "HOURLY"),
            Map.entry("R/P1D", "DAILY"),
            Map.entry("R/P1W", "WEEKLY"),
            Map.entry("R/P7D", "WEEKLY"),
            Map.entry("R/P1M", "MONTHLY"),
            Map.entry("R/P3M", "QUARTERLY"),
            Map.entry("R/P6M", "ANNUAL_2"),
            Map.entry("R/P1Y", "ANNUAL"),
            Map.entry("irregular", "IRREG"));

    private final Source source;
    private final String base;

    JsonDatasets(Source source, String base) {
        this.source = source;
        this.base = base.replaceFirst("/+$", "");
    }

    /** A CKAN package; empty without an id. */
    Optional<Resource> ckan(JsonNode json) {
        return text(json, "id").or(() -> text(json, "name")).map(id -> {
            String address = base.startsWith("http")
                    ? base + "/dataset/" + encoded(text(json, "name").orElse(id))
                    : "urn:jiaohui:ckan:" + source.id() + ":" + encoded(id);
            Resource dataset = dataset(address, json);
            literal(dataset, DCTerms.title, text(json, "title").or(() -> text(json, "name")));
            literal(dataset, DCTerms.description, text(json, "notes"));
            literal(dataset, DCTerms.identifier, Optional.of(id));
            literal(dataset, DCTerms.issued, text(json, "metadata_created"));
            literal(dataset, DCTerms.modified, text(json, "metadata_modified"));
            json.path("tags")
                    .forEach(tag -> literal(
                            dataset, DCAT.keyword, text(tag, "display_name").or(() -> text(tag, "name"))));
            agent(dataset, text(json.path("organization"), "title").or(() -> text(json.path("organization"), "name")));
            address(dataset, DCTerms.license, text(json, "license_url"));
            if (json.path("private").asBoolean(false)) {
                address(dataset, DCTerms.accessRights, Optional.of(AUTHORITY + "access-right/NON_PUBLIC"));
            }
            int number = 0;
            for (JsonNode file : json.path("resources")) {
                Resource distribution = distribution(
                        dataset, ++number, text(file, "name"), text(file, "format"), text(file, "mimetype"));
                address(distribution, DCAT.accessURL, text(file, "url"));
                address(distribution, DCAT.downloadURL, text(file, "url"));
            }
            return dataset;
        });
    }

    /** A dataset of a US data.json; empty without an identifier. */
    Optional<Resource> dataJson(JsonNode json) {
        return text(json, "identifier").map(id -> {
            Resource dataset =
                    dataset(isAddress(id) ? id : "urn:jiaohui:data-json:" + source.id() + ":" + encoded(id), json);
            literal(dataset, DCTerms.title, text(json, "title"));
            literal(dataset, DCTerms.description, text(json, "description"));
            literal(dataset, DCTerms.identifier, Optional.of(id));
            literal(dataset, DCTerms.issued, text(json, "issued"));
            literal(dataset, DCTerms.modified, text(json, "modified"));
            json.path("keyword").forEach(keyword -> literal(dataset, DCAT.keyword, scalar(keyword)));
            agent(dataset, text(json.path("publisher"), "name"));
            address(dataset, DCTerms.license, text(json, "license"));
            address(dataset, DCAT.landingPage, text(json, "landingPage"));
            text(json, "accessLevel")
                    .ifPresent(level -> address(
                            dataset,
                            DCTerms.accessRights,
                            Optional.of(AUTHORITY + "access-right/"
                                    + (level.equals("public")
                                            ? "PUBLIC"
                                            : level.startsWith("restricted") ? "RESTRICTED" : "NON_PUBLIC"))));
            address(
                    dataset,
                    DCTerms.accrualPeriodicity,
                    text(json, "accrualPeriodicity").map(CYCLES::get).map(cycle -> AUTHORITY + "frequency/" + cycle));
            int number = 0;
            for (JsonNode file : json.path("distribution")) {
                Resource distribution = distribution(
                        dataset, ++number, text(file, "title"), text(file, "format"), text(file, "mediaType"));
                address(distribution, DCAT.accessURL, text(file, "accessURL").or(() -> text(file, "downloadURL")));
                address(distribution, DCAT.downloadURL, text(file, "downloadURL"));
            }
            return dataset;
        });
    }

    /** A feed of mobility-database; empty without its number. */
    Optional<Resource> mobility(JsonNode json) {
        return text(json, "mdb_source_id").map(id -> {
            Resource dataset = dataset("urn:jiaohui:mobility-database:" + encoded(id), json);
            String provider = text(json, "provider").orElse("");
            String name = text(json, "name").orElse("");
            String kind = text(json, "data_type").orElse("gtfs");
            String title = provider.isEmpty() || name.isEmpty() || name.contains(provider)
                    ? provider.isEmpty() || !name.isEmpty() ? name : provider
                    : provider + " – " + name;
            literal(dataset, DCTerms.title, title.isBlank() ? Optional.empty() : Optional.of(title));
            literal(dataset, DCTerms.identifier, Optional.of(id));
            literal(dataset, DCTerms.description, text(json, "note"));
            literal(dataset, DCAT.keyword, Optional.of(kind));
            json.path("features").forEach(feature -> literal(dataset, DCAT.keyword, scalar(feature)));
            agent(dataset, text(json, "provider"));
            JsonNode place = json.path("location");
            box(dataset, place.path("bounding_box"));
            for (String field : new String[] {"country_code", "subdivision_name", "municipality"}) {
                literal(dataset, DCAT.keyword, text(place, field));
            }
            JsonNode urls = json.path("urls");
            address(dataset, DCTerms.license, text(urls, "license"));
            Resource feed = distribution(dataset, 1, Optional.of(title), Optional.of(kind), Optional.empty());
            address(feed, DCAT.accessURL, text(urls, "direct_download").or(() -> text(urls, "latest")));
            address(feed, DCAT.downloadURL, text(urls, "latest").or(() -> text(urls, "direct_download")));
            address(feed, DCTerms.license, text(urls, "license"));
            return dataset;
        });
    }

    private static Resource dataset(String iri, JsonNode json) {
        Model model = ModelFactory.createDefaultModel();
        return model.createResource(iri, DCAT.Dataset).addProperty(ORIGINAL, json.toString());
    }

    private static Resource distribution(
            Resource dataset, int number, Optional<String> title, Optional<String> format, Optional<String> mediaType) {
        Resource distribution =
                dataset.getModel().createResource(dataset.getURI() + "#distribution-" + number, DCAT.Distribution);
        literal(distribution, DCTerms.title, title);
        literal(distribution, DCTerms.format, format);
        literal(distribution, DCAT.mediaType, mediaType);
        dataset.addProperty(DCAT.distribution, distribution);
        return distribution;
    }

    private void agent(Resource dataset, Optional<String> name) {
        name.ifPresent(text -> dataset.addProperty(
                DCTerms.publisher,
                dataset.getModel()
                        .createResource("urn:jiaohui:agent:" + source.id() + ":" + encoded(text), FOAF.Agent)
                        .addProperty(FOAF.name, text)));
    }

    private static void box(Resource dataset, JsonNode box) {
        Optional<String> west = text(box, "minimum_longitude");
        Optional<String> south = text(box, "minimum_latitude");
        Optional<String> east = text(box, "maximum_longitude");
        Optional<String> north = text(box, "maximum_latitude");
        if (west.isPresent() && south.isPresent() && east.isPresent() && north.isPresent()) {
            String w = west.get();
            String s = south.get();
            String e = east.get();
            String n = north.get();
            Model model = dataset.getModel();
            dataset.addProperty(
                    DCTerms.spatial,
                    model.createResource(dataset.getURI() + "#place", DCTerms.Location)
                            .addProperty(
                                    DCAT.bbox,
                                    model.createTypedLiteral(
                                            "POLYGON((" + w + " " + s + "," + e + " " + s + "," + e + " " + n + "," + w
                                                    + " " + n + "," + w + " " + s + "))",
                                            "http://www.opengis.net/ont/geosparql#wktLiteral")));
        }
    }

    private static void literal(Resource subject, Property property, Optional<String> text) {
        text.ifPresent(value -> subject.addProperty(property, value));
    }

    private static void address(Resource subject, Property property, Optional<String> text) {
        text.map(String::strip)
                .filter(JsonDatasets::isAddress)
                .ifPresent(value ->
                        subject.addProperty(property, subject.getModel().createResource(value)));
    }

    private static boolean isAddress(String text) {
        return text.matches("(?i)(https?|ftp|urn):[^\\s<>\"{}|\\\\^`]+");
    }

    static Optional<String> text(JsonNode json, String field) {
        return scalar(json.path(field));
    }

    private static Optional<String> scalar(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asString().isBlank()
                ? Optional.of(node.asString().strip())
                : Optional.empty();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
