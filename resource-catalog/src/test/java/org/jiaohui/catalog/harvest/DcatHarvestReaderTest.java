package org.jiaohui.catalog.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.HarvestReader.Harvest;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.Delivery.CatalogueFormat;
import org.jiaohui.exchange.source.Delivery.Descriptions;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;
import org.jiaohui.exchange.source.SpooledFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DcatHarvestReaderTest {
    private static final Source SOURCE =
            new Source(new SourceId("nap"), "Access point", "dcat", Map.of(), FormatOptions.DETECT);
    private static final String HEAD = """
            @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
            @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
            """;

    @TempDir
    Path folder;

    @Test
    void keepsForeignPropertiesAndSkolemisesTheSameWayTwice() throws Exception {
        String turtle = HEAD + """
                <https://e.example/d> a dcat:Dataset ; dct:title "道路"@zh, "Roads"@en ; <https://odd.example/p> "kept" ;
                  dct:publisher [ a foaf:Agent ; foaf:name "Bureau" ] ;
                  dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://e.example/f> ; dct:format "CSV" ] ;
                  dct:issued "2021-01-28 GMT 01:51:03"^^xsd:dateTime .
                """;
        Harvest harvest = read(CatalogueFormat.RDF, "c.ttl", turtle);
        CatalogueEntry entry = harvest.entries().getFirst();
        assertThat(entry.about().title()).isEqualTo("道路");
        assertThat(entry.about().titleEn()).contains("Roads");
        assertThat(entry.about().publisher().name()).isEqualTo("Bureau");
        assertThat(entry.formats()).containsExactly("CSV");
        assertThat(entry.rdf().orElseThrow())
                .contains("odd.example")
                .contains("GMT")
                .doesNotContain("_:");
        assertThat(harvest.findings()).extracting(finding -> finding.rule()).containsExactly("catalogue-literal");
        assertThat(read(CatalogueFormat.RDF, "c2.ttl", turtle)
                        .entries()
                        .getFirst()
                        .rdf())
                .isEqualTo(entry.rdf());
    }

    @Test
    void makesUpNothingThatADescriptionDoesNotSay() throws Exception {
        String turtle = HEAD + """
                <https://e.example/1> a dcat:Dataset ; dct:title "说得少"@zh .
                <https://e.example/2> a dcat:Dataset ; dct:title "说得多"@zh ;
                  dct:accessRights <http://publications.europa.eu/resource/authority/access-right/RESTRICTED> ;
                  dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/BIENNIAL> ;
                  dcat:theme <urn:jiaohui:tir:sector:GL> ;
                  dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://e.example/a> ; dct:format "csv" ] ,
                    [ a dcat:Distribution ; dcat:accessURL <https://e.example/b> ; dcat:mediaType "text/CSV" ] ,
                    [ a dcat:Distribution ; dcat:accessURL <https://e.example/c> ; dct:format "esri shapefile" ] .
                <https://e.example/3> a dcat:Dataset ; dct:title "机密"@zh ;
                  dct:accessRights <http://publications.europa.eu/resource/authority/access-right/CONFIDENTIAL> .
                """;
        List<CatalogueEntry> entries =
                read(CatalogueFormat.RDF, "u.ttl", turtle).entries();
        CatalogueEntry little = titled(entries, "说得少");
        assertThat(little.about().access()).isEmpty();
        assertThat(little.about().updateCycle()).isEmpty();
        assertThat(little.about().themes()).isEmpty();
        assertThat(little.listed() && little.open()).isTrue();
        assertThat(little.rdf().orElseThrow()).doesNotContain("access-right", "frequency", "theme");
        CatalogueEntry much = titled(entries, "说得多");
        assertThat(much.about().access()).contains("RESTRICTED");
        assertThat(much.about().updateCycle()).contains("BIENNIAL");
        assertThat(much.about().themes()).containsExactly("GL");
        assertThat(much.listed() && !much.open()).isTrue();
        assertThat(much.formats()).containsExactlyInAnyOrder("CSV", "Shapefile");
        assertThat(titled(entries, "机密").listed()).isFalse();
    }

    private static CatalogueEntry titled(List<CatalogueEntry> entries, String title) {
        return entries.stream()
                .filter(entry -> entry.about().title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesFileAndLineOfASyntaxError() {
        assertBroken(
                CatalogueFormat.RDF, "bad.ttl", HEAD + "<https://e.example/d> a dcat:Dataset ;\n", "bad.ttl", "line ");
        assertBroken(CatalogueFormat.DATA_JSON, "bad.json", "{\n\"dataset\": [ {]", "bad.json", "line 2");
    }

    @Test
    void neverFetchesContextsNorExpandsEntities() {
        assertBroken(
                CatalogueFormat.RDF,
                "c.jsonld",
                "{\"@context\": \"http://127.0.0.1:1/c\", \"@id\": \"x\"}",
                "never fetched");
        assertBroken(
                CatalogueFormat.RDF,
                "c.rdf",
                "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
                "c.rdf");
    }

    @Test
    void refusesDatasetsWithoutIdentityOrTitleByName() throws Exception {
        Harvest harvest = read(
                CatalogueFormat.DATA_JSON,
                "data.json",
                "{\"dataset\":[{\"title\":\"a\"},{\"identifier\":\"2\"},{\"identifier\":\"3\",\"title\":707}]}");
        assertThat(harvest.read()).isEqualTo(3);
        assertThat(harvest.refused()).isEqualTo(2);
        assertThat(harvest.entries().getFirst().about().title()).isEqualTo("707");
        assertThat(harvest.findings().getFirst().samples().getFirst().row()).isEqualTo(1);
    }

    @Test
    void readsCkanPackagesLineByLine() throws Exception {
        String line =
                "{\"id\":\"%s\",\"name\":\"n%s\",\"title\":\"T\",\"organization\":{\"title\":\"O\"},\"tags\":[{\"name\":\"k\"}],\"resources\":[{\"url\":\"https://e.example/f.csv\",\"format\":\"CSV\"}]}\n";
        Harvest harvest = read(CatalogueFormat.CKAN, "p.ndjson", line.formatted("1", "1") + line.formatted("2", "2"));
        assertThat(harvest.entries()).hasSize(2);
        assertThat(harvest.entries().getFirst().foreignIri()).contains("https://e.example/dataset/n1");
        assertThat(harvest.entries().getFirst().distributions().getFirst().downloadUrl())
                .contains("https://e.example/f.csv");
    }

    @Test
    void refusesACatalogueThatIsTooLargeForItsMemoryInBoundedTime() throws Exception {
        Path file = folder.resolve("large.ttl");
        try (BufferedWriter to = Files.newBufferedWriter(file)) {
            to.write(HEAD);
            String text = "x".repeat(60);
            for (int i = 0; i < 500_000; i++) {
                to.write("<https://e.example/d/" + i + "> a dcat:Dataset ; dct:title \"" + text + i
                        + "\" ; dct:description \"" + text + i + "\" .\n");
            }
        }
        assertThat(Files.size(file)).isGreaterThan(95L << 20);
        long start = System.nanoTime();
        assertThatThrownBy(() -> read(CatalogueFormat.RDF, file))
                .hasMessageContaining("large.ttl")
                .hasMessageContaining("triples")
                .extracting("code")
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void refusesJsonLdThatCannotBeExpandedInItsMemory() throws Exception {
        Path file = Files.writeString(folder.resolve("large.jsonld"), "{\"@graph\":[" + " ".repeat(33 << 20) + "]}");
        assertThatThrownBy(() -> read(CatalogueFormat.RDF, file))
                .hasMessageContaining("use Turtle")
                .extracting("code")
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void readsALongDataJsonOneDatasetAtATimeAndRefusesWhatIsTooMuch() throws Exception {
        Path file = folder.resolve("data.json");
        try (BufferedWriter to = Files.newBufferedWriter(file)) {
            to.write("{\"conformsTo\":\"x\",\"dataset\":[");
            String text = "x".repeat(20_000);
            for (int i = 0; i < 5_000; i++) {
                to.write((i == 0 ? "" : ",\n") + "{\"identifier\":\"" + i + "\",\"title\":\"t\",\"description\":\""
                        + text + "\"}");
            }
            to.write("],\"describedBy\":{\"a\":[1]}}");
        }
        assertThat(Files.size(file)).isGreaterThan(95L << 20);
        assertThatThrownBy(() -> read(CatalogueFormat.DATA_JSON, file))
                .hasMessageContaining("at dataset")
                .extracting("code")
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void readsRealDcatExamples() throws Exception {
        Path data = realData();
        long datasets = 0;
        List<String> broken = new ArrayList<>();
        for (String place : List.of("dcat-ap/3.0.1/html/examples", "w3c-dcat3-examples")) {
            for (Path file : files(data.resolve(place), ".ttl")) {
                try {
                    datasets += read(CatalogueFormat.RDF, file).entries().size();
                } catch (ExchangeException e) {
                    broken.add(e.getMessage());
                }
            }
        }
        // Some published examples are not valid Turtle: each is refused by name and line.
        assertThat(broken).allMatch(message -> message.contains(".ttl cannot be parsed: line "));
        assertThat(datasets).isGreaterThan(15);
    }

    @Test
    void refusesTheTruncatedFileAndReadsItsTwin() {
        Path folder = realData().resolve("mobility-dcat-ap/drafts/latest/examples");
        String name = "SE NAP_dataset_expressed in mobilityDCAT-AP_minimum population_240205";
        assertThatThrownBy(() -> read(CatalogueFormat.RDF, folder.resolve(name + ".ttl")))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CATALOGUE_BROKEN))
                .hasMessageContaining("line ");
        assertThat(read(CatalogueFormat.RDF, folder.resolve(name + ".xml")).entries())
                .hasSize(1);
    }

    @Test
    void readsRealDataJson() throws Exception {
        Path samples = realData().resolve("dcat-us-datajson/tests/datajson-samples");
        long read = 0;
        long refused = 0;
        for (Path file : files(samples, ".json")) {
            Harvest harvest = read(CatalogueFormat.DATA_JSON, file);
            read += harvest.read();
            refused += harvest.refused();
            assertThat(harvest.entries()).hasSize((int) (harvest.read() - harvest.refused()));
        }
        assertThat(read).isEqualTo(30);
        assertThat(refused).isEqualTo(4);
    }

    @Test
    void readsEveryFeedOfMobilityDatabase() {
        Harvest harvest = read(CatalogueFormat.MOBILITY_DATABASE, realData().resolve("mobility-database/sources.zip"));
        assertThat(harvest.read()).isEqualTo(3434);
        assertThat(harvest.entries()).hasSize(3434);
    }

    private void assertBroken(CatalogueFormat format, String name, String content, String... parts) {
        assertThatThrownBy(() -> read(format, name, content))
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CATALOGUE_BROKEN))
                .hasMessageContainingAll(parts);
    }

    private Harvest read(CatalogueFormat format, String name, String content) throws IOException {
        return read(format, Files.writeString(folder.resolve(name), content));
    }

    private static Harvest read(CatalogueFormat format, Path file) {
        SpooledFile spooled = new SpooledFile(
                file,
                file.getFileName().toString(),
                java.util.Optional.empty(),
                file.toFile().length(),
                "");
        return new DcatHarvestReader()
                .read(SOURCE, new Descriptions(format, List.of(spooled), "https://e.example/", ""));
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static Path realData() {
        String data = System.getenv("JIAOHUI_REAL_DATA");
        Assumptions.assumeTrue(data != null, "JIAOHUI_REAL_DATA is not set");
        return Path.of(String.valueOf(data));
    }
}
