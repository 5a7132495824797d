package org.jiaohui.dataset.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.query.QueryPlan.Output;
import org.jiaohui.dataset.query.SqlWriter.Piece;
import org.jiaohui.dataset.store.VersionFiles;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetQueries;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/** Answers queries with an embedded DuckDB over the Parquet files of one version. */
public final class DuckDbQueries implements DatasetQueries {
    private static final int MOST_ROWS = 10_000;
    private static final int REMEMBERED_COUNTS = 1_000;

    private final DuckDb engine;
    private final DatasetStore store;
    private final VersionFiles files;
    private final LocalFiles local;
    private final Map<String, Long> counts = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED_COUNTS;
        }
    };

    public DuckDbQueries(DuckDb engine, DatasetStore store, VersionFiles files, LocalFiles local) {
        this.engine = engine;
        this.store = store;
        this.files = files;
        this.local = local;
    }

    @Override
    public RecordPage records(DatasetId dataset, RecordQuery query) {
        if (query.limit() < 1 || query.limit() > MOST_ROWS) {
            throw badQuery("limit 应为 1 到 10000，却是 " + query.limit() + " / limit is 1 to 10000, got " + query.limit());
        }
        Optional<Cursor> cursor = query.cursor().map(Cursor::parse);
        DatasetVersion version = version(dataset, query.version(), cursor);
        QueryPlan plan = new QueryPlan(query, version.schema());
        String question = Cursor.question(dataset, plan.text());
        if (cursor.isPresent() && !cursor.get().question().equals(question)) {
            throw badQuery(
                    "cursor 属于另一个查询，请从第一页重新开始 / the cursor belongs to another query; start again from the first page");
        }
        long offset = cursor.map(Cursor::offset).orElse(0L);
        long start = System.nanoTime();
        List<Output> outputs = plan.outputs();
        try (VersionRows rows = VersionRows.open(version, files, local)) {
            Piece sql = plan.page(rows, query.limit() + 1, offset);
            List<List<@Nullable Object>> values = engine.run(
                    sql.sql(), sql.parameters(), engine.settings().timeout(), statement -> read(statement, outputs));
            boolean more = values.size() > query.limit();
            Optional<String> next = more
                    ? Optional.of(new Cursor(version.number(), offset + query.limit(), question).text())
                    : Optional.empty();
            Duration left = engine.settings().timeout().minusNanos(System.nanoTime() - start);
            Optional<Long> total = total(plan, version, rows, left);
            return new RecordPage(
                    version.number(),
                    outputs.stream()
                            .map(output -> new ResultColumn(
                                    output.name(), output.kind().name().toLowerCase(Locale.ROOT)))
                            .toList(),
                    more ? values.subList(0, query.limit()) : values,
                    next,
                    total);
        }
    }

    private DatasetVersion version(DatasetId dataset, Optional<VersionNumber> asked, Optional<Cursor> cursor) {
        Optional<VersionNumber> pinned = cursor.map(Cursor::version);
        if (asked.isPresent() && pinned.isPresent() && !asked.equals(pinned)) {
            throw badQuery("cursor 属于版本 " + pinned.get() + "，不是 " + asked.get() + " / the cursor belongs to version "
                    + pinned.get() + ", not " + asked.get());
        }
        Optional<VersionNumber> wanted = asked.or(() -> pinned);
        Optional<DatasetVersion> found =
                wanted.isPresent() ? store.find(dataset, wanted.get()) : store.findLatest(dataset);
        if (found.isPresent()) {
            return found.get();
        }
        if (wanted.isEmpty() || store.findLatest(dataset).isEmpty()) {
            throw new ExchangeException(
                    ErrorCode.UNKNOWN_DATASET,
                    "没有数据集 \"" + dataset + "\"，或尚无版本 / there is no dataset \"" + dataset
                            + "\", or it has no version yet");
        }
        throw new ExchangeException(
                ErrorCode.UNKNOWN_VERSION,
                "数据集 " + dataset + " 没有版本 " + wanted.get() + " / dataset " + dataset + " has no version "
                        + wanted.get());
    }

    /** Absent for grouped queries, and when counting would exceed the query's time. */
    private Optional<Long> total(QueryPlan plan, DatasetVersion version, VersionRows rows, Duration left) {
        if (plan.grouped()) {
            return Optional.empty();
        }
        if (!plan.filtered()) {
            return Optional.of(version.rows());
        }
        String key =
                version.dataset() + "\n" + version.number() + "\n" + version.snapshot() + "\n" + plan.conditionText();
        synchronized (counts) {
            Long known = counts.get(key);
            if (known != null) {
                return Optional.of(known);
            }
        }
        if (left.toMillis() <= 0) {
            return Optional.empty();
        }
        try {
            Piece sql = plan.count(rows);
            long count = engine.run(sql.sql(), sql.parameters(), left, statement -> {
                try (ResultSet result = statement.executeQuery()) {
                    result.next();
                    return result.getLong(1);
                }
            });
            synchronized (counts) {
                counts.put(key, count);
            }
            return Optional.of(count);
        } catch (ExchangeException e) {
            if (e.code() == ErrorCode.QUERY_TIMED_OUT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<List<@Nullable Object>> read(PreparedStatement statement, List<Output> outputs)
            throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>(outputs.size());
                for (int i = 0; i < outputs.size(); i++) {
                    row.add(ResultCells.value(result, i + 1, outputs.get(i).kind()));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static ExchangeException badQuery(String message) {
        return new ExchangeException(ErrorCode.BAD_QUERY, message);
    }
}
