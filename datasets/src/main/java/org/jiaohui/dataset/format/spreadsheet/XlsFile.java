package org.jiaohui.dataset.format.spreadsheet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.hssf.record.crypto.Biff8EncryptionKey;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.usermodel.Row;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.OpenedTables;
import org.jiaohui.dataset.format.row.RowCursor;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.FormatOptions;

/** An XLS workbook (BIFF8): at most 65,536 rows a sheet, held in memory, so its size is limited. */
public final class XlsFile {
    private static final long MOST_BYTES = 64L << 20;

    private XlsFile() {}

    /** Also tells an encrypted XLSX, which is an OLE2 file around an unreadable one. */
    public static OpenedTables open(Path file, String name, FormatOptions options) {
        long size = file.toFile().length();
        if (size > MOST_BYTES) {
            throw new ExchangeException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "%s 有 %d 字节，XLS 最多 %d 字节；请另存为 XLSX / %s has %d bytes, an XLS file may have %d; save it as XLSX"
                            .formatted(name, size, MOST_BYTES, name, size, MOST_BYTES));
        }
        try (POIFSFileSystem container = new POIFSFileSystem(file.toFile(), true)) {
            return open(container.getRoot(), name, options);
        } catch (EncryptedDocumentException e) {
            throw Broken.encrypted(name);
        } catch (ExchangeException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw Broken.format(name, "XLS", e);
        }
    }

    private static OpenedTables open(DirectoryNode root, String name, FormatOptions options) throws IOException {
        if (root.hasEntryCaseInsensitive("EncryptedPackage")) {
            throw Broken.encrypted(name);
        }
        boolean workbookStream = root.hasEntryCaseInsensitive("Workbook") || root.hasEntryCaseInsensitive("Book");
        if (!workbookStream) {
            throw new ExchangeException(
                    ErrorCode.FORMAT_UNKNOWN,
                    "无法作为数据表读取 %s：是 Office 97 文档，但不是工作簿 / %s cannot be read as a table: an OLE2 document without a workbook"
                            .formatted(name, name));
        }
        Biff8EncryptionKey.setCurrentUserPassword(null);
        HSSFWorkbook workbook = new HSSFWorkbook(root, false);
        if (workbook.getInternalWorkbook().getWorkbookRecordList().getRecords().stream()
                .anyMatch(part -> part.getSid() == org.apache.poi.hssf.record.FilePassRecord.sid)) {
            throw Broken.encrypted(name);
        }
        FormulaCells formulas = new FormulaCells();
        List<Sheet> sheets = new ArrayList<>();
        for (int i = 0; i < workbook.getNumberOfSheets(); i++) {
            var sheet = workbook.getSheetAt(i);
            sheets.add(new Sheet(workbook.getSheetName(i), () -> new Rows(sheet, formulas)));
        }
        SheetTables tables = SheetTables.of(sheets, name, options);
        return new OpenedTables("XLS", tables.tables(), () -> formulas.addedTo(tables.findings()), () -> {});
    }

    private static final class Rows implements RowCursor {
        private final java.util.Iterator<Row> rows;
        private final String sheet;
        private final FormulaCells formulas;
        private long formulaCells;

        private Rows(org.apache.poi.ss.usermodel.Sheet sheet, FormulaCells formulas) {
            rows = sheet.iterator();
            this.sheet = sheet.getSheetName();
            this.formulas = formulas;
        }

        @Override
        public boolean next(CellRow row) {
            row.clear();
            if (!rows.hasNext()) {
                return false;
            }
            for (Cell cell : rows.next()) {
                set(row, cell);
            }
            return true;
        }

        private void set(CellRow row, Cell cell) {
            CellType type = cell.getCellType();
            if (type == CellType.FORMULA) {
                formulaCells++;
                type = cell.getCachedFormulaResultType();
            }
            int column = cell.getColumnIndex();
            switch (type) {
                case STRING -> row.setText(column, cell.getStringCellValue());
                case BOOLEAN -> row.setValue(column, Boolean.toString(cell.getBooleanCellValue()));
                case NUMERIC -> {
                    CellText.Kind kind = CellText.kind(
                            cell.getCellStyle().getDataFormat(),
                            cell.getCellStyle().getDataFormatString());
                    String stored = Double.toString(cell.getNumericCellValue());
                    row.setValue(column, CellText.of(stored, kind, false));
                }
                case ERROR -> {
                    String text = FormulaError.forInt(cell.getErrorCellValue()).getString();
                    row.setText(column, text);
                    row.refuse(
                            column,
                            "error-cell",
                            text,
                            "单元格是错误值 %s，请修正公式 / the cell holds the error %s; mend its formula".formatted(text, text));
                }
                case BLANK, FORMULA, _NONE -> {}
            }
        }

        @Override
        public void close() {
            formulas.met(sheet, formulaCells);
        }
    }
}
