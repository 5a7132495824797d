package org.jiaohui.catalog.harvest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.Statement;
import org.apache.jena.sparql.vocabulary.FOAF;
import org.apache.jena.vocabulary.DCAT;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.apache.jena.vocabulary.VCARD4;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.CatalogueEntry.DistributionLink;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.catalogue.Organization;
import org.jiaohui.exchange.catalogue.Sectors;
import org.jiaohui.exchange.source.Source;

/** Makes an entry of what a graph says about a dataset. */
final class EntryMaker {
    private static final Map<String, String> CYCLES = Map.ofEntries(
            Map.entry("UPDATE_CONT", "CONTINUOUS"),
            Map.entry("CONT", "CONTINUOUS"),
            Map.entry("HOURLY", "CONTINUOUS"),
            Map.entry("DAILY", "DAILY"),
            Map.entry("WEEKLY", "WEEKLY"),
            Map.entry("MONTHLY", "MONTHLY"),
            Map.entry("QUARTERLY", "QUARTERLY"),
            Map.entry("ANNUAL_2", "HALF_YEARLY"),
            Map.entry("ANNUAL", "YEARLY"),
            Map.entry("IRREG", "IRREGULAR"),
            Map.entry("NEVER", "ONCE"));

    /** What catalogues write that know no cycle. */
    private static final Set<String> NO_CYCLE = Set.of("UNKNOWN", "OTHER");

    private static final Set<String> ACCESS = Set.of("PUBLIC", "RESTRICTED", "NON_PUBLIC");
    private static final Set<String> SECRET = Set.of("CONFIDENTIAL", "SENSITIVE");

    private final Source source;
    private final Instant now;

    EntryMaker(Source source, Instant now) {
        this.source = source;
        this.now = now;
    }

    static Optional<String> title(Resource dataset) {
        return text(dataset, DCTerms.title, "zh").or(() -> text(dataset, RDFS.label, "zh"));
    }

    CatalogueEntry entry(Resource dataset, String iri) {
        List<DistributionLink> links = links(dataset);
        Set<String> formats = new LinkedHashSet<>();
        links.stream()
                .map(DistributionLink::format)
                .filter(format -> !format.isEmpty())
                .forEach(formats::add);
        Optional<Instant> issued = instant(dataset, DCTerms.issued);
        Instant modified = instant(dataset, DCTerms.modified).or(() -> issued).orElse(now);
        return new CatalogueEntry(
                source.id() + "~" + ForeignDataset.sha256(iri).substring(0, 16),
                Optional.of(source.id().value()),
                about(dataset),
                List.copyOf(formats),
                Optional.empty(),
                Optional.empty(),
                issued.orElse(modified),
                modified,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                links,
                Optional.empty(),
                iri(dataset, DCAT.landingPage).or(() -> iri.startsWith("http") ? Optional.of(iri) : Optional.empty()),
                Optional.of(iri),
                Optional.of(new ForeignDataset(dataset.getModel().getGraph(), dataset.asNode(), iri).nTriples()));
    }

    private DatasetDescription about(Resource dataset) {
        String title = title(dataset).orElseThrow();
        String summary = text(dataset, DCTerms.description, "zh").orElse("");
        return new DatasetDescription(
                title,
                text(dataset, DCTerms.title, "en").filter(english -> !english.equals(title)),
                summary,
                text(dataset, DCTerms.description, "en").filter(english -> !english.equals(summary)),
                publisher(dataset),
                themes(dataset),
                region(dataset),
                keywords(dataset),
                cycle(dataset),
                access(dataset),
                licence(dataset),
                Optional.empty());
    }

    private Organization publisher(Resource dataset) {
        Statement statement = dataset.getProperty(DCTerms.publisher);
        if (statement == null) {
            return new Organization(source.id().value(), source.title(), Optional.empty());
        }
        RDFNode node = statement.getObject();
        if (node.isLiteral()) {
            String name = node.asLiteral().getLexicalForm();
            return new Organization(name, name, Optional.empty());
        }
        Resource agent = node.asResource();
        String name = List.of(FOAF.name, SKOS.prefLabel, VCARD4.fn, RDFS.label, DCTerms.title).stream()
                .flatMap(property -> text(agent, property, "zh").stream())
                .findFirst()
                .orElseGet(() -> agent.isURIResource() ? lastPart(agent.getURI()) : source.title());
        return new Organization(
                agent.isURIResource() ? agent.getURI() : name,
                name,
                text(agent, FOAF.name, "en").filter(english -> !english.equals(name)));
    }

    private static List<String> themes(Resource dataset) {
        String ours = "urn:jiaohui:tir:sector:";
        return dataset.listProperties(DCAT.theme).toList().stream()
                .map(Statement::getObject)
                .filter(RDFNode::isURIResource)
                .map(node -> node.asResource().getURI())
                .filter(uri -> uri.startsWith(ours))
                .map(uri -> uri.substring(ours.length()))
                .filter(code -> Sectors.theme(code).isPresent())
                .sorted()
                .toList();
    }

    private static Optional<String> region(Resource dataset) {
        String ours = "urn:jiaohui:tir:region:";
        return iri(dataset, DCTerms.spatial)
                .filter(uri -> uri.startsWith(ours))
                .map(uri -> uri.substring(ours.length()))
                .filter(code -> Sectors.region(code).isPresent());
    }

