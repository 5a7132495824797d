package org.jiaohui.dataset.format.spreadsheet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells the cover of a workbook from its tables: a short sheet of labels with their values beside them. A table has names in its first row, a cover has a
 * value there already (an address, a date, a number), or its name says what it is.
 */
final class CoverSheet {
    private static final int MOST_ROWS = 60;
    private static final Pattern NAME = Pattern.compile(
            "(?i)\\s*(封面|简介|介绍|说明|.{0,6}说明|目录|索引|版权|cover|about|info|notes?|read ?me|contents|index|summary page)\\s*");
    private static final Pattern VALUE = Pattern.compile(
            "(?i)\\s*(https?://.*|www\\..*|[^@\\s]+@[^@\\s]+\\.[a-z]{2,}|(19|20)\\d\\d[-/.年]\\d{1,2}.*)\\s*");

    private CoverSheet() {}

    /** Cells that are not text begin with a NUL character. */
    static boolean is(String name, List<List<String>> sample) {
        List<List<String>> rows = sample.stream()
                .filter(row -> row.stream().anyMatch(cell -> !cell.isEmpty()))
                .toList();
        if (rows.size() > MOST_ROWS || !isLabelled(rows)) {
            return false;
        }
        List<String> first = rows.getFirst();
        return NAME.matcher(name).matches() || isValue(first.size() > 1 ? first.get(1) : "");
    }

    /** Nothing stands beyond the second column, and what stands in the first are texts, each different. */
    private static boolean isLabelled(List<List<String>> rows) {
        Set<String> labels = new HashSet<>();
        for (List<String> row : rows) {
            String label = row.getFirst();
            boolean beyond = row.stream().skip(2).anyMatch(cell -> !cell.isEmpty());
            if (beyond || (!label.isEmpty() && (!isText(label) || !labels.add(label)))) {
                return false;
            }
        }
        return !labels.isEmpty();
    }

    private static boolean isText(String cell) {
        return !cell.isEmpty() && cell.charAt(0) != 0;
    }

    private static boolean isValue(String cell) {
        return cell.startsWith("\u0000") || VALUE.matcher(cell).matches();
    }
}
