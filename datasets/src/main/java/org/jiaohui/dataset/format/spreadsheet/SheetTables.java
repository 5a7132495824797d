package org.jiaohui.dataset.format.spreadsheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.RowCursor;
import org.jiaohui.dataset.format.row.RowTable;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.FormatOptions;

/**
 * Which sheets of a workbook are tables, and what a steward should know about the others.
 *
 * @param findings sheets that were left out although something stands in them, and headers that occur twice
 */
record SheetTables(List<Formats.DeliveredTable> tables, List<Finding> findings) {
    /** Cells that are looked at to find a header. */
    private static final int MOST_SAMPLED = 100_000;

    /** What a sheet looks like, the best first: only the best kind that a workbook has is published. */
    private enum Kind {
        TABLE,
        COVER,
        LIST,
        NOTHING
    }

    private record Looked(Sheet sheet, Kind kind, Optional<SheetHeader> header) {}

    SheetTables {
        tables = List.copyOf(tables);
        findings = List.copyOf(findings);
    }

    static SheetTables of(List<Sheet> sheets, String file, FormatOptions options) {
        List<Sheet> wanted = wanted(sheets, file, options);
        List<Looked> looked = new ArrayList<>();
        boolean anyRow = false;
        List<Finding> findings = new ArrayList<>();
        for (Sheet sheet : wanted) {
            if (sheet.hidden() && options.table().isEmpty()) {
                findings.add(leftOut(sheet.name(), "是隐藏的", "is hidden"));
                continue;
            }
            List<List<String>> sample = sample(sheet);
            if (sample.stream().anyMatch(row -> row.stream().anyMatch(cell -> !cell.isEmpty()))) {
                anyRow = true;
                looked.add(look(sheet, sample, options.header().orElse(true)));
            }
        }
        Kind best = looked.stream().map(Looked::kind).min(Kind::compareTo).orElse(Kind.NOTHING);
        if (best == Kind.NOTHING) {
            throw anyRow
                    ? Broken.format(file, "没有看起来像表格的工作表（表头加数据行）", "no sheet looks like a table (a header and rows)")
                    : Broken.empty(file);
        }
        List<Formats.DeliveredTable> tables = new ArrayList<>();
        for (Looked one : looked) {
            if (one.kind() == best && one.header().isPresent()) {
                SheetHeader header = one.header().get();
                tables.add(table(one.sheet(), header, file, wanted.size() == 1));
                findings.addAll(SourceColumn.duplicates(header.columns()));
            } else {
                findings.add(leftOut(one));
            }
        }
        return new SheetTables(tables, findings);
    }

    private static Looked look(Sheet sheet, List<List<String>> sample, boolean withHeader) {
        Optional<SheetHeader> header = SheetHeader.find(sample, withHeader);
        if (header.isEmpty()) {
            return new Looked(sheet, Kind.NOTHING, header);
        }
        if (header.get().columns().size() == 1) {
            return new Looked(sheet, Kind.LIST, header);
        }
        return new Looked(sheet, CoverSheet.is(sheet.name(), sample) ? Kind.COVER : Kind.TABLE, header);
    }

    private static Finding leftOut(Looked one) {
        String sheet = one.sheet().name();
        return switch (one.kind()) {
            case COVER -> leftOut(sheet, "像是封面或说明", "looks like a cover");
            case LIST -> leftOut(sheet, "只有一列", "has one column");
            case TABLE, NOTHING -> leftOut(sheet, "没有表头加数据行", "has no header with rows");
        };
    }

    private static Finding leftOut(String sheet, String chinese, String english) {
        return new Finding(
                "sheet-left-out",
                Finding.Severity.INFO,
                "",
                1,
                "工作表“%s”%s，没有作为数据表发布；如需发布，请声明 table".formatted(sheet, chinese),
                "sheet \"%s\" %s and was not published; declare \"table\" to publish it".formatted(sheet, english),
                List.of());
    }

    private static List<Sheet> wanted(List<Sheet> sheets, String file, FormatOptions options) {
        if (options.table().isEmpty()) {
            return sheets;
        }
        String name = options.table().get();
        List<Sheet> found =
                sheets.stream().filter(sheet -> sheet.name().equals(name)).toList();
        if (found.isEmpty()) {
            String names = String.join(", ", sheets.stream().map(Sheet::name).toList());
            throw new ExchangeException(
                    ErrorCode.FORMAT_BROKEN,
                    "%s 中没有工作表“%s”（现有：%s） / %s has no sheet \"%s\" (found: %s)"
                            .formatted(file, name, names, file, name, names));
        }
        return found;
    }

    private static List<List<String>> sample(Sheet sheet) {
        List<List<String>> sample = new ArrayList<>();
        CellRow row = new CellRow();
        try (RowCursor cursor = sheet.rows().open()) {
            int seen = 0;
            while (sample.size() < SheetHeader.SAMPLE && seen < MOST_SAMPLED && cursor.next(row)) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < Math.min(row.count(), 16_384); i++) {
                    // A number is marked, so that a header can be told from a row of values.
                    cells.add(row.isBlank(i) ? "" : (row.isText(i) ? "" : "\u0000") + shortened(row.string(i)));
                }
                seen += cells.size();
                sample.add(cells);
            }
        }
        return sample;
    }

    /** A header is never this long; a cell may be a million characters. */
    private static String shortened(String cell) {
        return cell.length() <= 300 ? cell : cell.substring(0, 300);
    }

    private static RowTable table(Sheet sheet, SheetHeader header, String file, boolean only) {
        int dot = file.lastIndexOf('.');
        String name = only && sheet.name().matches("(?i)(sheet|工作表)\\s*\\d*") && dot > 0
                ? file.substring(0, dot)
                : sheet.name();
        return new RowTable(
                name, file, header.columns(), () -> new Below(sheet.rows().open(), header));
    }

    /** The rows below a header, only its columns; blank rows are left out. */
    private static final class Below implements RowCursor {
        private final RowCursor sheet;
        private final SheetHeader header;
        private final CellRow whole = new CellRow();
        private int skipped;

        private Below(RowCursor sheet, SheetHeader header) {
            this.sheet = sheet;
            this.header = header;
        }

        @Override
        public boolean next(CellRow row) {
            while (sheet.next(whole)) {
                if (skipped < header.firstRow()) {
                    skipped++;
                } else if (!whole.isBlank()) {
                    copy(row);
                    return true;
                }
            }
            return false;
        }

        private void copy(CellRow row) {
            row.clear();
            List<Integer> position = header.positions();
            int next = 0;
            whole.problem().ifPresent(problem -> {
                int column = header.columnAt(problem.column());
                // What did not fit into the row is missing from it, whether its column counts or not.
                if (column >= 0 || problem.rule().equals("length")) {
                    row.refuse(column, problem.rule(), problem.value(), problem.reason());
                }
            });
            for (int cell = 0; cell < whole.count(); cell++) {
                if (next < position.size() && position.get(next) == cell) {
                    row.set(next, whole.bytes(), whole.start(cell), whole.length(cell), whole.isText(cell));
                    next++;
                } else if (!whole.isBlank(cell)) {
                    String value = whole.string(cell);
                    row.refuse(
                            -1,
                            "fields",
                            value,
                            "第 %d 列没有表头却有值“%s” / column %d has no header but holds \"%s\""
                                    .formatted(cell + 1, shown(value), cell + 1, shown(value)));
                }
            }
        }

        private static String shown(String value) {
            return value.length() > 100 ? value.substring(0, 100) : value;
        }

        @Override
        public void close() {
            sheet.close();
        }
    }
}
