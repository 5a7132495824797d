package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jiaohui.dataset.format.OpenedFiles.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workbooks as they were found in the world. */
class RealWorkbooksTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    @Test
    void readsTheTimetableBelowItsCoverSheet() {
        Path file = OpenedFiles.realData().resolve("cn-rail-timetable-xlsx/全国高速列车时刻表_20160310.xlsx");
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(opened.format()).isEqualTo("XLSX");
            assertThat(OpenedFiles.names(opened)).containsSubsequence("车站", "车次", "时刻表");
            Rows rows = OpenedFiles.read(OpenedFiles.table(opened, "时刻表"));
            assertThat(rows.count()).isEqualTo(34_647);
            assertThat(rows.refused()).isEmpty();
            assertThat(rows.schema().columns()).hasSize(15);
            assertThat(rows.schema().indexOf("出发时间_2")).isPositive();
        }
    }
}
