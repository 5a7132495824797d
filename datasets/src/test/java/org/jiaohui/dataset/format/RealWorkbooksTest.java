package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jiaohui.dataset.format.OpenedFiles.Rows;
import org.jiaohui.exchange.run.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workbooks as they were found in the world. */
class RealWorkbooksTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    @Test
    void readsTheTimetableAndLeavesItsCoverSheetOut() {
        Path file = OpenedFiles.realData().resolve("cn-rail-timetable-xlsx/全国高速列车时刻表_20160310.xlsx");
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(opened.format()).isEqualTo("XLSX");
            assertThat(OpenedFiles.names(opened)).containsExactly("车站", "车次", "时刻表");
            Rows rows = OpenedFiles.read(OpenedFiles.table(opened, "时刻表"));
            assertThat(rows.count()).isEqualTo(34_647);
            assertThat(rows.refused()).isEmpty();
            assertThat(rows.schema().columns()).hasSize(15);
            assertThat(rows.schema().indexOf("出发时间_2")).isPositive();
            assertThat(opened.findings())
                    .extracting(Finding::rule)
                    .containsExactlyInAnyOrder("sheet-left-out", "header");
            assertThat(opened.findings()).anyMatch(finding -> finding.message().contains("简介"));
        }
    }

    /** Counted by python3 over content.xml: non-blank rows below the header. */
    @Test
    void readsEverySheetOfALargeOds() {
        Path file = OpenedFiles.realData().resolve("messy-tables/large.ods");
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(opened.tables().stream()
                            .map(table -> OpenedFiles.read(table).count())
                            .toList())
                    .isEqualTo(List.of(23_760L, 26_753L, 26_048L, 25_872L, 25_872L, 20_328L));
        }
    }

    @Test
    void readsOdsWithBlankLinesDatesAndTimes() {
        Rows plain = read("simple.ods");
        assertThat(plain.rows().getFirst()).containsExactly("Bob", "20", "14892");
        assertThat(read("blank_line.ods").rows()).isEqualTo(plain.rows());
        assertThat(read("loffice-4.4.1.2.ods").rows()).isEqualTo(plain.rows());
        assertThat(read("ods_formats.ods").count()).isEqualTo(5);
    }

    private Rows read(String file) {
        try (var opened = OpenedFiles.open(work, OpenedFiles.realData().resolve("messy-tables/" + file))) {
            return OpenedFiles.read(opened.tables().getFirst());
        }
    }
}
