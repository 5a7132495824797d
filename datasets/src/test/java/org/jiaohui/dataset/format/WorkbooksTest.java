package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jiaohui.dataset.format.OpenedFiles.Rows;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which sheets are tables, what formula cells give, and how ODS repeats its cells. */
class WorkbooksTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path work;

    @Test
    void aCoverBesideTablesIsLeftOutAndSaidSo() throws IOException {
        Path file = MadeFiles.xlsx(
                work.resolve("港口.xlsx"),
                List.of(
                        MadeFiles.row("数据来源", "https://example.org") + MadeFiles.row("整理", "某某"),
                        MadeFiles.row("港口", "泊位") + MadeFiles.row("洋山", "7") + MadeFiles.row("外高桥", "9")));
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(OpenedFiles.names(opened)).containsExactly("表2");
            assertThat(opened.findings()).extracting(Finding::rule).containsExactly("sheet-left-out");
            assertThat(opened.findings().getFirst().message()).contains("表1", "封面", "table");
        }
    }

    @Test
    void aSheetThatLooksLikeACoverIsATableWhenThereIsNoOther() throws IOException {
        Path file = MadeFiles.xlsx(
                work.resolve("one.xlsx"),
                List.of(MadeFiles.row("数据来源", "https://example.org") + MadeFiles.row("整理", "某某")));
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(OpenedFiles.names(opened)).containsExactly("表1");
            assertThat(opened.findings()).isEmpty();
        }
    }

    @Test
    void hiddenSheetsAreNotPublishedUnlessAskedFor() throws IOException {
        for (Workbook workbook : List.of(new XSSFWorkbook(), new HSSFWorkbook())) {
            Path file = work.resolve(workbook instanceof XSSFWorkbook ? "hidden.xlsx" : "hidden.xls");
            try (workbook;
                    OutputStream out = Files.newOutputStream(file)) {
                for (String name : List.of("收费站", "底稿")) {
                    var sheet = workbook.createSheet(name);
                    for (int i = 0; i < 3; i++) {
                        var row = sheet.createRow(i);
                        row.createCell(0).setCellValue(i == 0 ? "编号" : "A" + i);
                        row.createCell(1).setCellValue(i == 0 ? "名称" : "站" + i);
                    }
                }
                workbook.setSheetHidden(1, true);
                workbook.write(out);
            }
            try (var opened = OpenedFiles.open(work, file)) {
                assertThat(opened.tables()).hasSize(1);
                assertThat(opened.findings()).extracting(Finding::rule).containsExactly("sheet-left-out");
                assertThat(opened.findings().getFirst().message()).contains("底稿", "隐藏");
            }
        }
    }

    @Test
    void headersThatOccurTwiceAreTold() throws IOException {
        Path file = MadeFiles.xlsx(
                work.resolve("two.xlsx"), List.of(MadeFiles.row("时间", "站", "时间") + MadeFiles.row("1", "甲", "2")));
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(opened.findings()).extracting(Finding::rule).containsExactly("header");
            assertThat(OpenedFiles.read(opened.tables().getFirst()).schema().indexOf("时间_2"))
                    .isEqualTo(2);
        }
    }

    @Test
    void formulasOfXlsxGiveTheirSavedValues() throws IOException {
        StringBuilder rows = new StringBuilder(MadeFiles.row("站", "客流"));
        for (int i = 1; i <= 300; i++) {
            rows.append("<row><c t=\"str\"><f>A1</f><v>站")
                    .append(i)
                    .append("</v></c><c><f>1+")
                    .append(i);
            rows.append("</f><v>").append(i + 1).append("</v></c></row>");
        }
        rows.append("<row><c t=\"inlineStr\"><is><t>末</t></is></c><c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>");
        rows.append("<row><c t=\"inlineStr\"><is><t>未</t></is></c><c><f>1+1</f></c></row>");
        Path file = MadeFiles.xlsx(work.resolve("flow.xlsx"), List.of(rows.toString()));
        try (var opened = OpenedFiles.open(work, file)) {
            Rows read = OpenedFiles.read(opened.tables().getFirst());
            assertThat(read.rows()).hasSize(300).contains(List.of("站300", "301"));
            assertThat(read.refused()).containsExactly("客流|error-cell|#DIV/0!", "客流|formula|");
            Finding finding = opened.findings().getFirst();
            assertThat(finding.rule()).isEqualTo("formula");
            assertThat(finding.count()).isEqualTo(602);
        }
    }

    @Test
    void formulasOfXlsGiveTheirSavedValues() throws IOException {
        Path file = work.resolve("flow.xls");
        try (HSSFWorkbook workbook = new HSSFWorkbook();
                OutputStream out = Files.newOutputStream(file)) {
            var sheet = workbook.createSheet("客流");
            Row header = sheet.createRow(0);
            header.createCell(0).setCellValue("站");
            header.createCell(1).setCellValue("客流");
            for (int i = 1; i <= 3; i++) {
                Row row = sheet.createRow(i);
                row.createCell(0).setCellValue("站" + i);
                row.createCell(1).setCellFormula(i == 3 ? "1/0" : "20+" + i);
            }
            workbook.getCreationHelper().createFormulaEvaluator().evaluateAll();
            workbook.write(out);
        }
        try (var opened = OpenedFiles.open(work, file)) {
            Rows read = OpenedFiles.read(opened.tables().getFirst());
            assertThat(read.rows()).containsExactly(List.of("站1", "21"), List.of("站2", "22"));
            assertThat(read.refused()).containsExactly("客流|error-cell|#DIV/0!");
            assertThat(opened.findings()).extracting(Finding::count).containsExactly(3L);
        }
    }

    @Test
    void valuesOfXlsComeAsTheyAreShownOrRefuseTheirRow() throws IOException {
        Path file = work.resolve("kinds.xls");
        try (HSSFWorkbook workbook = new HSSFWorkbook();
                OutputStream out = Files.newOutputStream(file)) {
            workbook.createSheet("空");
            var sheet = workbook.createSheet("类型");
            var style = workbook.createCellStyle();
            style.setDataFormat(workbook.createDataFormat().getFormat("yyyy-mm-dd"));
            List<String> names = List.of("日期", "有效", "公式", "数");
            for (int row = 0; row < 3; row++) {
                Row cells = sheet.createRow(2 * row);
                for (int i = 0; i < names.size() && row == 0; i++) {
                    cells.createCell(i).setCellValue(names.get(i));
                }
                if (row > 0) {
                    cells.createCell(0).setCellValue(java.time.LocalDate.of(2026, 1, row));
                    cells.getCell(0).setCellStyle(style);
                    cells.createCell(1).setCellValue(row == 1);
                    cells.createCell(2).setCellFormula("CONCATENATE(\"第\"," + row + ")");
                    cells.createCell(3).setCellValue(row + 0.25);
                }
            }
            workbook.getCreationHelper().createFormulaEvaluator().evaluateAll();
            workbook.write(out);
        }
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(OpenedFiles.names(opened)).containsExactly("类型");
            Rows rows = OpenedFiles.read(opened.tables().getFirst());
            assertThat(rows.rows())
                    .containsExactly(List.of("20454", "1", "第1", "125"), List.of("20455", "0", "第2", "225"));
        }
    }

    @Test
    void odsRepeatsRowsAndCells() throws IOException {
        Path file = MadeFiles.ods(work.resolve("stops.ods"), """
                <table:table table:name="站点">
                <table:table-row><table:table-cell><text:p>线路</text:p></table:table-cell>
                <table:table-cell><text:p>早</text:p></table:table-cell><table:table-cell><text:p>晚</text:p></table:table-cell>
                <table:table-cell table:number-columns-repeated="16381"/></table:table-row>
                <table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="string"><text:p>一<text:s text:c="2"/>号<text:span>线</text:span></text:p><office:annotation><text:p>注</text:p></office:annotation></table:table-cell>
                <table:table-cell office:value-type="float" office:value="5" table:number-columns-repeated="2"><text:p>5.00</text:p></table:table-cell></table:table-row>
                <table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
                <table:table-row><table:table-cell><text:p>末</text:p></table:table-cell><table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>
                <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>
                </table:table>
                """);
        try (var opened = OpenedFiles.open(work, file)) {
            assertThat(opened.format()).isEqualTo("ODS");
            Rows rows = OpenedFiles.read(opened.tables().getFirst());
            assertThat(rows.rows()).hasSize(3).containsOnly(List.of("一  号线", "5", "5"));
            assertThat(rows.refused()).containsExactly("晚|error-cell|#DIV/0!");
            assertThat(opened.findings()).extracting(Finding::count).containsExactly(2L);
        }
    }

    @Test
    void odsIsHeldToTheLimitsOfSpreadsheets() throws IOException {
        String head =
                "<table:table table:name=\"a\"><table:table-row><table:table-cell table:number-columns-repeated=\"2\">"
                        + "<text:p>x</text:p></table:table-cell></table:table-row><table:table-row";
        String cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\"";
        String tail = "/></table:table-row></table:table>";
        assertBroken(head + " table:number-rows-repeated=\"2000000000\">" + cell + tail, "rows");
        assertBroken(head + ">" + cell + " table:number-columns-repeated=\"2000000000\"" + tail, "columns");
        assertBroken(head + ">" + cell + " table:number-columns-repeated=\"many\"" + tail, "many");
        assertBroken(head + ">" + cell, "ODS");
    }

    private void assertBroken(String tables, String told) throws IOException {
        Path file = MadeFiles.ods(work.resolve("broken.ods"), tables);
        assertThatThrownBy(() -> {
                    try (var opened = OpenedFiles.open(work, file)) {
                        OpenedFiles.read(opened.tables().getFirst());
                    }
                })
                .isInstanceOfSatisfying(
                        ExchangeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORMAT_BROKEN))
                .hasMessageContaining("broken.ods")
                .hasMessageContaining(told);
    }
}
