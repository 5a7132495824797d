package org.jiaohui.dataset.format.spreadsheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.row.SourceColumn;

/**
 * Where the table of a sheet begins and which columns it has.
 *
 * @param firstRow position of the first data row among the rows that the sheet's cursor gives
 * @param positions the sheet's column of each column of the table, ascending
 */
record SheetHeader(int firstRow, List<Integer> positions, List<SourceColumn> columns) {
    /** Rows that are looked at to find the header. */
    static final int SAMPLE = 200;

    /** The table's column at a column of the sheet, or -1. */
    int columnAt(int sheetColumn) {
        return positions.indexOf(sheetColumn);
    }

    /**
     * Finds the header in the first rows of a sheet: the first row that fills most of the width that the rows usually have. Titles and padding above it are
     * narrower. A second line of headers below merged cells is joined to the first with {@code _}. Cells that are not text begin with a NUL character.
     */
    static Optional<SheetHeader> find(List<List<String>> rows, boolean withHeader) {
        int usual = usualWidth(rows);
        if (usual == 0) {
            return Optional.empty();
        }
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            long filled = filled(row);
            if (filled == 0 || filled * 10 < usual * 6L) {
                continue;
            }
            if (!withHeader) {
                return Optional.of(make(rows, i, List.of()));
            }
            Optional<List<String>> joined = i + 1 < rows.size() ? join(row, rows.get(i + 1)) : Optional.empty();
            int first = joined.isPresent() ? i + 2 : i + 1;
            if (rows.stream().skip(first).allMatch(below -> filled(below) == 0)) {
                return Optional.empty();
            }
            return Optional.of(make(rows, first, joined.orElse(row)));
        }
        return Optional.empty();
    }

    /** The most frequent number of filled cells among rows with at least two of them; 1 when there are none of those. */
    private static int usualWidth(List<List<String>> rows) {
        int[] counts = new int[16_385];
        int best = 0;
        boolean any = false;
        for (List<String> row : rows) {
            int filled = (int) filled(row);
            any |= filled > 0;
            if (filled > 1) {
                counts[filled]++;
                if (best == 0 || counts[filled] > counts[best] || (counts[filled] == counts[best] && filled > best)) {
                    best = filled;
                }
            }
        }
        return best > 0 ? best : any ? 1 : 0;
    }

    private static long filled(List<String> row) {
        return row.stream().filter(cell -> !cell.isEmpty()).count();
    }

    private static boolean isText(String cell) {
        return !cell.isEmpty() && cell.charAt(0) != 0;
    }

    /** Two header lines as one, when the second fills exactly the groups that merged cells of the first leave open. */
    private static Optional<List<String>> join(List<String> upper, List<String> lower) {
        int width = Math.max(upper.size(), lower.size());
        List<String> names = new ArrayList<>();
        boolean group = false;
        String carried = "";
        for (int i = 0; i < width; i++) {
            String above = i < upper.size() ? upper.get(i) : "";
            String below = i < lower.size() ? lower.get(i) : "";
            String nextAbove = i + 1 < upper.size() ? upper.get(i + 1) : "";
            boolean nextBelow = i + 1 < lower.size() && isText(lower.get(i + 1));
            if ((!below.isEmpty() && !isText(below)) || (!above.isEmpty() && !isText(above))) {
                return Optional.empty();
            }
            if (above.isEmpty()) {
                if (below.isEmpty() || carried.isEmpty()) {
                    return Optional.empty();
                }
                group = true;
                names.add(carried + "_" + below);
            } else if (below.isEmpty()) {
                carried = "";
                names.add(above);
            } else if (nextAbove.isEmpty() && nextBelow) {
                carried = above;
                names.add(above + "_" + below);
            } else {
                return Optional.empty();
            }
        }
        return group ? Optional.of(names) : Optional.empty();
    }

    private static SheetHeader make(List<List<String>> rows, int first, List<String> header) {
        int width = header.size();
        for (List<String> row : rows.subList(first, rows.size())) {
            width = Math.max(width, row.size());
        }
        boolean[] used = new boolean[width];
        for (int i = 0; i < header.size(); i++) {
            used[i] = !header.get(i).isEmpty();
        }
        for (List<String> row : rows.subList(first, rows.size())) {
            for (int i = 0; i < row.size(); i++) {
                used[i] |= !row.get(i).isEmpty();
            }
        }
        List<String> names = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            if (used[i]) {
                String name = i < header.size() ? header.get(i) : "";
                names.add(name.startsWith("\u0000") ? name.substring(1) : name);
                positions.add(i);
            }
        }
        return new SheetHeader(first, List.copyOf(positions), SourceColumn.ofHeaders(names));
    }
}
