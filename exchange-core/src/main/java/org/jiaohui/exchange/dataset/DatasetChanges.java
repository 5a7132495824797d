package org.jiaohui.exchange.dataset;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What became of a dataset's rows between two of its versions. Where both versions declare the same key, a row is told from another by it; without a key rows
 * are compared as a whole, so that nothing is ever {@link Kind#UPDATED}. Versions never change: the same question always has the same answer, in the same order.
 *
 * <p>Every method throws UNKNOWN_DATASET, UNKNOWN_VERSION, or BAD_REQUEST when {@code since} is newer than {@code to}.
 */
public interface DatasetChanges {
    /** How many rows changed, and in which columns and by which key they are told. */
    Summary summary(DatasetId dataset, VersionNumber since, VersionNumber to);

    /**
     * One page of changes.
     *
     * @throws org.jiaohui.exchange.fault.ExchangeException BAD_QUERY when the cursor or the limit is wrong
     */
    ChangePage page(DatasetId dataset, ChangeQuery query);

    /** Hands over every change, one after the other, without holding them. What the receiver throws ends it. */
    void forEach(DatasetId dataset, VersionNumber since, VersionNumber to, Consumer<Change> receiver);

    /**
     * All changes as one file, made once: the column {@code _change} ({@code inserted, updated, deleted}), then the columns of the newer version.
     *
     * @param format {@code csv} or {@code parquet}
     * @throws org.jiaohui.exchange.fault.ExchangeException NOT_ACCEPTABLE for another format
     */
    Downloads.ReadyDownload file(DatasetId dataset, VersionNumber since, VersionNumber to, String format);

    /**
     * What a caller asks.
     *
     * @param to the newest version when absent
     * @param limit 1–10,000
     * @param cursor what the page before gave as {@code next}; pinned to both versions
     */
    record ChangeQuery(VersionNumber since, Optional<VersionNumber> to, int limit, Optional<String> cursor) {}

    /**
     * Numbers of changes.
     *
     * @param key columns that tell rows apart; empty when rows are compared as a whole
     * @param columns of {@link Change#row} and {@link Change#before}: those of the newer version
     */
    record Summary(
            VersionNumber since,
            VersionNumber to,
            List<String> key,
            List<DatasetQueries.ResultColumn> columns,
            long inserted,
            long updated,
            long deleted) {}

    /** A page; {@code next} is present when more changes follow. */
    record ChangePage(Summary summary, List<Change> changes, Optional<String> next) {}

    /**
     * One row that changed.
     *
     * @param row the values in the newer version; of a deleted row, those in the older. Long, Double, BigDecimal, Boolean, String or null
     * @param before the values in the older version of an updated row; absent otherwise
     */
    record Change(Kind kind, List<@Nullable Object> row, Optional<List<@Nullable Object>> before) {}

    /** What became of a row. */
    enum Kind {
        INSERTED("inserted"),
        UPDATED("updated"),
        DELETED("deleted");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As interfaces and files write it. */
        public String word() {
            return word;
        }
    }
}
