package org.jiaohui.dataset.format.spreadsheet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.poi.hssf.eventusermodel.FormatTrackingHSSFListener;
import org.apache.poi.hssf.eventusermodel.HSSFListener;
import org.apache.poi.hssf.record.BOFRecord;
import org.apache.poi.hssf.record.BoolErrRecord;
import org.apache.poi.hssf.record.BoundSheetRecord;
import org.apache.poi.hssf.record.CellValueRecordInterface;
import org.apache.poi.hssf.record.DateWindow1904Record;
import org.apache.poi.hssf.record.EOFRecord;
import org.apache.poi.hssf.record.FilePassRecord;
import org.apache.poi.hssf.record.FormulaRecord;
import org.apache.poi.hssf.record.LabelRecord;
import org.apache.poi.hssf.record.LabelSSTRecord;
import org.apache.poi.hssf.record.NumberRecord;
import org.apache.poi.hssf.record.Record;
import org.apache.poi.hssf.record.SSTRecord;
import org.apache.poi.hssf.record.StringRecord;
import org.apache.poi.ss.usermodel.FormulaError;
import org.jiaohui.dataset.format.row.Broken;

/** Takes the records of an XLS stream ([MS-XLS]) one by one and writes each worksheet into a file of its own. Only the shared texts are held in memory. */
final class XlsSheets implements HSSFListener {
    private final Path folder;
    private final String name;
    private final FormulaCells formulas;
    private final FormatTrackingHSSFListener formats = new FormatTrackingHSSFListener(this);
    private final List<BoundSheetRecord> announced = new ArrayList<>();
    private final List<Sheet> sheets = new ArrayList<>();
    private final List<SheetSpool.Cell> row = new ArrayList<>();
    private Optional<SSTRecord> texts = Optional.empty();
    private Optional<SheetSpool> spool = Optional.empty();
    private Optional<FormulaRecord> pending = Optional.empty();
    private boolean from1904;
    private int depth;
    private int substreams;
    private int rowNumber = -1;
    private long formulaCells;

    XlsSheets(Path folder, String name, FormulaCells formulas) {
        this.folder = folder;
        this.name = name;
        this.formulas = formulas;
    }

    /** What the events go through, so that the formats of cells are known. */
    HSSFListener listener() {
        return formats;
    }

    /**
     * The worksheets, after the last event.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException FORMAT_BROKEN when the stream ended before its last sheet did
     */
    List<Sheet> sheets() {
        if (depth != 0 || substreams <= announced.size()) {
            close();
            throw Broken.format(name, "文件被截断，请重新导出", "the file is cut off; export it again");
        }
        return List.copyOf(sheets);
    }

    /** Releases the sheet that is being written. */
    void close() {
        try {
            if (spool.isPresent()) {
                spool.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void processRecord(Record item) {
        try {
            switch (item) {
                case BOFRecord begin -> begin(begin.getType());
                case EOFRecord ignored -> end();
                // Also with the password that spreadsheets try by themselves: a locked file is not to be read by
                // chance.
                case FilePassRecord ignored -> throw Broken.encrypted(name);
                case BoundSheetRecord sheet -> announced.add(sheet);
                case DateWindow1904Record window -> from1904 = window.getWindowing() == 1;
                case SSTRecord shared -> texts = Optional.of(shared);
                default -> {
                    // A chart within a sheet has numbers of its own, which are no cells.
                    if (depth == 1 && spool.isPresent()) {
                        cell(item);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin(int type) throws IOException {
        if (depth++ == 0 && substreams++ > 0 && type == BOFRecord.TYPE_WORKSHEET) {
            BoundSheetRecord[] inOrder = BoundSheetRecord.orderByBofPosition(announced);
            boolean known = substreams - 2 < inOrder.length;
            String sheet = known ? inOrder[substreams - 2].getSheetname() : "Sheet" + (substreams - 1);
            boolean hidden = known && (inOrder[substreams - 2].isHidden() || inOrder[substreams - 2].isVeryHidden());
            Path file = folder.resolve(Integer.toString(sheets.size()));
            spool = Optional.of(new SheetSpool(file));
            sheets.add(new Sheet(sheet, hidden, () -> new SpooledRows(file, name + "!" + sheet)));
        }
    }

    private void end() throws IOException {
        if (--depth == 0 && spool.isPresent()) {
            writeRow();
            spool.get().end();
            spool = Optional.empty();
            formulas.met(sheets.getLast().name(), formulaCells);
            formulaCells = 0;
            rowNumber = -1;
        }
    }

    private void cell(Record item) throws IOException {
        switch (item) {
            case LabelSSTRecord label -> {
                int index = label.getSSTIndex();
                if (texts.isPresent() && index >= 0 && index < texts.get().getNumUniqueStrings()) {
                    add(label, texts.get().getString(index).getString(), true, false);
                }
            }
            case LabelRecord label -> add(label, label.getValue(), true, false);
            case NumberRecord number -> add(number, shown(number, number.getValue()), false, false);
            case BoolErrRecord flag -> {
                if (flag.isError()) {
                    add(flag, FormulaError.forInt(flag.getErrorValue()).getString(), true, true);
                } else {
                    add(flag, Boolean.toString(flag.getBooleanValue()), false, false);
                }
            }
            case FormulaRecord formula -> formula(formula);
            case StringRecord text -> {
                if (pending.isPresent()) {
                    add(pending.get(), text.getString(), true, false);
                    pending = Optional.empty();
                }
            }
            default -> {}
        }
    }

    /** The saved value; a text follows in a record of its own. */
    private void formula(FormulaRecord formula) throws IOException {
        formulaCells++;
        pending = Optional.empty();
        if (formula.hasCachedResultString()) {
            pending = Optional.of(formula);
            return;
        }
        switch (formula.getCachedResultTypeEnum()) {
            case BOOLEAN -> add(formula, Boolean.toString(formula.getCachedBooleanValue()), false, false);
            case ERROR ->
                add(
                        formula,
                        FormulaError.forInt((byte) formula.getCachedErrorValue())
                                .getString(),
                        true,
                        true);
            case NUMERIC -> add(formula, shown(formula, formula.getValue()), false, false);
            case STRING, FORMULA, BLANK, _NONE -> {}
        }
    }

    private String shown(CellValueRecordInterface cell, double value) {
        CellText.Kind kind = CellText.kind(formats.getFormatIndex(cell), formats.getFormatString(cell));
        return CellText.of(Double.toString(value), kind, from1904);
    }

    private void add(CellValueRecordInterface cell, String value, boolean text, boolean error) throws IOException {
        if (cell.getRow() != rowNumber) {
            writeRow();
            rowNumber = cell.getRow();
        }
        if (!value.isEmpty()) {
            row.add(new SheetSpool.Cell(cell.getColumn(), 1, value, text, error));
        }
    }

    private void writeRow() throws IOException {
        if (rowNumber >= 0 && spool.isPresent()) {
            spool.get().row(row, 1);
        }
        row.clear();
    }
}
