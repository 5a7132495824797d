package org.jiaohui.catalog.rdf;

import static org.jiaohui.catalog.rdf.Vocabulary.ADMS;
import static org.jiaohui.catalog.rdf.Vocabulary.CSVW;
import static org.jiaohui.catalog.rdf.Vocabulary.DQV;
import static org.jiaohui.catalog.rdf.Vocabulary.SPDX;
import static org.jiaohui.catalog.rdf.Vocabulary.TIR;
import static org.jiaohui.catalog.rdf.Vocabulary.authority;
import static org.jiaohui.catalog.rdf.Vocabulary.property;

import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.vocabulary.FOAF;
import org.apache.jena.vocabulary.DCAT;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.catalogue.Organization;
import org.jiaohui.exchange.catalogue.Sectors;
import org.jiaohui.exchange.table.Column;

/** Writes entries as DCAT-AP 3.0.1: own ones from what the hub knows, harvested ones exactly as they came. No blank nodes. */
public final class DcatWriter {
    private static final Property VERSION = property(Vocabulary.DCAT, "version");

    /** Formats that the hub makes of every version, where they apply. */
    private static final Set<String> MADE = Set.of("csv", "parquet", "json", "xlsx", "geojson");

    private final String base;

    /** @param base the hub's public address without a slash at its end */
    public DcatWriter(String base) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** The address of the catalogue itself. */
    public String catalogue() {
        return base + "/catalog";
    }

    /** The IRI of an entry's dataset: the foreign one for a harvested entry. */
    public String dataset(CatalogueEntry entry) {
        return entry.foreignIri().orElseGet(() -> home(entry.id()));
    }

    /** The IRI of an entry's catalogue record. */
    public String record(String id) {
        return home(id) + "#record";
    }

    /** The whole description of an entry: dataset, distributions, agents, and its catalogue record. */
    public Model describe(CatalogueEntry entry) {
        Model model = Vocabulary.withPrefixes(ModelFactory.createDefaultModel());
        if (entry.rdf().isPresent()) {
            RDFParser.create()
                    .source(new StringReader(entry.rdf().get()))
                    .lang(Lang.NTRIPLES)
                    .checking(false)
                    .parse(model);
        } else {
            own(model, entry);
        }
        record(model, entry);
        return model;
    }

    private String home(String id) {
        return base + "/api/v1/datasets/" + encoded(id);
    }

    private void record(Model model, CatalogueEntry entry) {
        Resource record = model.createResource(record(entry.id()), DCAT.CatalogRecord)
                .addProperty(FOAF.primaryTopic, model.createResource(dataset(entry)))
                .addProperty(DCTerms.identifier, entry.id())
                .addProperty(DCTerms.issued, dateTime(model, entry.issued()))
                .addProperty(DCTerms.modified, dateTime(model, entry.modified()))
                .addProperty(DCTerms.language, authority("language", "ZHO"));
        entry.source().ifPresent(source -> record.addProperty(property(TIR, "harvestedFrom"), source));
    }

    private void own(Model model, CatalogueEntry entry) {
        DatasetDescription about = entry.about();
        Resource dataset = model.createResource(home(entry.id()), DCAT.Dataset)
                .addProperty(DCTerms.identifier, entry.id())
                .addProperty(DCTerms.publisher, agent(model, about.publisher()))
                .addProperty(DCTerms.issued, dateTime(model, entry.issued()))
                .addProperty(DCTerms.modified, dateTime(model, entry.modified()))
                .addProperty(DCTerms.language, authority("language", "ZHO"))
                .addProperty(DCAT.landingPage, model.createResource(base + "/datasets/" + encoded(entry.id())))
                .addProperty(DCAT.theme, authority("data-theme", "TRAN"));
        texts(dataset, DCTerms.title, about.title(), about.titleEn());
        texts(
                dataset,
                DCTerms.description,
                about.summary().isBlank() ? about.title() : about.summary(),
                about.summaryEn());
        about.keywords().forEach(keyword -> dataset.addProperty(DCAT.keyword, keyword, "zh"));
        about.themes().forEach(code -> dataset.addProperty(DCAT.theme, theme(model, code)));
        about.region().ifPresent(code -> dataset.addProperty(DCTerms.spatial, region(model, code)));
        about.access().ifPresent(code -> dataset.addProperty(DCTerms.accessRights, authority("access-right", code)));
        about.updateCycle()
                .map(Vocabulary.FREQUENCIES::get)
                .ifPresent(code -> dataset.addProperty(DCTerms.accrualPeriodicity, authority("frequency", code)));
        entry.version().ifPresent(version -> dataset.addProperty(VERSION, version.toString()));
        entry.rows().ifPresent(rows -> dataset.addLiteral(property(TIR, "rows"), rows.longValue()));
        quality(dataset, entry);
        columns(dataset, entry);
        entry.provenance().ifPresent(origin -> new ProvenanceWriter(base).describe(dataset, entry, origin));
        entry.formats().forEach(format -> distribution(dataset, entry, format));
        if (entry.schema().isPresent() && entry.open()) {
            service(dataset, entry);
        }
    }

