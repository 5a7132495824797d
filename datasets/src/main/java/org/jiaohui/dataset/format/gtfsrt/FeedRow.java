package org.jiaohui.dataset.format.gtfsrt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.SourceColumn;

/** Cells of a row, filled one after the other in the order of the columns. */
final class FeedRow {
    /** The last second of the year 9999. */
    private static final long LAST = 253_402_300_799L;

    private final CellRow cells;
    private int at;

    FeedRow(CellRow cells) {
        this.cells = cells;
    }

    FeedRow text(Optional<String> value) {
        value.filter(each -> !each.isEmpty()).ifPresent(each -> cells.setText(at, each));
        at++;
        return this;
    }

    FeedRow integer(Optional<Long> value) {
        return text(value.map(String::valueOf));
    }

    /** Seconds since 1970; 0 means none, what is no time of this era stays a number and refuses its row. */
    FeedRow time(Optional<Long> seconds) {
        return text(seconds.filter(each -> each != 0)
                .map(each -> each > 0 && each <= LAST
                        ? Instant.ofEpochSecond(each).toString()
                        : Long.toUnsignedString(each)));
    }

    FeedRow code(Optional<Long> value, Codes codes) {
        return text(value.map(codes::name));
    }

    /** Leaves out so many cells. */
    FeedRow skip(int count) {
        at += count;
        return this;
    }

    /** Every row has as many cells as there are columns. */
    void complete(List<SourceColumn> columns) {
        if (at != columns.size()) {
            throw new IllegalStateException(at + " cells for " + columns.size() + " columns");
        }
    }
}
