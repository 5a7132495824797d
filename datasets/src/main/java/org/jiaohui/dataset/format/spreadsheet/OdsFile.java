package org.jiaohui.dataset.format.spreadsheet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jiaohui.dataset.format.archive.ArchiveLimits;
import org.jiaohui.dataset.format.archive.SafeZip;
import org.jiaohui.dataset.format.archive.ZipArchive;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.dataset.format.xml.SafeXml;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.FormatOptions;

/**
 * An OpenDocument spreadsheet (ISO/IEC 26300, ODF 1.3). All sheets stand in one XML document; it is streamed once, each sheet into a file of its own, so that
 * memory does not grow with its sheets.
 */
public final class OdsFile {
    private static final int MOST_SHEETS = 1_000;

    private OdsFile() {}

    /** {@code workFolder} takes the sheets while the workbook is open. */
    public static OpenedTables open(
            Path file, String name, FormatOptions options, Path workFolder, ArchiveLimits limits) throws IOException {
        Path folder = Files.createTempDirectory(workFolder, "sheets");
        try (SafeZip zip = SafeZip.open(file, name, limits)) {
            refuseEncrypted(zip, name);
            FormulaCells formulas = new FormulaCells();
            SheetTables tables = SheetTables.of(sheets(zip, name, folder, formulas), name, options);
            List<org.jiaohui.exchange.run.Finding> findings = formulas.addedTo(tables.findings());
            return new OpenedTables("ODS", tables.tables(), () -> findings, () -> ZipArchive.remove(folder));
        } catch (IOException | XMLStreamException | NumberFormatException e) {
            ZipArchive.remove(folder);
            throw Broken.format(name, "ODS", e);
        } catch (RuntimeException e) {
            ZipArchive.remove(folder);
            throw e;
        }
    }

    private static void refuseEncrypted(SafeZip zip, String name) throws IOException, XMLStreamException {
        var manifest = zip.find("META-INF/manifest.xml");
        if (manifest.isEmpty()) {
            return;
        }
        try (InputStream in = zip.read(manifest.get())) {
            XMLStreamReader xml = SafeXml.open(in);
            while (xml.hasNext()) {
                if (SafeXml.next(xml) == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("encryption-data")) {
                    throw Broken.encrypted(name);
                }
            }
        }
    }

    private static List<Sheet> sheets(SafeZip zip, String name, Path folder, FormulaCells formulas)
            throws IOException, XMLStreamException {
        List<Sheet> sheets = new ArrayList<>();
        boolean spreadsheet = false;
        try (InputStream in = zip.read(zip.find("content.xml").orElseThrow(() -> notASpreadsheet(name)))) {
            XMLStreamReader xml = SafeXml.open(in);
            while (xml.hasNext()) {
                if (SafeXml.next(xml) != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                spreadsheet |= xml.getLocalName().equals("spreadsheet");
                if (spreadsheet && OdsSheet.isTable(xml, "table")) {
                    sheets.add(sheet(xml, name, folder.resolve(Integer.toString(sheets.size())), formulas));
                    if (sheets.size() > MOST_SHEETS) {
                        throw new IOException("more than " + MOST_SHEETS + " sheets");
                    }
                }
            }
        }
        if (!spreadsheet) {
            throw notASpreadsheet(name);
        }
        return sheets;
    }

    private static Sheet sheet(XMLStreamReader xml, String name, Path spool, FormulaCells formulas)
            throws IOException, XMLStreamException {
        String sheet = OdsSheet.table(xml, "name");
        formulas.met(sheet, new OdsSheet(xml).spool(spool));
        return new Sheet(sheet, false, () -> new SpooledRows(spool, name + "!" + sheet));
    }

    private static ExchangeException notASpreadsheet(String name) {
        return new ExchangeException(
                ErrorCode.FORMAT_UNKNOWN,
                "无法作为数据表读取 %s：是 OpenDocument 文档，但不是电子表格 / %s cannot be read as a table: an OpenDocument file without a spreadsheet"
                        .formatted(name, name));
    }
}