    /** Data that must be applied for has no address that everybody could download: its page says how to apply. */
    private void access(Resource distribution, CatalogueEntry entry, String format) {
        Model model = distribution.getModel();
        distribution.addProperty(DCAT.accessURL, model.createResource(base + "/datasets/" + encoded(entry.id())));
        if (entry.open()) {
            distribution.addProperty(DCAT.downloadURL, model.createResource(download(entry.id(), format)));
            return;
        }
        Resource rights = model.createResource(home(entry.id()) + "#rights", DCTerms.RightsStatement);
        texts(rights, RDFS.label, conditions(entry.about()), Optional.empty());
        distribution.addProperty(DCTerms.rights, rights);
    }

    private static String conditions(DatasetDescription about) {
        return about.accessConditions()
                .orElseGet(() -> "须向提供单位“" + about.publisher().name() + "”申请");
    }

    private void distribution(Resource dataset, CatalogueEntry entry, String format) {
        Model model = dataset.getModel();
        String name = format.toLowerCase(Locale.ROOT);
        Resource distribution = model.createResource(home(entry.id()) + "#" + encoded(name), DCAT.Distribution)
                .addProperty(DCTerms.issued, dateTime(model, entry.issued()))
                .addProperty(DCTerms.modified, dateTime(model, entry.modified()));
        texts(
                distribution,
                DCTerms.title,
                entry.about().title() + " (" + name.toUpperCase(Locale.ROOT) + ")",
                Optional.empty());
        Optional.ofNullable(Vocabulary.FILE_TYPES.get(name))
                .ifPresent(code -> distribution.addProperty(DCTerms.format, authority("file-type", code)));
        Optional.ofNullable(Vocabulary.MEDIA_TYPES.get(name))
                .ifPresent(type -> distribution.addProperty(DCAT.mediaType, Vocabulary.mediaType(type)));
        access(distribution, entry, name);
        licence(distribution, entry.about());
        dataset.addProperty(DCAT.distribution, distribution);
    }

    /** What the hub does not make itself is there as it was delivered. */
    private String download(String id, String format) {
        return home(id) + "/download/" + (MADE.contains(format) ? format : "original");
    }

    /** Writes the checksum of each file that is known beside its distribution. */
    void checksums(Model model, String id, Map<String, String> sha256) {
        sha256.forEach((file, digest) -> {
            Resource address = model.createResource(home(id) + "/download/" + encoded(file));
            for (Resource distribution :
                    model.listSubjectsWithProperty(DCAT.downloadURL, address).toList()) {
                Resource algorithm = model.createResource(
                        SPDX + "checksumAlgorithm_sha256", model.createResource(SPDX + "ChecksumAlgorithm"));
                Resource checksum = model.createResource(
                                distribution.getURI() + "-sha256", model.createResource(SPDX + "Checksum"))
                        .addProperty(property(SPDX, "algorithm"), algorithm)
                        .addProperty(
                                property(SPDX, "checksumValue"),
                                model.createTypedLiteral(digest, XSDDatatype.XSDhexBinary));
                distribution.addProperty(property(SPDX, "checksum"), checksum);
            }
        });
    }

    private void service(Resource dataset, CatalogueEntry entry) {
        Model model = dataset.getModel();
        Resource endpoint = model.createResource(home(entry.id()) + "/records");
        Resource service = model.createResource(home(entry.id()) + "#service", DCAT.DataService)
                .addProperty(DCAT.endpointURL, endpoint)
                .addProperty(DCAT.endpointDescription, model.createResource(base + "/v3/api-docs"))
                .addProperty(DCAT.servesDataset, dataset)
                .addProperty(DCTerms.publisher, agent(model, entry.about().publisher()));
        texts(
                service,
                DCTerms.title,
                entry.about().title() + " 数据接口",
                entry.about().titleEn().map(title -> title + " – records API"));
        licence(service, entry.about());
        Resource distribution = model.createResource(home(entry.id()) + "#api", DCAT.Distribution)
                .addProperty(DCAT.accessURL, endpoint)
                .addProperty(DCAT.accessService, service)
                .addProperty(DCTerms.format, authority("file-type", "JSON"))
                .addProperty(DCAT.mediaType, Vocabulary.mediaType("application/json"));
        texts(distribution, DCTerms.title, entry.about().title() + " (API)", Optional.empty());
        licence(distribution, entry.about());
        dataset.addProperty(DCAT.distribution, distribution);
    }

