package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jiaohui.dataset.format.OpenedFiles.Rows;
import org.jiaohui.exchange.table.ColumnType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DATEX II messages of real senders, versions 2 and 3, counted by python3 as well. */
class DatexFileTest {
    /** Rows of each table, and how many of them have a value in one column. */
    private static final String SCRIPT = """
            import sys, xml.etree.ElementTree as ET
            local = lambda e: e.tag.split('}')[-1]
            root = ET.parse(sys.argv[1]).getroot()
            found = {}
            def rows(name, elements, probe):
                elements = list(elements)
                if elements:
                    print(name, len(elements), sum(1 for e in elements if any(local(x) == probe and (x.text or '').strip() for x in e.iter())))
            all = list(root.iter())
            rows('situation_records', (e for e in all if local(e) == 'situationRecord'), 'overallEndTime')
            rows('measured_values', (b for s in all if local(s) == 'siteMeasurements' for b in s.iter() if local(b) == 'basicData'), 'speed')
            rows('parking_status', (e for e in all if local(e) == 'parkingRecordStatus'), 'parkingStatusOriginTime')
            """;

    private static final Map<String, String> PROBES =
            Map.of("situation_records", "ends_at", "measured_values", "average_speed", "parking_status", "observed_at");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    @Test
    void readsMessagesOfBothVersionsAsPythonCountsThem() throws Exception {
        Path folder = OpenedFiles.realData().resolve("datex2-real");
        for (String file : List.of(
                "netherlands/situations.xml",
                "netherlands/srti.xml",
                "netherlands/truckparking-status.xml",
                "france/events.xml",
                "france/speeds.xml",
                "finland/roadworks.xml")) {
            Path message = folder.resolve(file);
            try (var opened = OpenedFiles.open(work, message)) {
                assertThat(opened.format()).isEqualTo("DATEX II");
                assertThat(opened.findings()).as(file).isEmpty();
                Map<String, String> here = new LinkedHashMap<>();
                opened.tables().forEach(table -> {
                    Rows rows = OpenedFiles.read(table);
                    assertThat(rows.refused()).as(file).isEmpty();
                    int probe = rows.schema().indexOf(PROBES.getOrDefault(table.name(), ""));
                    long values = rows.rows().stream()
                            .filter(row -> !row.get(probe).isEmpty())
                            .count();
                    here.put(table.name(), rows.count() + " " + values);
                });
                assertThat(here).as(file).isEqualTo(python(message));
            }
        }
    }

    @Test
    void fillsTheColumnsOfSituationsWhateverTheVersion() {
        Path folder = OpenedFiles.realData().resolve("datex2-real");
        Rows three = read(folder.resolve("netherlands/situations.xml"), "situation_records");
        assertThat(three.cell(0, "situation_id")).isEqualTo("RWS01_SM1162215_D2_WWA");
        assertThat(three.cell(0, "record_id")).isEqualTo("RWS01_M1162215_SPEED_MANAGEMENT_D2_WWA");
        assertThat(three.cell(0, "record_type")).isEqualTo("SpeedManagement");
        assertThat(three.cell(0, "overall_severity")).isEqualTo("medium");
        assertThat(three.cell(0, "cause")).isEqualTo("roadMaintenance");
        assertThat(three.cell(0, "source")).startsWith("ON-N [RWS");
        assertThat(three.cell(0, "created_at")).isEqualTo(micros("2026-07-03T16:12:54Z"));
        assertThat(three.cell(0, "details"))
                .contains("\"posList\":\"52.693642 6.207613", "ItineraryByIndexedLocations");
        Rows two = read(folder.resolve("finland/roadworks.xml"), "situation_records");
        assertThat(two.cell(0, "record_type")).isEqualTo("MaintenanceWorks");
        assertThat(two.cell(0, "overall_severity")).isEqualTo("highest");
        assertThat(two.cell(0, "comment")).startsWith("Tie 11698");
        assertThat(two.cell(0, "starts_at")).isEqualTo(micros("2026-07-20T05:00:00Z"));
    }

