package org.jiaohui.exchange.dataset;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jiaohui.exchange.run.RunId;

/** The refused rows of runs, one after the other. */
public interface RefusedRows {
    /** The refused rows of one table of a run, in the order of the source; empty when none were refused. The caller closes the reading. */
    Optional<Reading> open(RunId run, DatasetId dataset);

    /**
     * The wanted rows as a table that can be read like a delivered one, in the order of {@link #open}. A row of which the decoder could not read everything —
     * its text was lost, it did not fall into cells, a value was missing — is refused again under its rule: what is left of it is not what was sent. Empty when
     * there is no such table.
     */
    Optional<Formats.DeliveredTable> findTable(RunId run, DatasetId dataset, LongPredicate wanted);

    /**
     * Rows that a person has mended, in their order; columns that were not sent have the values of the refused rows. A row of which the decoder could not read
     * everything is refused again under its rule until what was missing has been filled in.
     *
     * @param sent the mended rows
     * @param row the column of {@code sent} that holds the numbers of the refused rows; every row has one
     */
    Formats.DeliveredTable mended(RunId run, DatasetId dataset, Formats.DeliveredTable sent, String row);

    /** One pass over refused rows. */
    interface Reading extends AutoCloseable {
        /** The columns that the rows' cells belong to; none for rows that an older hub put away, which knew only their text. */
        List<String> columns();

        /** The next row; empty at the end. */
        Optional<RefusedRow> next();

        @Override
        void close();
    }

    /**
     * A refused row.
     *
     * @param number as the sender counts it, from 1, without the header
     * @param column the offending column; empty when the row as a whole is wrong
     * @param raw the row's text, shortened when long
     * @param cells one for each column, or none when the row did not fall into cells
     */
    record RefusedRow(
            long number, String column, String rule, String value, String reason, String raw, List<String> cells) {
        public RefusedRow {
            cells = List.copyOf(cells);
        }
    }
}
