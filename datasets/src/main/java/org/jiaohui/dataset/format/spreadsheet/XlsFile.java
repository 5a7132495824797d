package org.jiaohui.dataset.format.spreadsheet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.hssf.eventusermodel.HSSFEventFactory;
import org.apache.poi.hssf.eventusermodel.HSSFRequest;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.jiaohui.dataset.format.archive.ZipArchive;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.FormatOptions;

/** An XLS workbook (BIFF8): its records are read once, each sheet into a file of its own. The shared texts are held in memory, so its size is limited. */
public final class XlsFile {
    private static final long MOST_BYTES = 64L << 20;

    private XlsFile() {}

    /** Also tells an encrypted XLSX, which is an OLE2 file around an unreadable one. {@code workFolder} takes the sheets while the workbook is open. */
    public static OpenedTables open(Path file, String name, FormatOptions options, Path workFolder) throws IOException {
        long size = file.toFile().length();
        if (size > MOST_BYTES) {
            throw new ExchangeException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "%s 有 %d 字节，XLS 最多 %d 字节；请另存为 XLSX / %s has %d bytes, an XLS file may have %d; save it as XLSX"
                            .formatted(name, size, MOST_BYTES, name, size, MOST_BYTES));
        }
        Path folder = Files.createTempDirectory(workFolder, "sheets");
        try (POIFSFileSystem container = new POIFSFileSystem(file.toFile(), true)) {
            return open(container.getRoot(), name, options, folder);
        } catch (EncryptedDocumentException e) {
            ZipArchive.remove(folder);
            throw Broken.encrypted(name);
        } catch (ExchangeException e) {
            ZipArchive.remove(folder);
            throw e;
        } catch (IOException | RuntimeException e) {
            ZipArchive.remove(folder);
            throw Broken.format(name, "XLS", e);
        }
    }

    private static OpenedTables open(DirectoryNode root, String name, FormatOptions options, Path folder)
            throws IOException {
        if (root.hasEntryCaseInsensitive("EncryptedPackage")) {
            throw Broken.encrypted(name);
        }
        if (!root.hasEntryCaseInsensitive("Workbook")) {
            boolean old = root.hasEntryCaseInsensitive("Book");
            throw new ExchangeException(
                    ErrorCode.FORMAT_UNKNOWN,
                    "无法作为数据表读取 %s：%s / %s cannot be read as a table: %s"
                            .formatted(
                                    name,
                                    old ? "是 Excel 95 或更早的工作簿，请另存为 XLSX" : "是 Office 97 文档，但不是工作簿",
                                    name,
                                    old
                                            ? "a workbook of Excel 95 or before; save it as XLSX"
                                            : "an OLE2 document without a workbook"));
        }
        Biff8EncryptionKey.setCurrentUserPassword(null);
        FormulaCells formulas = new FormulaCells();
        XlsSheets sheets = new XlsSheets(folder, name, formulas);
        try (InputStream records = root.createDocumentInputStream(root.getEntryCaseInsensitive("Workbook"))) {
            HSSFRequest request = new HSSFRequest();
            request.addListenerForAllRecords(sheets.listener());
            new HSSFEventFactory().processEvents(request, records);
        } catch (RuntimeException e) {
            sheets.close();
            throw e;
        }
        SheetTables tables = SheetTables.of(sheets.sheets(), name, options);
        List<Finding> findings = formulas.addedTo(tables.findings());
        return new OpenedTables("XLS", tables.tables(), () -> findings, () -> ZipArchive.remove(folder));
    }
}
