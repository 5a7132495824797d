package org.jiaohui.dataset.store;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.RefusedRows.RefusedRow;

/**
 * What a decoder could not read of a row: text that its encoding does not explain, a row that did not fall into cells, a value that was not there. What is kept
 * of such a row is less than what was sent, so it stays refused, whatever the rules say, until somebody has filled in what is missing.
 */
final class UnreadValues {
    private static final String LOST =
            "原文在解码时已丢失（�），须重新录入，或请来源用正确的编码重新送达 / the text was lost in decoding (�): type it anew, or have the source deliver it again in its true encoding";
    private static final char UNREADABLE = '\uFFFD';

    private final RefusedRow refused;
    private final Kind kind;
    private final int column;

    private enum Kind {
        /** Bytes that are no text of the encoding. */
        TEXT,
        /** The row as a whole did not become cells. */
        CELLS,
        /** The row has something beside its cells. */
        SURPLUS,
        /** One value. */
        VALUE
    }

    private UnreadValues(RefusedRow refused, Kind kind, int column) {
        this.refused = refused;
        this.kind = kind;
        this.column = column;
    }

    /** Empty for a row that was read and broke a rule. */
    static Optional<UnreadValues> of(RefusedRow refused, List<String> columns) {
        int column = columns.indexOf(refused.column());
        if (refused.cells().isEmpty()) {
            return Optional.of(new UnreadValues(refused, Kind.CELLS, column));
        }
        return switch (refused.rule()) {
            case "encoding" -> Optional.of(new UnreadValues(refused, Kind.TEXT, column));
            case "fields" -> Optional.of(new UnreadValues(refused, Kind.SURPLUS, column));
            case "formula", "error-cell", "geometry" ->
                column < 0 ? Optional.empty() : Optional.of(new UnreadValues(refused, Kind.VALUE, column));
            default -> Optional.empty();
        };
    }

    /**
     * Why the row must be refused again; empty when nothing is missing any more.
     *
     * @param now its cells in the order of the quarantine's columns, or none when they are not all known
     */
    Optional<String> missing(List<String> now) {
        return switch (kind) {
            case TEXT -> lost(now);
            case CELLS ->
                now.stream().allMatch(String::isEmpty)
                        ? Optional.of(
                                "该行没有按列分开，须在下载的文件中对照 _raw 填好各列后上传 / the row did not fall into columns: fill all of them in after the text in _raw, and send it")
                        : lost(now);
            case SURPLUS ->
                now.equals(refused.cells())
                        ? Optional.of(
                                "该行有不属于任何列的内容，须改正后上传，或在来源改正 / the row holds something that belongs to no column: correct it and send it, or correct the source")
                        : Optional.empty();
            case VALUE -> {
                String name = refused.column();
                yield now.get(column).equals(refused.cells().get(column))
                        ? Optional.of(
                                "列“%s”的值没有读到，须填写后上传 / the value of column \"%s\" was never read: fill it in and send it"
                                        .formatted(name, name))
                        : Optional.empty();
            }
        };
    }

    private Optional<String> lost(List<String> now) {
        for (int i = 0; i < now.size(); i++) {
            if (isUnreadable(now.get(i), i)) {
                return Optional.of(LOST);
            }
        }
        return Optional.empty();
    }

    private boolean isUnreadable(String cell, int at) {
        if (kind == Kind.CELLS) {
            return hasUnreadable(cell) && hasUnreadable(refused.raw());
        }
        String before = refused.cells().get(at);
        // Programs that save in a national encoding write a question mark for what they cannot write.
        return hasUnreadable(cell)
                || (hasUnreadable(before)
                        && cell.equals(before.replace('\0', UNREADABLE).replace(UNREADABLE, '?')));
    }

    private static boolean hasUnreadable(String text) {
        return text.indexOf(UNREADABLE) >= 0 || text.indexOf('\0') >= 0;
    }
}
