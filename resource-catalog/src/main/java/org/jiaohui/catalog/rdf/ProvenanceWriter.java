package org.jiaohui.catalog.rdf;

import static org.jiaohui.catalog.rdf.Vocabulary.PROV;
import static org.jiaohui.catalog.rdf.Vocabulary.SPDX;
import static org.jiaohui.catalog.rdf.Vocabulary.TIR;
import static org.jiaohui.catalog.rdf.Vocabulary.property;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.rdf.model.Literal;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.sparql.vocabulary.FOAF;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.Provenance;
import org.jiaohui.exchange.run.RunInput;

/** Which run made a version, of which delivered inputs, by which rules and software: as PROV-O (W3C, 2013). */
final class ProvenanceWriter {
    private static final String SHA256 = SPDX + "checksumAlgorithm_sha256";

    private final String base;

    ProvenanceWriter(String base) {
        this.base = base;
    }

    void describe(Resource dataset, CatalogueEntry entry, Provenance origin) {
        Model model = dataset.getModel();
        Resource activity = model.createResource(base + "/api/v1/runs/" + origin.run())
                .addProperty(RDF.type, model.createResource(PROV + "Activity"))
                .addProperty(DCTerms.identifier, origin.run().value())
                .addProperty(property(TIR, "task"), origin.task().value())
                .addProperty(property(TIR, "source"), origin.source().value())
                .addProperty(property(PROV, "endedAtTime"), dateTime(model, entry.modified()))
                .addProperty(property(PROV, "wasAssociatedWith"), software(model))
                .addProperty(
                        property(TIR, "receipt"),
                        model.createResource(base + "/api/v1/runs/" + origin.run() + "/receipt"));
        origin.startedAt().ifPresent(at -> activity.addProperty(property(PROV, "startedAtTime"), dateTime(model, at)));
        List<RunInput> inputs = origin.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            activity.addProperty(property(PROV, "used"), input(activity, i, inputs.get(i)));
        }
        entry.schema().ifPresent(schema -> activity.addProperty(property(PROV, "used"), rules(dataset)));
        dataset.addProperty(property(PROV, "wasGeneratedBy"), activity);
        origin.previous()
                .ifPresent(version -> dataset.addProperty(
                        property(PROV, "wasRevisionOf"),
                        model.createResource(
                                dataset.getURI() + "/versions/" + version, model.createResource(PROV + "Entity"))));
    }

    private Resource software(Model model) {
        return model.createResource(base + "/#jiaohui", model.createResource(PROV + "SoftwareAgent"))
                .addProperty(FOAF.name, "Jiaohui");
    }

    private static Resource input(Resource activity, int number, RunInput input) {
        Model model = activity.getModel();
        String iri = activity.getURI() + "#input-" + number;
        Resource checksum = model.createResource(iri + "-checksum", model.createResource(SPDX + "Checksum"))
                .addProperty(
                        property(SPDX, "algorithm"),
                        model.createResource(SHA256, model.createResource(SPDX + "ChecksumAlgorithm")))
                .addProperty(
                        property(SPDX, "checksumValue"),
                        model.createTypedLiteral(input.sha256(), XSDDatatype.XSDhexBinary));
        return model.createResource(iri, model.createResource(PROV + "Entity"))
                .addProperty(DCTerms.title, input.name())
                .addProperty(property(TIR, "basis"), input.basis().name().toLowerCase(Locale.ROOT))
                .addLiteral(property(TIR, "bytes"), input.bytes())
                .addProperty(property(SPDX, "checksum"), checksum);
    }

    /** The plan: the schema with its rules, as the version's own address gives it. */
    private static Resource rules(Resource dataset) {
        Model model = dataset.getModel();
        return model.createResource(dataset.getURI() + "/schema", model.createResource(PROV + "Plan"))
                .addProperty(RDF.type, model.createResource(PROV + "Entity"));
    }

    private static Literal dateTime(Model model, Instant at) {
        return model.createTypedLiteral(at.toString(), XSDDatatype.XSDdateTime);
    }
}
