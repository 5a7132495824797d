package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jiaohui.exchange.run.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds of real agencies are taken with every table; feeds that were broken on purpose are refused for what is broken. */
class GtfsFeedsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    @Test
    void takesRealFeedsWithEveryTable() throws Exception {
        for (String feed : List.of("ber", "ggl", "poa", "spo", "sample")) {
            Path file = OpenedFiles.realData().resolve("gtfs-real/" + feed + "_gtfs.zip");
            try (var opened = OpenedFiles.open(work, file)) {
                assertThat(opened.format()).isEqualTo("GTFS");
                assertThat(errors(opened.findings())).as(feed).isEmpty();
                Map<String, Long> here = new LinkedHashMap<>();
                opened.tables().forEach(table -> {
                    var rows = OpenedFiles.read(table);
                    assertThat(rows.refused()).as(feed + " " + table.name()).isEmpty();
                    here.put(table.name(), rows.count());
                });
                assertThat(here).as(feed).containsExactlyInAnyOrderEntriesOf(python(file));
            }
        }
    }

    @Test
    void countsReferencesThatLeadNowhere() {
        Path file = OpenedFiles.realData().resolve("gtfs-real/ber_gtfs.zip");
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(opened.findings())
                    .filteredOn(finding -> finding.rule().equals("gtfs-reference"))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.column()).isEqualTo("stops.parent_station");
                        assertThat(finding.count()).isEqualTo(211);
                        assertThat(finding.message()).contains("211 处（共 211 处）");
                    });
        }
    }

    @Test
    void refusesBrokenFeedsForWhatIsBroken() throws IOException {
        assertThat(errors("bad-calendar-date"))
                .contains("gtfs-date calendar.start_date", "gtfs-date calendar_dates.date");
        assertThat(errors("mtc-long-fields"))
                .containsExactlyInAnyOrder(
                        "gtfs-long-field agency.agency_id",
                        "gtfs-long-field agency.agency_url",
                        "gtfs-long-field stops.stop_name",
                        "gtfs-long-field trips.trip_headsign",
                        "gtfs-long-field trips.trip_short_name");
        assertThat(errors("only-calendar-dates")).containsExactly("gtfs-required-field agency.agency_url");
        assertThat(errors("overlapping-trips")).contains("gtfs-block-overlap trips.block_id");
        assertThat(errors("service-without-days")).containsExactly("gtfs-service-without-days calendar.service_id");
    }

    @Test
    void aFeedWithTablesOfItsOwnKeepsThem() throws IOException {
        Path file = MadeFiles.zip(
                work.resolve("own.zip"),
                Map.of(
                        "agency.txt", "agency_name,agency_url,agency_timezone\n公交,https://example.org,Asia/Shanghai\n",
                        "routes.txt", "route_id,route_type\nr,3\n",
                        "trips.txt", "route_id,service_id,trip_id\nr,s,t\n",
                        "stops.txt", "stop_id,stop_lat,stop_lon\na,31,121\n",
                        "stop_times.txt", "trip_id,stop_id,stop_sequence,arrival_time\nt,a,1,25:10:00\n",
                        "calendar_dates.txt", "service_id,date,exception_type\ns,20260101,1\n",
                        "vehicles.txt", "plate,seats\n沪A12345,40\n沪A12346,52\n",
                        "empty.txt", ""));
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(errors(opened.findings())).isEmpty();
            assertThat(OpenedFiles.names(opened)).hasSize(7).contains("vehicles");
            assertThat(OpenedFiles.read(OpenedFiles.table(opened, "vehicles")).count())
                    .isEqualTo(2);
            assertThat(opened.findings()).extracting(Finding::rule).contains("member-left-out");
        }
    }

    private List<String> errors(String feed) throws IOException {
        Path folder = OpenedFiles.realData().resolve("gtfs-broken/fake-agency-" + feed);
        Map<String, String> members = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                members.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        try (var opened = OpenedFiles.open(work, MadeFiles.zip(work.resolve(feed + ".zip"), members))) {
            return errors(opened.findings());
        }
    }

    private static List<String> errors(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(finding -> finding.rule() + " " + finding.column())
                .toList();
    }

    /** Rows of every member as python3's csv module counts them. */
    private static Map<String, Long> python(Path feed) throws IOException, InterruptedException {
        String script = """
                import csv, io, sys, zipfile
                z = zipfile.ZipFile(sys.argv[1])
                for n in z.namelist():
                    print(n, sum(1 for r in csv.reader(io.TextIOWrapper(z.open(n), 'utf-8-sig', newline='')) if r) - 1)
                """;
        Process process = new ProcessBuilder("python3", "-c", script, feed.toString()).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        Map<String, Long> counts = new LinkedHashMap<>();
        answer.lines().forEach(line -> {
            String[] words = line.split(" ", 2);
            counts.put(words[0].replaceAll("\\.txt$", ""), Long.valueOf(words[1]));
        });
        return counts;
    }
}
