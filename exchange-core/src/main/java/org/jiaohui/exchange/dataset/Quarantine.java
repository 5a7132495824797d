package org.jiaohui.exchange.dataset;

import java.io.IOException;
import java.io.OutputStream;
import org.jiaohui.exchange.run.RunId;

/** Rows that were refused, with reasons. */
@FunctionalInterface
public interface Quarantine {
    /**
     * Writes the refused rows of one table of a run as CSV (UTF-8): row, column, rule, value, reason, raw. Writes nothing but the header when there are none.
     *
     * @param header whether the header line comes first
     */
    void copy(RunId run, DatasetId dataset, OutputStream out, boolean header) throws IOException;
}
