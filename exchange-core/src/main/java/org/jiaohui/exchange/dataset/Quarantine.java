package org.jiaohui.exchange.dataset;

import java.io.IOException;
import java.io.OutputStream;
import org.jiaohui.exchange.run.RunId;

/** Rows that were refused, with reasons, as files for people. */
public interface Quarantine {
    /**
     * Writes the refused rows of one table of a run as CSV (UTF-8): row, column, rule, value, reason, raw. Writes nothing but the header when there are none.
     *
     * @param header whether the header line comes first
     */
    void copy(RunId run, DatasetId dataset, OutputStream out, boolean header) throws IOException;

    /**
     * Writes the refused rows of one table as a table that can be mended and sent back: the columns of the data first, then {@code _row, _rule, _column, _value,
     * _reason, _raw}. A row that did not fall into cells has its text in {@code _raw} alone.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException NOT_ACCEPTABLE when a spreadsheet cannot hold them
     */
    void export(RunId run, DatasetId dataset, Form form, OutputStream out) throws IOException;

    /** How an export is written. */
    enum Form {
        /** UTF-8 with a byte order mark, so that spreadsheet programs read Chinese. */
        CSV,
        XLSX
    }
}