    private static void licence(Resource subject, DatasetDescription about) {
        about.licence()
                .ifPresent(uri -> subject.addProperty(
                        DCTerms.license, subject.getModel().createResource(uri, DCTerms.LicenseDocument)));
    }

    private Resource agent(Model model, Organization organization) {
        // A part of the catalogue's document, which describes every publisher: no address that nothing answers.
        Resource agent =
                model.createResource(catalogue() + "#organization-" + encoded(organization.code()), FOAF.Agent);
        texts(agent, FOAF.name, organization.name(), organization.nameEn());
        Resource identifier = model.createResource(agent.getURI() + "-code", model.createResource(ADMS + "Identifier"))
                .addProperty(SKOS.notation, typed(model, organization.code(), "USCC"));
        return agent.addProperty(property(ADMS, "identifier"), identifier);
    }

    private Resource theme(Model model, String code) {
        Resource concept = model.createResource(TIR + "sector:" + encoded(code), SKOS.Concept)
                .addProperty(SKOS.notation, code)
                .addProperty(SKOS.inScheme, model.createResource(TIR + "sector", SKOS.ConceptScheme));
        texts(model.createResource(TIR + "sector"), DCTerms.title, "交通运输行业分类", Optional.of("Transport sectors"));
        texts(
                concept,
                SKOS.prefLabel,
                Sectors.theme(code).map(Sectors.Label::chinese).orElse(code),
                Sectors.theme(code).map(Sectors.Label::english));
        return concept;
    }

    private Resource region(Model model, String code) {
        Resource place = model.createResource(TIR + "region:" + encoded(code), DCTerms.Location)
                .addProperty(SKOS.notation, typed(model, code, "DivisionCode"));
        Sectors.region(code)
                .ifPresent(label -> texts(place, SKOS.prefLabel, label.chinese(), Optional.of(label.english())));
        return place;
    }

    private static void quality(Resource dataset, CatalogueEntry entry) {
        Model model = dataset.getModel();
        entry.qualityChecks()
                .forEach(check -> dataset.addProperty(
                        property(DQV, "hasQualityMeasurement"),
                        model.createResource(
                                        dataset.getURI() + "#quality-" + encoded(check.dimension()),
                                        model.createResource(DQV + "QualityMeasurement"))
                                .addProperty(
                                        property(DQV, "isMeasurementOf"),
                                        model.createResource(TIR + "quality:" + encoded(check.dimension())))
                                .addLiteral(property(DQV, "value"), (long) check.score())));
    }

    private static void columns(Resource dataset, CatalogueEntry entry) {
        Model model = dataset.getModel();
        entry.schema().ifPresent(schema -> {
            for (Column column : schema.columns()) {
                Resource item = model.createResource(
                                dataset.getURI() + "#column-" + encoded(column.name()),
                                model.createResource(CSVW + "Column"))
                        .addProperty(property(CSVW, "name"), column.name())
                        .addProperty(property(CSVW, "datatype"), column.type().toString())
                        .addLiteral(property(CSVW, "required"), column.required());
                texts(item, property(CSVW, "titles"), column.title(), column.titleEn());
                column.description().ifPresent(text -> item.addProperty(DCTerms.description, text, "zh"));
                column.unit().ifPresent(unit -> item.addProperty(property(TIR, "unit"), unit));
                dataset.addProperty(property(TIR, "informationItem"), item);
            }
        });
    }

    private static org.apache.jena.rdf.model.Literal typed(Model model, String text, String type) {
        return model.createTypedLiteral(text, TypeMapper.getInstance().getSafeTypeByName(TIR + type));
    }

    private static org.apache.jena.rdf.model.Literal dateTime(Model model, Instant at) {
        return model.createTypedLiteral(at.toString(), XSDDatatype.XSDdateTime);
    }

    private static void texts(Resource subject, Property property, String chinese, Optional<String> english) {
        subject.addProperty(property, chinese, "zh");
        english.ifPresent(text -> subject.addProperty(property, text, "en"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
