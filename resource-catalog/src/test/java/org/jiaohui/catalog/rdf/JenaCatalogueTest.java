package org.jiaohui.catalog.rdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.Dataset;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;
import org.apache.jena.tdb2.TDB2Factory;
import org.jiaohui.catalog.Entries;
import org.jiaohui.catalog.shape.ShapeValidator;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JenaCatalogueTest {
    private static final String FOREIGN = "https://example.org/d/1";
    private static final String RDF = "<" + FOREIGN
            + "> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n<" + FOREIGN
            + "> <http://purl.org/dc/terms/title> \"Foreign\"@en .\n<" + FOREIGN
            + "> <https://odd.example/p> \"kept\" .\n";

    @TempDir
    Path folder;

    private JenaCatalogue graph;

    @BeforeEach
    void open() {
        graph = new JenaCatalogue(folder, new DcatWriter("http://localhost:8080/"), "河南省交通运输厅");
        graph.apply(Entries.puts(
                1,
                Entries.own("toll", "高速公路收费站", Entries.HENAN, "GL", "PUBLIC"),
                Entries.own("port", "港口吞吐量", Entries.SICHUAN, "SL", "PUBLIC"),
                Entries.own("secret", "内部名单", Entries.SICHUAN, "GL", "NON_PUBLIC"),
                harvested()));
    }

    @AfterEach
    void close() {
        graph.close();
    }

    @Test
    void restrictedDataHasADescriptionAndNoAddress() {
        graph.apply(Entries.puts(5, Entries.own("tracks", "车辆轨迹", Entries.HENAN, "GL", "RESTRICTED")));
        String out = text(graph.describe("tracks", "application/n-triples").orElseThrow());
        assertThat(out)
                .contains("access-right/RESTRICTED", "RightsStatement", "河南省交通运输厅", "#column-station")
                .doesNotContain("downloadURL", "DataService", "hasQualityMeasurement", "/records", "1200");
        Graph described =
                parsed(graph.describe("tracks", "application/n-triples").orElseThrow());
        assertThat(new ShapeValidator(Optional.empty()).validate(ModelFactory.createModelForGraph(described)))
                .isEmpty();
    }

    @Test
    void aGraphOfAnOlderShapeIsMadeAgainFromTheLog() {
        graph.close();
        Dataset older = TDB2Factory.connectDataset(folder.toString());
        older.executeWrite(() ->
                older.getDefaultModel().removeAll(null, ResourceFactory.createProperty(Vocabulary.TIR, "shape"), null));
        older.close();
        graph = new JenaCatalogue(folder, new DcatWriter("http://localhost:8080"), "河南省交通运输厅");
        assertThat(graph.position()).isZero();
        assertThat(graph.describe("toll", "text/turtle")).isEmpty();
    }

    @Test
    void keepsItsPositionAcrossRestarts() {
        assertThat(graph.position()).isEqualTo(4);
        graph.close();
        graph = new JenaCatalogue(folder, new DcatWriter("http://localhost:8080"), "河南省交通运输厅");
        assertThat(graph.position()).isEqualTo(4);
        assertThat(graph.describe("toll", "text/turtle")).isPresent();
        graph.apply(List.of(Entries.withdraw(5, "toll")));
        assertThat(graph.describe("toll", "text/turtle")).isEmpty();
        graph.compact();
        assertThat(graph.position()).isEqualTo(5);
        graph.reset();
        assertThat(graph.position()).isZero();
        assertThat(ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv")).contains("\r\n0\r\n");
    }

    @Test
    void anEntryThatIsPutAgainIsWhatItWouldBeInANewGraph() {
        CatalogueEntry again = Entries.own("toll", "收费站改名", Entries.SICHUAN, "SL", "PUBLIC");
        String before = text(graph.describe("toll", "application/n-triples").orElseThrow());
        graph.apply(Entries.puts(5, again));
        graph.apply(Entries.puts(6, again));
        String put = text(graph.describe("toll", "application/n-triples").orElseThrow());
        graph.reset();
        graph.apply(Entries.puts(1, again));
        String anew = text(graph.describe("toll", "application/n-triples").orElseThrow());
        assertThat(put.lines()).containsExactlyInAnyOrderElementsOf(anew.lines().toList());
        assertThat(put.lines()).doesNotContainAnyElementsOf(List.of(lineWith(before, "高速公路收费站")));
    }

    private static String lineWith(String triples, String text) {
        return triples.lines().filter(line -> line.contains(text)).findFirst().orElseThrow();
    }

    @Test
    void describesInEverySyntaxAndNeverWhatIsNotPublic() {
        for (String type : RdfSyntax.GRAPH_TYPES) {
            assertThat(graph.describe("toll", type).orElseThrow()).isNotEmpty();
        }
        assertThat(graph.describe("secret", "text/turtle")).isEmpty();
        assertThat(ask("SELECT * { GRAPH ?g { ?s ?p ?o } }", "text/csv"))
                .doesNotContain("secret")
                .doesNotContain("内部名单");
        assertThat(text(graph.catalogue(1, 100, "text/turtle"))).doesNotContain("secret");
    }

    @Test
    void givesHarvestedDescriptionsBackCompletely() {
        String out = text(graph.describe("src~1", "application/n-triples").orElseThrow());
        RDF.lines().forEach(line -> assertThat(out).contains(line));
    }

    @Test
    void pagesTheCatalogue() {
        String first = text(graph.catalogue(1, 2, "text/turtle"));
        assertThat(first)
                .contains("PartialCollectionView")
                .contains("hydra:next")
                .contains("page=2");
        assertThat(text(graph.catalogue(2, 2, "text/turtle")))
                .contains("hydra:previous")
                .contains("toll");
    }

    @Test
    void answersOverTheUnionOfPublicEntries() {
        String json = ask(
                "SELECT ?t { ?d a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> ?t }",
                "application/sparql-results+json");
        assertThat(json).contains("高速公路收费站").contains("港口吞吐量").contains("Foreign");
        assertThat(ask("CONSTRUCT { ?s a ?t } { ?s a ?t }", "text/turtle")).contains("dcat:Dataset");
        assertThat(ask("ASK { ?s ?p 1 }", "application/xml")).contains("boolean");
    }

    @Test
    void refusesWhatLeavesTheGraphOrChangesIt() {
        for (String query : List.of(
                "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
                "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } } }",
                "SELECT * { { SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } } }",
                "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
                "PREFIX j: <java:java.lang.> SELECT (j:System(1) AS ?x) {}",
                "DELETE WHERE { ?s ?p ?o }",
                "SELECT * {")) {
            assertThatThrownBy(() -> ask(query, "*/*"))
                    .as(query)
                    .isInstanceOfSatisfying(
                            ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_QUERY));
        }
    }

    @Test
    void endsQueriesThatTakeTooLong() {
        assertThatThrownBy(() ->
                        ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }", "*/*"))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_TIMED_OUT));
    }

    @Test
    void saysWhichRunMadeAVersionAndOfWhat() {
        String turtle = text(graph.describe("toll", "text/turtle").orElseThrow());
        assertThat(turtle)
                .contains(
                        "prov:wasGeneratedBy",
                        "prov:wasRevisionOf",
                        "/datasets/toll/versions/v2>",
                        "prov:SoftwareAgent");
        assertThat(ask("""
                        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX spdx: <http://spdx.org/rdf/terms#>
                        SELECT ?name ?sum WHERE {
                          ?d prov:wasGeneratedBy ?run ; <http://purl.org/dc/terms/identifier> "toll" .
                          ?run a prov:Activity ; prov:used ?input .
                          ?input <http://purl.org/dc/terms/title> ?name ; spdx:checksum/spdx:checksumValue ?sum
                        } ORDER BY ?name
                        """, "text/csv")).contains("gates," + "a0".repeat(32)).contains("通行 <1>.csv," + "0f".repeat(32));
    }

    @Test
    void isValidByTheOfficialShapes() {
        String data = System.getenv("JIAOHUI_REAL_DATA");
        Assumptions.assumeTrue(data != null, "JIAOHUI_REAL_DATA is not set");
        graph.apply(List.of(Entries.withdraw(5, "src~1")));
        Model shapes = ModelFactory.createDefaultModel();
        RDFParser.create()
                .source(Path.of(data, "dcat-ap/3.0.1/html/shacl/shapes.ttl"))
                .lang(Lang.TURTLE)
                .parse(shapes);
        ValidationReport report = ShaclValidator.get().validate(Shapes.parse(shapes), catalogue());
        assertThat(report.getEntries()).isEmpty();
        Graph withChecksum = parsed(graph.describe("toll", "application/n-triples", Map.of("csv", "ab".repeat(32)))
                .orElseThrow());
        assertThat(ShaclValidator.get()
                        .validate(Shapes.parse(shapes), withChecksum)
                        .getEntries())
                .isEmpty();
    }

    @Test
    void writesChecksumsOfTheFilesThatAreKnown() {
        String digest = "ab".repeat(32);
        String out = text(graph.describe("toll", "application/n-triples", Map.of("csv", digest))
                .orElseThrow());
        String checksum = "<http://localhost:8080/api/v1/datasets/toll#csv-sha256>";
        assertThat(out)
                .contains("<http://localhost:8080/api/v1/datasets/toll#csv> <http://spdx.org/rdf/terms#checksum> "
                        + checksum)
                .contains(checksum
                        + " <http://spdx.org/rdf/terms#algorithm> <http://spdx.org/rdf/terms#checksumAlgorithm_sha256>")
                .contains("\"" + digest + "\"^^<http://www.w3.org/2001/XMLSchema#hexBinary>")
                .doesNotContain("#parquet-sha256");
        assertThat(text(graph.describe("toll", "application/n-triples").orElseThrow()))
                .doesNotContain("#csv-sha256");
    }

    @Test
    void isValidByOurShapes() {
        graph.apply(List.of(Entries.withdraw(5, "src~1")));
        assertThat(new ShapeValidator(Optional.empty()).validate(ModelFactory.createModelForGraph(catalogue())))
                .isEmpty();
    }

    private Graph catalogue() {
        return parsed(graph.catalogue(1, 100, "application/n-triples"));
    }

    private static Graph parsed(byte[] triples) {
        Model model = ModelFactory.createDefaultModel();
        RDFParser.create()
                .source(new StringReader(text(triples)))
                .lang(Lang.NTRIPLES)
                .parse(model);
        return model.getGraph();
    }

    private String ask(String query, String accept) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        graph.sparql(query, accept, mediaType -> assertThat(mediaType).isNotBlank(), out);
        return text(out.toByteArray());
    }

    private static CatalogueEntry harvested() {
        CatalogueEntry own = Entries.own("src~1", "Foreign", Entries.SICHUAN, "ZH", "PUBLIC");
        return new CatalogueEntry(
                own.id(),
                Optional.of("src"),
                own.about(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                own.issued(),
                own.modified(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(FOREIGN),
                Optional.of(RDF));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
