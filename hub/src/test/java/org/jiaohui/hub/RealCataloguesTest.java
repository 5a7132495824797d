package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Real catalogues, served by a local site and harvested by a whole hub. What RDF files hold was counted with Python's rdflib 6.1 (which refuses the same
 * files), what JSON files hold is counted here by python3. Skipped where JIAOHUI_REAL_DATA is unset.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealCataloguesTest {
    private static final String RDFLIB = "rdflib 6.1";
    private static final String COUNT_JSON =
            "import json,sys\nprint(len(json.load(open(sys.argv[1],encoding='utf-8-sig'))['dataset']))";
    private static final String COUNT_ZIP =
            "import zipfile,sys\nprint(sum(n.endswith('.json') for n in zipfile.ZipFile(sys.argv[1]).namelist()))";

    private final LocalSite site = new LocalSite();
    private final RealInputReport report = new RealInputReport("catalogues");
    private Path data = Path.of("");
    private RunningHub hub;

    @BeforeAll
    void needsRealData() {
        String folder = System.getenv("JIAOHUI_REAL_DATA");
        assumeTrue(folder != null && !folder.isEmpty(), "JIAOHUI_REAL_DATA is not set");
        data = Path.of(folder);
        hub = RunningHub.get();
    }

    @AfterAll
    void finishTheTable() throws IOException {
        site.close();
        report.finish();
    }

    @Test
    void dcatApExamplesArriveAsPagesOfOneCatalogue() throws Exception {
        List<Path> broken = new ArrayList<>();
        List<Path> pages = new ArrayList<>();
        for (Path file : files("dcat-ap/3.0.1/html/examples", ".ttl")) {
            (file.toString().matches(".*series-(api|combined)\\.ttl") ? broken : pages).add(file);
        }
        JsonNode run = harvest("dcat-ap", "dcat", site.pages("/dcat-ap", pages), 0.1);
        published("dcat-ap/3.0.1/html/examples (13 .ttl as pages of one catalogue)", RDFLIB, run, 7, 0);
        for (Path file : broken) {
            refused(file, harvest("broken-" + broken.indexOf(file), "dcat", site.file("/broken", file), 0.1));
        }
    }

    @Test
    void w3cExamplesArriveWithUntitledDatasetsRefused() throws Exception {
        String first = site.pages("/w3c", files("w3c-dcat3-examples", ".ttl"));
        JsonNode strict = harvest("w3c-strict", "dcat", first, 0.1);
        assertThat(strict.path("outcome").asString("")).as(strict.toString()).isEqualTo("Rejected");
        JsonNode run = harvest("w3c", "dcat", first, 0.9);
        assertThat(run.path("findings").toString()).contains("catalogue-title");
        published(
                "w3c-dcat3-examples (25 .ttl as pages of one catalogue)",
                RDFLIB,
                run,
                40,
                run.path("refused").asLong());
        assertThat(run.path("published").asLong()).isEqualTo(8);
    }

    @Test
    void theTruncatedMobilityExampleIsRefusedAndItsTwinAccepted() throws Exception {
        int number = 0;
        for (Path file : files("mobility-dcat-ap/drafts/latest/examples", "")) {
            JsonNode run = harvest("mobility-dcat-" + ++number, "dcat", site.file("/mobility-dcat", file), 0.1);
            // One is cut off in line 62; one has a ">" outside its tags in line 104, which RDF/XML does not allow.
            if (file.toString().matches(".*(minimum.*\\.ttl|mobilityDCAT-AP_original.*\\.xml)")) {
                refused(file, run);
            } else {
                published(String.valueOf(file.getFileName()), RDFLIB, run, 1, 0);
            }
        }
        assertThat(number).isEqualTo(5);
    }

    @Test
    void usDataJsonCataloguesArriveWhole() throws Exception {
        long datasets = 0;
        int number = 0;
        for (Path file : files("dcat-us-datajson/tests/datajson-samples", ".json")) {
            JsonNode run = harvest("data-json-" + ++number, "data-json", site.file("/data-json", file), 0.9);
            long expected = python(COUNT_JSON, file);
            published(
                    "data.json: " + file.getFileName(),
                    "python3 json",
                    run,
                    expected,
                    run.path("refused").asLong());
            datasets += expected;
        }
        assertThat(number).isEqualTo(14);
        assertThat(datasets).isEqualTo(30);
    }

    @Test
    void mobilityDatabaseArrivesWholeFromItsZipAndAsPagesOfACkanSite() throws Exception {
        Path zip = data.resolve("mobility-database/sources.zip");
        long expected = python(COUNT_ZIP, zip);
        assertThat(expected).isEqualTo(3_434);
        JsonNode run = hub.exchange("mobility-db", "mobility", Map.of("path", zip.toString()), Map.of(), Map.of());
        published("mobility-database/sources.zip", "python3 zipfile", run, expected, 0);
        JsonNode again = hub.run("mobility-db");
        assertThat(again.path("outcome").asString("")).as(again.toString()).isEqualTo("Unchanged");

        List<ObjectNode> packages = packages(zip);
        site.serve("/ckan/api/3/action/package_search", exchange -> packageSearch(exchange, packages));
        JsonNode ckan = harvest("mobility-ckan", "ckan", site.url("/ckan"), 0.1);
        published("mobility-database as CKAN packages (35 pages)", "python3 zipfile", ckan, expected, 0);
        hub.await(
                "found by search",
                () -> hub.get("/api/v1/datasets?size=1").path("total").asLong() >= expected);
    }

    private void published(String what, String reader, JsonNode run, long expected, long refused) {
        assertThat(run.path("outcome").asString("")).as(what + " " + run).isEqualTo("Published");
        assertThat(run.path("read").asLong()).as(what).isEqualTo(expected);
        assertThat(run.path("refused").asLong()).as(what).isEqualTo(refused);
        assertThat(run.path("published").asLong()).as(what).isEqualTo(expected - refused);
        report.add(
                what,
                reader,
                number(run.path("read").asLong()),
                number(expected),
                "refused " + number(refused),
                "–",
                "Published " + number(expected - refused));
    }

    private void refused(Path file, JsonNode run) {
        assertThat(run.path("outcome").asString("")).as(file + " " + run).isEqualTo("Failed");
        assertThat(run.path("error").path("code").asString("")).isEqualTo("CATALOGUE_BROKEN");
        assertThat(run.path("error").path("message").asString(""))
                .containsPattern("line \\d+")
                .contains(String.valueOf(file.getFileName()).replace(' ', '_'));
        Matcher line = Pattern.compile("line \\d+")
                .matcher(run.path("error").path("message").asString(""));
        assertThat(line.find()).isTrue();
        report.add(
                String.valueOf(file.getFileName()),
                "–",
                "–",
                "–",
                "–",
                "–",
                "Failed: CATALOGUE_BROKEN in " + line.group());
    }

    private static String number(long value) {
        return Long.toString(value);
    }

    private JsonNode harvest(String id, String connector, String url, double refusedShare) {
        return hub.exchange(
                "harvest-" + id, connector, Map.of("url", url), Map.of(), Map.of("refusedShare", refusedShare));
    }

    private List<Path> files(String folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    /** The feeds as CKAN would describe them: {@code package_show}'s fields, one resource each. */
    private static List<ObjectNode> packages(Path zip) throws IOException {
        List<ObjectNode> packages = new ArrayList<>();
        try (ZipInputStream members = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry member = members.getNextEntry(); member != null; member = members.getNextEntry()) {
                if (!member.getName().endsWith(".json")) {
                    continue;
                }
                JsonNode feed = RunningHub.JSON.readTree(members.readAllBytes());
                String id = feed.path("mdb_source_id").asString("");
                ObjectNode one = RunningHub.JSON.createObjectNode();
                one.put("id", id)
                        .put("name", "feed-" + id)
                        .put("title", feed.path("provider").asString(id))
                        .put("metadata_modified", "2026-01-01T00:00:00.000000")
                        .put("private", false);
                one.putObject("organization").put("title", feed.path("provider").asString(""));
                one.putArray("tags")
                        .addObject()
                        .put("name", feed.path("data_type").asString(""));
                one.putArray("resources")
                        .addObject()
                        .put("url", feed.path("urls").path("direct_download").asString(""))
                        .put("format", "GTFS");
                packages.add(one);
            }
        }
        return packages;
    }

    private static void packageSearch(HttpExchange exchange, List<ObjectNode> packages) throws IOException {
        int start = parameter(exchange, "start");
        int rows = parameter(exchange, "rows");
        ObjectNode answer = RunningHub.JSON.createObjectNode().put("success", true);
        ObjectNode result = answer.putObject("result").put("count", packages.size());
        ArrayNode results = result.putArray("results");
        packages.subList(Math.min(start, packages.size()), Math.min(start + rows, packages.size()))
                .forEach(results::add);
        LocalSite.answer(exchange, answer.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static int parameter(HttpExchange exchange, String name) {
        Matcher found = Pattern.compile("(?:^|&)" + name + "=(\\d+)")
                .matcher(exchange.getRequestURI().getQuery());
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static long python(String program, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", "-c", program, file.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(answer).isZero();
        return Long.parseLong(answer);
    }
}
