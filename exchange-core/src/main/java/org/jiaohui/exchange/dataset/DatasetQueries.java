package org.jiaohui.exchange.dataset;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers questions about the rows of a version. */
public interface DatasetQueries {
    /**
     * One page of rows.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException UNKNOWN_DATASET, UNKNOWN_VERSION, BAD_QUERY (names the position) or QUERY_TIMED_OUT
     */
    RecordPage records(DatasetId dataset, RecordQuery query);

    /**
     * What a caller asks; all texts are untrusted.
     *
     * @param select comma-separated columns or aggregates; empty for all columns
     * @param where a condition in the subset of SQL that docs/records.md describes
     * @param limit 1–10,000
     * @param cursor what the page before gave as {@code next}
     */
    record RecordQuery(
            Optional<VersionNumber> version,
            String select,
            String where,
            String group,
            String order,
            int limit,
            Optional<String> cursor) {}

    /**
     * A page.
     *
     * @param rows values in the order of the columns: Long, Double, BigDecimal, Boolean, String or null
     * @param next present when more rows follow; pinned to the version
     * @param total rows that match the condition; absent for grouped queries
     */
    record RecordPage(
            VersionNumber version,
            List<ResultColumn> columns,
            List<List<@Nullable Object>> rows,
            Optional<String> next,
            Optional<Long> total) {}

    /** Name and type label of a column of the answer. */
    record ResultColumn(String name, String type) {}
}
