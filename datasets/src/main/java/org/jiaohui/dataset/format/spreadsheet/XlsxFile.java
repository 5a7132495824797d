package org.jiaohui.dataset.format.spreadsheet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.ss.usermodel.BuiltinFormats;
import org.jiaohui.dataset.format.archive.ArchiveLimits;
import org.jiaohui.dataset.format.archive.SafeZip;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.dataset.format.xml.SafeXml;
import org.jiaohui.exchange.source.FormatOptions;

/** An XLSX workbook (ECMA-376), streamed: memory does not grow with its sheets. */
public final class XlsxFile {
    /** Sheets, relations, number formats and cell formats that one workbook may have; spreadsheets stop at 64,000 formats. */
    private static final int MOST_PARTS = 100_000;

    private final String name;
    private final SafeZip zip;
    private final List<CellText.Kind> styles = new ArrayList<>();
    private final Map<String, String> relations = new HashMap<>();
    private final List<Sheet> sheets = new ArrayList<>();
    private final FormulaCells formulas = new FormulaCells();
    private boolean from1904;
    private SharedTexts texts;

    private XlsxFile(Path file, String name, Path workFolder, ArchiveLimits limits) throws IOException {
        this.name = name;
        zip = SafeZip.open(file, name, limits);
        texts = SharedTexts.empty(Files.createTempFile(workFolder, "texts", ".utf8"));
    }

    /** {@code workFolder} takes the shared strings while the workbook is open. */
    public static OpenedTables open(
            Path file, String name, FormatOptions options, Path workFolder, ArchiveLimits limits) {
        XlsxFile workbook = null;
        try {
            workbook = new XlsxFile(file, name, workFolder, limits);
            workbook.readParts(workFolder);
            SheetTables tables = SheetTables.of(workbook.sheets, name, options);
            FormulaCells formulas = workbook.formulas;
            return new OpenedTables(
                    "XLSX", tables.tables(), () -> formulas.addedTo(tables.findings()), workbook::close);
        } catch (IOException | XMLStreamException | NumberFormatException e) {
            closeQuietly(workbook);
            throw Broken.format(name, "XLSX", e);
        } catch (RuntimeException e) {
            closeQuietly(workbook);
            throw e;
        }
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable XlsxFile workbook) {
        if (workbook != null) {
            workbook.close();
        }
    }

    private void readParts(Path workFolder) throws IOException, XMLStreamException {
        each("xl/_rels/workbook.xml.rels", xml -> {
            if (xml.getLocalName().equals("Relationship")) {
                String target = SafeXml.attribute(xml, "Target");
                relations.put(
                        SafeXml.attribute(xml, "Id"), target.startsWith("/") ? target.substring(1) : "xl/" + target);
            }
        });
        readStyles();
        Optional<SafeZip.Member> shared = zip.find("xl/sharedStrings.xml");
        if (shared.isPresent()) {
            texts.close();
            try (InputStream in = zip.read(shared.get())) {
                texts = SharedTexts.read(in, Files.createTempFile(workFolder, "texts", ".utf8"));
            }
        }
        each("xl/workbook.xml", xml -> {
            switch (xml.getLocalName()) {
                case "workbookPr" -> {
                    String flag = SafeXml.attribute(xml, "date1904");
                    from1904 = flag.equals("1") || flag.equals("true");
                }
                case "sheet" ->
                    addSheet(
                            SafeXml.attribute(xml, "name"),
                            SafeXml.attribute(xml, "state")
                                    .toLowerCase(Locale.ROOT)
                                    .contains("hidden"),
                            relation(xml));
                default -> {}
            }
        });
    }

    /** {@code r:id}, not {@code sheetId}. */
    private static String relation(XMLStreamReader xml) {
        return SafeXml.attribute(xml, "id");
    }

    private void addSheet(String sheet, boolean hidden, String id) {
        String path = relations.getOrDefault(id, "");
        Optional<SafeZip.Member> member = zip.find(path);
        // Charts and dialogs are sheets too, without cells.
        if (member.isPresent() && path.contains("worksheets/")) {
            sheets.add(new Sheet(
                    sheet,
                    hidden,
                    () -> new XlsxRows(name + "!" + sheet, zip.read(member.get()), texts, styles, from1904, formulas)));
        }
    }

    private void readStyles() throws IOException, XMLStreamException {
        Map<Integer, String> formats = new HashMap<>();
        boolean[] inCellFormats = new boolean[1];
        each("xl/styles.xml", xml -> {
            switch (xml.getLocalName()) {
                case "numFmt" -> {
                    if (formats.size() < MOST_PARTS) {
                        formats.put(
                                Integer.parseInt(SafeXml.attribute(xml, "numFmtId")),
                                SafeXml.attribute(xml, "formatCode"));
                    }
                }
                case "cellXfs" -> inCellFormats[0] = true;
                case "cellStyles", "dxfs" -> inCellFormats[0] = false;
                case "xf" -> {
                    if (inCellFormats[0]) {
                        styles.add(kind(SafeXml.attribute(xml, "numFmtId"), formats));
                    }
                }
                default -> {}
            }
        });
    }

    private static CellText.Kind kind(String id, Map<Integer, String> formats) {
        int index = id.isEmpty() ? 0 : Integer.parseInt(id);
        String builtin = index < 50 && index >= 0 ? BuiltinFormats.getBuiltinFormat(index) : null;
        String pattern = formats.getOrDefault(index, builtin == null ? "General" : builtin);
        // 27–36 and 50–58 are Chinese date formats whose pattern depends on the locale and is not written to the file.
        boolean chineseDate = (index >= 27 && index <= 31)
                || index == 36
                || (index >= 50 && index <= 54)
                || (index >= 57 && index <= 58);
        if (!formats.containsKey(index) && chineseDate) {
            return CellText.Kind.DATE;
        }
        if (!formats.containsKey(index) && ((index >= 32 && index <= 35) || index == 55 || index == 56)) {
            return CellText.Kind.TIME;
        }
        return CellText.kind(index, pattern);
    }

    private void each(String path, Consumer<XMLStreamReader> element) throws IOException, XMLStreamException {
        Optional<SafeZip.Member> member = zip.find(path);
        if (member.isEmpty()) {
            return;
        }
        try (InputStream in = zip.read(member.get())) {
            XMLStreamReader xml = SafeXml.open(in);
            while (xml.hasNext()) {
                if (SafeXml.next(xml) == XMLStreamConstants.START_ELEMENT) {
                    element.accept(xml);
                    if (relations.size() + sheets.size() + styles.size() > MOST_PARTS) {
                        throw new XMLStreamException("more than " + MOST_PARTS + " sheets, relations and formats");
                    }
                }
            }
        }
    }

    private void close() {
        zip.close();
        texts.close();
    }
}
