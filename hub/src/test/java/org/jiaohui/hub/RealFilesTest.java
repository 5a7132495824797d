package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.data.Percentage;
import org.jiaohui.hub.RealInputCase.Aggregate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Real files of real publishers, exchanged by a whole hub. Rows and one sum of each are compared with what plain Python (csv, zipfile, struct, json, ElementTree)
 * makes of the same file. Skipped where JIAOHUI_REAL_DATA is unset.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealFilesTest {
    private Path data = Path.of("");
    private RunningHub hub;
    private final RealInputReport report = new RealInputReport("files");

    @BeforeAll
    void needsRealData() {
        String folder = System.getenv("JIAOHUI_REAL_DATA");
        assumeTrue(folder != null && !folder.isEmpty(), "JIAOHUI_REAL_DATA is not set");
        data = Path.of(folder);
        hub = RunningHub.get();
    }

    @Test
    void everyRealFileIsReadAsAnIndependentReaderReadsIt() throws Exception {
        List<RealInputCase> cases = new ArrayList<>(RealInputCase.ALL);
        cases.replaceAll(one -> one.file().endsWith(".shp") ? packed(one) : one.below(data));
        JsonNode there = python(cases);
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            RealInputCase one = cases.get(i);
            JsonNode other = there.get(i);
            attempt(failures, () -> compare(one, other));
        }
        RealInputCase.BROKEN_FEEDS.forEach((feed, rule) -> attempt(failures, () -> refusedFeed(feed, rule)));
        RealInputCase.REFUSED.forEach((file, code) -> attempt(failures, () -> refusedFile(file, code)));
        assertThat(failures).isEmpty();
        report.finish();
    }

    /** One file that differs does not hide the others. */
    private static void attempt(List<String> failures, Runnable comparison) {
        try {
            comparison.run();
        } catch (AssertionError | IllegalStateException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    private void compare(RealInputCase one, JsonNode there) {
        JsonNode run = exchange(one.id(), Path.of(one.file()), one.format());
        assertThat(run.path("outcome").asString("")).as(one.name() + " " + run).isEqualTo("Published");
        Map<String, String> datasets = new HashMap<>();
        List<String> tables = new ArrayList<>();
        run.path("tables").forEach(table -> {
            String name = table.path("table").asString("");
            datasets.put(name, table.path("dataset").asString(""));
            tables.add(name);
        });
        assertThat(tables).as(one.name()).hasSize(there.size());
        long rowsThere = 0;
        double sumThere = 0;
        for (Map.Entry<String, JsonNode> table : there.properties()) {
            long rows = table.getValue().path("rows").asLong();
            rowsThere += rows;
            if (there.size() > 1) {
                assertThat(readOf(run, table.getKey()))
                        .as(one.name() + " " + table.getKey())
                        .isEqualTo(rows);
            }
            if (!table.getValue().path("sum").isNull()) {
                sumThere = table.getValue().path("sum").asDouble();
            }
        }
        long read = run.path("read").asLong();
        assertThat(read).as(one.name() + " " + run.path("findings")).isEqualTo(rowsThere);
        String dataset = one.table().isEmpty()
                ? datasets.getOrDefault(tables.getFirst(), one.id())
                : datasets.getOrDefault(one.table(), one.id());
        double sum = sum(dataset, one.aggregate());
        if (run.path("refused").asLong() == 0) {
            assertThat(sum).as(one.name()).isCloseTo(sumThere, Percentage.withPercentage(1e-9));
        }
        long refused = run.path("refused").asLong();
        report.add(
                one.name(),
                one.reader(),
                Long.toString(read),
                Long.toString(rowsThere),
                one.aggregate().label() + " = " + RealInputReport.number(sum),
                RealInputReport.number(sumThere),
                "Published" + (tables.size() > 1 ? ", " + tables.size() + " tables" : "")
                        + (refused > 0 ? ", " + refused + " rows refused" : ""));
    }

    private static long readOf(JsonNode run, String table) {
        return run.path("tables")
                .valueStream()
                .filter(one -> one.path("table").asString("").equals(table))
                .mapToLong(one -> one.path("read").asLong())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no table " + table + " in " + run.path("tables")));
    }

    private double sum(String dataset, Aggregate aggregate) {
        String select = URLEncoder.encode(aggregate.expression() + " as n", StandardCharsets.UTF_8);
        return hub.get("/api/v1/datasets/" + dataset + "/records?select=" + select)
                .path("rows")
                .get(0)
                .get(0)
                .asDouble();
    }

    private void refusedFeed(String feed, String rule) {
        Path folder = data.resolve("gtfs-broken/" + feed);
        Path zip = hub.home.resolve(feed + ".zip");
        try (Stream<Path> files = Files.list(folder)) {
            zip(zip, files.sorted().toList());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        JsonNode run = exchange(feed, zip, Map.of());
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Rejected");
        List<String> errors = run.path("findings")
                .valueStream()
                .filter(finding -> finding.path("severity").asString("").equalsIgnoreCase("error"))
                .map(finding -> finding.path("rule").asString(""))
                .distinct()
                .toList();
        assertThat(errors).as(feed).contains(rule);
        report.add("gtfs-broken/" + feed, "–", "–", "–", "–", "–", "Rejected: " + rule);
    }

    private void refusedFile(String path, String code) {
        String id = "refused-" + path.replaceAll("[^a-z0-9]+", "-");
        JsonNode run = exchange(id, data.resolve(path), Map.of());
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Failed");
        assertThat(run.path("error").path("code").asString(""))
                .as(run.toString())
                .isEqualTo(code);
        report.add(path, "–", "–", "–", "–", "–", "Failed: " + code);
    }

    private JsonNode exchange(String id, Path path, Map<String, Object> format) {
        return hub.exchange(id, "file", Map.of("path", path.toString()), format, Map.of());
    }

    /** The files of one layer in a zip, as a layer travels. */
    private RealInputCase packed(RealInputCase layer) {
        Path shp = data.resolve(layer.file());
        String stem = layer.file().substring(layer.file().lastIndexOf('/') + 1).replace(".shp", "");
        Path zip = hub.home.resolve(layer.id() + ".zip");
        try (Stream<Path> beside = Files.list(shp.getParent())) {
            zip(
                    zip,
                    beside.filter(path -> String.valueOf(path.getFileName()).startsWith(stem + "."))
                            .sorted()
                            .toList());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return layer.at(zip, shp.resolveSibling(stem + ".dbf"));
    }

    private static void zip(Path target, List<Path> files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(String.valueOf(file.getFileName())));
                Files.copy(file, zip);
            }
        }
    }

    private static JsonNode python(List<RealInputCase> cases) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", "src/test/resources/real_input.py")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(RunningHub.JSON.writeValueAsBytes(
                    cases.stream().map(RealInputCase::job).toList()));
        }
        JsonNode answer = RunningHub.JSON.readTree(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isZero();
        return answer;
    }
}