    @Test
    void fillsMeasurementsAndParking() {
        Path folder = OpenedFiles.realData().resolve("datex2-real");
        Rows speeds = read(folder.resolve("france/speeds.xml"), "measured_values");
        assertThat(speeds.rows().stream().map(row -> row.get(speeds.schema().indexOf("site_id"))))
                .containsExactly("MUM76.h1", "MUM76.h1", "A0001011200", "A0001011200");
        assertThat(speeds.cell(0, "vehicle_flow_rate")).isEqualTo("1010.0");
        assertThat(speeds.cell(1, "average_speed")).isEqualTo("112.0");
        assertThat(speeds.cell(1, "value_type")).isEqualTo("TrafficSpeed");
        assertThat(speeds.cell(0, "measured_at")).isEqualTo(micros("2026-07-25T14:30:00Z"));
        assertThat(speeds.cell(3, "input_values")).isEqualTo("142.0");
        Rows parking = read(folder.resolve("netherlands/truckparking-status.xml"), "parking_status");
        assertThat(parking.cell(1, "parking_id")).isEqualTo("NL-12_408");
        assertThat(parking.cell(1, "vacant_spaces")).isEqualTo("29.0");
        assertThat(parking.cell(0, "observed_at")).isEqualTo(micros("2026-07-25T03:47:03.118715Z"));
        assertThat(parking.cell(0, "site_status")).isEqualTo("unknown");
    }

    @Test
    void takesOtherPublicationsAsXml() throws IOException {
        Path zones = OpenedFiles.realData().resolve("datex2-real/netherlands/emission-zones.xml");
        try (var opened = OpenedFiles.open(work, zones, OpenedFiles.withRows("//regulatedCharacteristics"))) {
            assertThat(opened.format()).isEqualTo("XML");
            assertThat(OpenedFiles.read(opened.tables().getFirst()).count()).isGreaterThan(1);
        }
        Path sites = Files.writeString(work.resolve("sites.xml"), """
                <d2LogicalModel xmlns="http://datex2.eu/schema/2/2_0"><payloadPublication><measurementSiteTable id="t">
                <measurementSiteRecord id="s1" version="2"><measurementSiteName><values><value lang="zh">一号</value></values></measurementSiteName>
                <measurementSiteLocation><latitude>31.2</latitude><longitude>121.5</longitude></measurementSiteLocation></measurementSiteRecord>
                </measurementSiteTable><odd><a>1</a></odd><odd><a>2</a></odd></payloadPublication></d2LogicalModel>""");
        try (var opened = OpenedFiles.open(work, sites)) {
            Rows rows = OpenedFiles.read(OpenedFiles.table(opened, "measurement_sites"));
            assertThat(rows.rows().getFirst()).startsWith("s1", "2", "一号");
            assertThat(rows.schema()
                            .columns()
                            .get(rows.schema().indexOf("details"))
                            .type())
                    .isEqualTo(ColumnType.JSON);
            assertThat(opened.findings())
                    .singleElement()
                    .satisfies(note -> assertThat(note.message()).contains("odd (2)"));
        }
    }

    /** Beijing time as the batches hold it: the clock's reading in microseconds. */
    private static String micros(String clock) {
        java.time.Instant at = java.time.Instant.parse(clock);
        return String.valueOf(at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
    }

    private Rows read(Path file, String table) {
        try (var opened = OpenedFiles.open(work, file)) {
            return OpenedFiles.read(OpenedFiles.table(opened, table));
        }
    }

    private static Map<String, String> python(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", "-c", SCRIPT, file.toString()).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        Map<String, String> counts = new LinkedHashMap<>();
        answer.lines().forEach(line -> {
            String[] words = line.split(" ", 2);
            counts.put(words[0], words[1]);
        });
        return counts;
    }
}
