package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Real files of real publishers, exchanged by a whole hub and counted by python3's csv module. Skipped where JIAOHUI_REAL_DATA is unset. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealInputTest {
    private static final String COUNT =
            "import csv,sys;csv.field_size_limit(1<<30);print(sum(1 for r in csv.reader(open(sys.argv[1],encoding=sys.argv[2],newline='')) if r)-1)";

    private Path data = Path.of("");
    private RunningHub hub;
    private final List<String> table = new ArrayList<>();

    @BeforeAll
    void needsRealData() {
        String folder = System.getenv("JIAOHUI_REAL_DATA");
        assumeTrue(folder != null && !folder.isEmpty(), "JIAOHUI_REAL_DATA is not set");
        data = Path.of(folder);
        hub = RunningHub.get();
    }

    @Test
    void csvFilesArriveComplete() throws Exception {
        countedLike("areas", "cn-admin-divisions/areas.csv", "utf-8");
        countedLike("cities", "cn-admin-divisions/cities.csv", "utf-8");
        countedLike("streets", "cn-admin-divisions/streets.csv", "utf-8");
        countedLike("areacity-3", "cn-areacity-pinyin/ok_data_level3.csv", "utf-8-sig");
        countedLike("areacity-4", "cn-areacity-pinyin/ok_data_level4.csv", "utf-8-sig");
        countedLike("shanghai-bus", "cn-shanghai-shenzhen-transit/data-sample/上海poi/shanghai_bus.csv", "utf-8");
        table.forEach(
                line -> org.slf4j.LoggerFactory.getLogger(RealInputTest.class).info(line));
    }

    @Test
    void theStationListIsOneLineWithItsOwnSeparators() {
        JsonNode run = file(
                "stations-12306",
                "cn-rail-stations-12306/stations.txt",
                Map.of("format", "csv", "delimiter", "|", "recordSeparator", "@", "header", false));
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("published").asLong()).isEqualTo(3_319);
    }

    @Test
    void theTimetableWorkbookKeepsItsDuplicateColumn() {
        JsonNode run = file("timetable", "cn-rail-timetable-xlsx/全国高速列车时刻表_20160310.xlsx", Map.of());
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("tables")
                        .valueStream()
                        .anyMatch(one -> one.path("read").asLong() == 34_647))
                .as(run.toString())
                .isTrue();
    }

    @Test
    void anEncryptedWorkbookIsRefused() {
        JsonNode run = file("encrypted", "messy-tables/encrypted_no_password.xls", Map.of());
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Failed");
        assertThat(run.path("error").path("code").asString("")).isEqualTo("FORMAT_ENCRYPTED");
    }

    private void countedLike(String id, String path, String encoding) throws IOException, InterruptedException {
        JsonNode run = file(id, path, Map.of());
        long expected = python(data.resolve(path), encoding);
        assertThat(run.path("outcome").asString("")).as(run.toString()).isEqualTo("Published");
        assertThat(run.path("read").asLong()).as(path).isEqualTo(expected);
        assertThat(run.path("refused").asLong() + run.path("published").asLong())
                .as(path)
                .isEqualTo(expected);
        table.add("real input: %-60s python3 %7d, read %7d, published %7d"
                .formatted(
                        path,
                        expected,
                        run.path("read").asLong(),
                        run.path("published").asLong()));
    }

    private JsonNode file(String id, String path, Map<String, Object> format) {
        return hub.exchange(id, "file", Map.of("path", data.resolve(path).toString()), format, Map.of());
    }

    private static long python(Path file, String encoding) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", "-c", COUNT, file.toString(), encoding)
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(answer).isZero();
        return Long.parseLong(answer);
    }
}
