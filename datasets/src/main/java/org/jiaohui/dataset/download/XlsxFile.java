package org.jiaohui.dataset.download;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A workbook with one sheet (ECMA-376, inline strings), written row by row in constant memory. Numbers with more digits than a spreadsheet keeps are written as
 * text, so that no digit is lost; text is never a formula.
 */
final class XlsxFile implements AutoCloseable {
    static final int MOST_ROWS = 1_000_000;
    static final int MOST_COLUMNS = 16_384;
    private static final int LONGEST_TEXT = 32_767;
    private static final int EXACT_DIGITS = 15;
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private static final LocalDate FIRST_DATE = LocalDate.of(1900, 3, 1);
    private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);

    private final ZipOutputStream zip;
    private final Writer out;
    private long shortened;

    XlsxFile(Path file, String sheet) throws IOException {
        zip = new ZipOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        out = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8), 1 << 16);
        part(
                "[Content_Types].xml",
                "<Types xmlns=\"" + PACKAGE + "content-types\">"
                        + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + SHEETS + "sheet.main+xml\"/>"
                        + "<Override PartName=\"/xl/styles.xml\" ContentType=\"" + SHEETS + "styles+xml\"/>"
                        + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + SHEETS
                        + "worksheet+xml\"/></Types>");
        part(
                "_rels/.rels",
                "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"rId1\" Type=\"" + OFFICE
                        + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        part(
                "xl/workbook.xml",
                "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + OFFICE + "\"><sheets><sheet name=\"" + sheet
                        + "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        part(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"rId1\" Type=\"" + OFFICE
                        + "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" + OFFICE
                        + "/styles\" Target=\"styles.xml\"/></Relationships>");
        part(
                "xl/styles.xml",
                "<styleSheet xmlns=\"" + MAIN
                        + "\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
                        + "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts>"
                        + "<fonts count=\"2\"><font><sz val=\"11\"/></font><font><b/><sz val=\"11\"/></font></fonts>"
                        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
                        + "<borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
                        + "<cellXfs count=\"4\"><xf/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/>"
                        + "<xf numFmtId=\"165\" applyNumberFormat=\"1\"/><xf fontId=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>");
        zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
        out.write(
                HEAD + "<worksheet xmlns=\"" + MAIN + "\"><sheetViews><sheetView workbookViewId=\"0\">"
                        + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetData>");
    }

    private void part(String name, String xml) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        out.write(HEAD);
        out.write(xml);
        out.flush();
        zip.closeEntry();
    }

    /** Cells whose text was longer than a spreadsheet's cell. */
    long shortened() {
        return shortened;
    }

    void header(List<String> names) throws IOException {
        out.write("<row>");
        for (String name : names) {
            text(name, " s=\"3\"");
        }
        out.write("</row>");
    }

    /** One row: Long, Double, BigDecimal, Boolean, LocalDate, LocalDateTime, String or null. */
    void row(List<@Nullable Object> values) throws IOException {
        out.write("<row>");
        for (Object value : values) {
            switch (value) {
                case null -> out.write("<c/>");
                case Long number -> number(new BigDecimal(number));
                case BigDecimal number -> number(number);
                case Double number -> {
                    if (Double.isFinite(number)) {
                        out.write("<c><v>" + number + "</v></c>");
                    } else {
                        text(number.toString(), "");
                    }
                }
                case Boolean yes -> out.write(yes ? "<c t=\"b\"><v>1</v></c>" : "<c t=\"b\"><v>0</v></c>");
                case LocalDate date -> {
                    if (date.isBefore(FIRST_DATE)) {
                        text(date.toString(), "");
                    } else {
                        out.write("<c s=\"1\"><v>" + ChronoUnit.DAYS.between(DAY_ZERO, date) + "</v></c>");
                    }
                }
                case LocalDateTime time -> timestamp(time);
                default -> text(value.toString(), "");
            }
        }
        out.write("</row>");
    }

    private void timestamp(LocalDateTime time) throws IOException {
        // A spreadsheet keeps milliseconds; finer times stay text.
        if (time.toLocalDate().isBefore(FIRST_DATE) || time.toLocalTime().toNanoOfDay() % 1_000_000 != 0) {
            text(time.toString(), "");
            return;
        }
        double days = ChronoUnit.DAYS.between(DAY_ZERO, time.toLocalDate())
                + time.toLocalTime().toNanoOfDay() / 86_400_000_000_000.0;
        out.write("<c s=\"2\"><v>" + BigDecimal.valueOf(days).toPlainString() + "</v></c>");
    }

    private void number(BigDecimal number) throws IOException {
        if (number.stripTrailingZeros().precision() > EXACT_DIGITS) {
            text(number.toPlainString(), "");
        } else {
            out.write("<c><v>" + number.toPlainString() + "</v></c>");
        }
    }

    private void text(String text, String style) throws IOException {
        String kept = text;
        if (text.length() > LONGEST_TEXT) {
            int end = LONGEST_TEXT - 1;
            kept = text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
            shortened++;
        }
        out.write("<c t=\"inlineStr\"");
        out.write(style);
        out.write("><is><t xml:space=\"preserve\">");
        escape(kept);
        out.write("</t></is></c>");
    }

    private void escape(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.write("&amp;");
                case '<' -> out.write("&lt;");
                case '>' -> out.write("&gt;");
                case '_' -> out.write(text.startsWith("_x", i) ? "_x005F_" : "_");
                case '\t', '\n' -> out.write(c);
                default -> {
                    boolean pair = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (pair) {
                        out.write(c);
                        out.write(text.charAt(++i));
                    } else if (c < 32 || c == 0xFFFE || c == 0xFFFF || Character.isSurrogate(c)) {
                        out.write(String.format("_x%04X_", (int) c));
                    } else {
                        out.write(c);
                    }
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (zip) {
            out.write("</sheetData></worksheet>");
            out.flush();
            zip.closeEntry();
        }
    }
}