    private static List<String> keywords(Resource dataset) {
        return dataset.listProperties(DCAT.keyword).toList().stream()
                .map(Statement::getObject)
                .filter(RDFNode::isLiteral)
                .map(node -> node.asLiteral().getLexicalForm().strip())
                .filter(keyword -> !keyword.isEmpty())
                .distinct()
                .sorted()
                .limit(100)
                .toList();
    }

    /** A cycle that has no code here stays what it is called there. */
    private static Optional<String> cycle(Resource dataset) {
        return code(dataset, DCTerms.accrualPeriodicity)
                .filter(code -> code.matches("[A-Z0-9_]{1,30}") && !NO_CYCLE.contains(code))
                .map(code -> CYCLES.getOrDefault(code, code));
    }

    /** What is said to be secret in other words is closed too; other words say nothing that is known here. */
    private static Optional<String> access(Resource dataset) {
        return code(dataset, DCTerms.accessRights)
                .map(code -> code.strip().toUpperCase(Locale.ROOT))
                .map(code -> SECRET.contains(code) ? "NON_PUBLIC" : code)
                .filter(ACCESS::contains);
    }

    private static Optional<String> licence(Resource dataset) {
        return iri(dataset, DCTerms.license)
                .or(() -> dataset.listProperties(DCAT.distribution).toList().stream()
                        .map(Statement::getObject)
                        .filter(RDFNode::isResource)
                        .flatMap(node -> iri(node.asResource(), DCTerms.license).stream())
                        .sorted()
                        .findFirst());
    }

    private static List<DistributionLink> links(Resource dataset) {
        List<DistributionLink> links = new ArrayList<>();
        for (Statement statement : dataset.listProperties(DCAT.distribution).toList()) {
            if (statement.getObject().isResource()) {
                Resource distribution = statement.getResource();
                String format = format(distribution);
                links.add(new DistributionLink(
                        text(distribution, DCTerms.title, "zh").orElse(format),
                        format,
                        iri(distribution, DCAT.accessURL),
                        iri(distribution, DCAT.downloadURL)));
            }
        }
        links.sort(java.util.Comparator.comparing(DistributionLink::toString));
        return links;
    }

    private static String format(Resource distribution) {
        String text = code(distribution, DCTerms.format)
                .or(() -> code(distribution, DCAT.mediaType))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        String part = text.substring(text.lastIndexOf('/') + 1)
                .replaceFirst("^\\.", "")
                .strip();
        return part.length() <= 40 ? part : "";
    }

    /** The last part of an IRI, or a literal as it is, or the label of a blank node. */
    private static Optional<String> code(Resource subject, Property property) {
        Statement statement = subject.getProperty(property);
        if (statement == null) {
            return Optional.empty();
        }
        RDFNode node = statement.getObject();
        if (node.isLiteral()) {
            return Optional.of(node.asLiteral().getLexicalForm());
        }
        return node.isURIResource()
                ? Optional.of(lastPart(node.asResource().getURI()))
                : text(node.asResource(), RDFS.label, "en");
    }

    private static Optional<String> iri(Resource subject, Property property) {
        return subject.listProperties(property).toList().stream()
                .map(Statement::getObject)
                .map(node -> node.isLiteral() ? node.asLiteral().getLexicalForm() : String.valueOf(node.asNode()))
                .filter(uri -> uri.contains(":") && !uri.startsWith("_:"))
                .sorted()
                .findFirst();
    }

    /** The text in the wanted language, else without a language, else in English, else any; always the same one. */
    private static Optional<String> text(Resource subject, Property property, String language) {
        return subject.listProperties(property).toList().stream()
                .map(Statement::getObject)
                .filter(RDFNode::isLiteral)
                .map(RDFNode::asLiteral)
                .filter(literal -> !literal.getLexicalForm().isBlank())
                .filter(literal -> !language.equals("en")
                        || literal.getLanguage().toLowerCase(Locale.ROOT).startsWith("en"))
                .min(java.util.Comparator.comparingInt(
                                (org.apache.jena.rdf.model.Literal literal) -> rank(literal.getLanguage(), language))
                        .thenComparing(org.apache.jena.rdf.model.Literal::getLexicalForm))
                .map(literal -> literal.getLexicalForm().strip());
    }

    private static int rank(String actual, String wanted) {
        String tag = actual.toLowerCase(Locale.ROOT);
        if (tag.startsWith(wanted)) {
            return 0;
        }
        return tag.isEmpty() ? 1 : tag.startsWith("en") ? 2 : 3;
    }

    private static Optional<Instant> instant(Resource subject, Property property) {
        Statement statement = subject.getProperty(property);
        return statement == null || !statement.getObject().isLiteral()
                ? Optional.empty()
                : instant(statement.getLiteral().getLexicalForm().strip());
    }

    private static Optional<Instant> instant(String text) {
        try {
            if (text.length() == 10) {
                return Optional.of(
                        LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            String joined = text.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T");
            return joined.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$") && joined.contains("T")
                    ? Optional.of(OffsetDateTime.parse(joined.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2"))
                            .toInstant())
                    : Optional.of(LocalDateTime.parse(joined).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // the text itself stays in the RDF
        }
    }

    private static String lastPart(String uri) {
        String trimmed = uri.replaceFirst("[/#]+$", "");
        return trimmed.substring(Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('#')) + 1);
    }
}
