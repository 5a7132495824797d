package org.jiaohui.dataset.change;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiaohui.dataset.download.DerivedFiles.Derived;
import org.jiaohui.dataset.download.VersionDownloads;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.query.DuckDb;
import org.jiaohui.dataset.query.ResultCells;
import org.jiaohui.dataset.store.VersionFiles;
import org.jiaohui.exchange.dataset.DatasetChanges;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetQueries.ResultColumn;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;

/** Changes by DuckDB. The difference of two versions becomes one file; pages, streams and other formats are read from it. */
public final class VersionChanges implements DatasetChanges {
    private static final int MOST_CHANGES = 10_000;
    private static final Duration LONGEST_MAKING = Duration.ofMinutes(30);
    private static final long MOST_BYTES = 2L << 30;
    private static final String KIND = "CASE kind WHEN 0 THEN 'inserted' WHEN 1 THEN 'updated' ELSE 'deleted' END";

    private final DuckDb engine;
    private final DatasetStore store;
    private final VersionFiles versionFiles;
    private final LocalFiles local;
    private final ChangeFiles files;

    public VersionChanges(DuckDb engine, DatasetStore store, VersionFiles versionFiles, LocalFiles local) {
        this(engine, store, versionFiles, local, MOST_BYTES);
    }

    VersionChanges(DuckDb engine, DatasetStore store, VersionFiles versionFiles, LocalFiles local, long mostBytes) {
        this.engine = engine;
        this.store = store;
        this.versionFiles = versionFiles;
        this.local = local;
        // No dataset's name begins with a dot, so this folder is none of a dataset's downloads.
        files = new ChangeFiles(engine.settings().writable().resolve(".changes"), mostBytes);
    }

    /** Two versions, older first. */
    private record Pair(DatasetVersion since, DatasetVersion to) {
        String name() {
            return since.dataset() + "-" + since.number() + "-" + to.number() + "-"
                    + Long.toHexString(since.snapshot() * 31 + to.snapshot());
        }

        List<Integer> key() {
            return Difference.key(since, to);
        }

        List<Column> columns() {
            return to.schema().columns();
        }
    }

    @Override
    public Summary summary(DatasetId dataset, VersionNumber since, VersionNumber to) {
        Pair pair = pair(dataset, since, Optional.of(to));
        return summary(pair, difference(pair));
    }

    @Override
    public ChangePage page(DatasetId dataset, ChangeQuery query) {
        if (query.limit() < 1 || query.limit() > MOST_CHANGES) {
            throw new ExchangeException(
                    ErrorCode.BAD_QUERY,
                    "limit 应为 1 到 10000，却是 " + query.limit() + " / limit is 1 to 10000, got " + query.limit());
        }
        Optional<ChangeCursor> cursor = query.cursor().map(ChangeCursor::parse);
        cursor.filter(at -> !at.belongsTo(dataset)
                        || !at.since().equals(query.since())
                        || query.to().filter(to -> !to.equals(at.to())).isPresent())
                .ifPresent(at -> {
                    throw new ExchangeException(
                            ErrorCode.BAD_QUERY,
                            "cursor 属于另一组版本，请从第一页重新开始 / the cursor belongs to other versions; start again from the first page");
                });
        Pair pair = pair(dataset, query.since(), cursor.map(ChangeCursor::to).or(query::to));
        Derived file = difference(pair);
        Summary summary = summary(pair, file);
        long offset = cursor.map(ChangeCursor::offset).orElse(0L);
        long end = Math.min(offset + query.limit(), total(summary));
        List<Change> changes = new ArrayList<>();
        if (offset < end) {
            String sql = select(pair, file.file()) + " WHERE file_row_number >= " + offset + " AND file_row_number < "
                    + end + " ORDER BY file_row_number";
            engine.run(sql, List.of(), engine.settings().timeout(), statement -> {
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        changes.add(change(pair, result));
                    }
                }
                return changes;
            });
        }
        Optional<String> next = end < total(summary)
                ? Optional.of(ChangeCursor.of(dataset, summary.since(), summary.to(), end)
                        .text())
                : Optional.empty();
        return new ChangePage(summary, changes, next);
    }

    @Override
    public void forEach(DatasetId dataset, VersionNumber since, VersionNumber to, Consumer<Change> receiver) {
        Pair pair = pair(dataset, since, Optional.of(to));
        Derived file = difference(pair);
        String sql = select(pair, file.file()) + " ORDER BY file_row_number";
        long told = engine.export(sql, LONGEST_MAKING, statement -> {
            long count = 0;
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    receiver.accept(change(pair, result));
                    count++;
                }
            }
            return count;
        });
        // A streamed result that breaks off looks like its end.
        if (told != total(summary(pair, file))) {
            throw new ExchangeException(
                    ErrorCode.INTERNAL,
                    "变化未读完 / the changes of " + dataset + " ended early, after " + told + " of "
                            + total(summary(pair, file)));
        }
    }

    @Override
    public Downloads.ReadyDownload file(DatasetId dataset, VersionNumber since, VersionNumber to, String format) {
        Pair pair = pair(dataset, since, Optional.of(to));
        return switch (format) {
            case "csv" -> file(pair, format, "text/csv;charset=UTF-8", "FORMAT csv, HEADER true");
            case "parquet" -> file(pair, format, "application/vnd.apache.parquet", "FORMAT parquet, COMPRESSION zstd");
            default ->
                throw new ExchangeException(
                        ErrorCode.NOT_ACCEPTABLE,
                        "变化可以取 json、csv 或 parquet / changes come as json, csv or parquet, not as \""
                                + (format.length() <= 40 ? format : format.substring(0, 40) + "…") + "\"");
        };
    }

    private Downloads.ReadyDownload file(Pair pair, String format, String mediaType, String options) {
        Path difference = difference(pair).file();
        Derived made = files.findOrMake(pair.name() + "." + format, target -> {
            boolean text = format.equals("csv");
            String columns = IntStream.range(0, pair.columns().size())
                    .mapToObj(i -> named(pair.columns().get(i), i, text))
                    .collect(Collectors.joining(", "));
            copy(
                    "SELECT " + KIND + " AS " + quoted(kindColumn(pair.to().schema())) + ", " + columns + " FROM "
                            + source(difference) + " ORDER BY file_row_number",
                    target,
                    options);
            return Optional.empty();
        });
        String name = pair.since().dataset() + "-" + pair.since().number() + "-"
                + pair.to().number() + "-changes." + format;
        return new Downloads.ReadyDownload(format, name, mediaType, made.file(), made.bytes(), made.sha256());
    }

    /** A column of a file, under its own name. */
    private static String named(Column column, int index, boolean text) {
        String value = text ? VersionDownloads.shown(Column.of("n" + index, column.type()), false) : "n" + index;
        return value + " AS " + quoted(column.name());
    }

    /** {@code _change}, with as many underscores as it takes to be no column of the dataset. */
    private static String kindColumn(TableSchema schema) {
        String name = "_change";
        while (schema.indexOf(name) >= 0) {
            name = "_" + name;
        }
        return name;
    }

    private Pair pair(DatasetId dataset, VersionNumber since, Optional<VersionNumber> to) {
        DatasetVersion newer = to.isPresent()
                ? version(dataset, to.get())
                : store.findLatest(dataset)
                        .orElseThrow(() -> new ExchangeException(
                                ErrorCode.UNKNOWN_DATASET,
                                "没有数据集 \"" + dataset + "\"，或尚无版本 / there is no dataset \"" + dataset
                                        + "\", or it has no version yet"));
        DatasetVersion older = version(dataset, since);
        if (older.number().compareTo(newer.number()) > 0) {
            throw new ExchangeException(
                    ErrorCode.BAD_REQUEST,
                    "since（" + older.number() + "）不能晚于 to（" + newer.number() + "） / since (" + older.number()
                            + ") is newer than to (" + newer.number() + ")");
        }
        return new Pair(older, newer);
    }

    private DatasetVersion version(DatasetId dataset, VersionNumber number) {
        return store.find(dataset, number)
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.UNKNOWN_VERSION,
                        "数据集 " + dataset + " 没有版本 " + number + " / dataset " + dataset + " has no version " + number));
    }

    /** The file of the difference; its note holds how many rows were inserted, updated and deleted. */
    private Derived difference(Pair pair) {
        return files.findOrMake(pair.name() + ".difference", target -> {
            try (Difference difference = Difference.open(pair.since(), pair.to(), versionFiles, local)) {
                copy(difference.sql(), target, "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 30720");
            }
            return Optional.of(counts(target));
        });
    }

    private void copy(String select, Path target, String options) {
        String sql = "COPY (" + select + ") TO "
                + DuckDb.literal(target.toAbsolutePath().toString()) + " (" + options + ")";
        engine.export(sql, LONGEST_MAKING, statement -> statement.execute());
    }

    private String counts(Path file) {
        String sql = "SELECT count(*) FILTER (kind = 0), count(*) FILTER (kind = 1), count(*) FILTER (kind = 2) FROM "
                + source(file);
        return engine.export(sql, LONGEST_MAKING, statement -> {
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1) + " " + result.getLong(2) + " " + result.getLong(3);
            }
        });
    }

    private static Summary summary(Pair pair, Derived file) {
        String[] counts = file.note().orElseThrow().split(" ", 3);
        return new Summary(
                pair.since().number(),
                pair.to().number(),
                pair.key().stream().map(i -> pair.columns().get(i).name()).toList(),
                pair.columns().stream()
                        .map(column -> new ResultColumn(
                                column.name(), column.type().kind().name().toLowerCase(Locale.ROOT)))
                        .toList(),
                Long.parseLong(counts[0]),
                Long.parseLong(counts[1]),
                Long.parseLong(counts[2]));
    }

    private static long total(Summary summary) {
        return summary.inserted() + summary.updated() + summary.deleted();
    }

    private static String select(Pair pair, Path file) {
        String row = names(pair, "n");
        String before = pair.key().isEmpty() ? "" : ", " + names(pair, "o");
        return "SELECT kind, " + row + before + " FROM " + source(file);
    }

    /** Values as records show them. */
    private static String names(Pair pair, String letter) {
        return IntStream.range(0, pair.columns().size())
                .mapToObj(i -> VersionDownloads.shown(
                        Column.of(letter + i, pair.columns().get(i).type()), false))
                .collect(Collectors.joining(", "));
    }

    private static String source(Path file) {
        return "read_parquet(" + DuckDb.literal(file.toAbsolutePath().toString())
                + ", hive_partitioning = false, file_row_number = true)";
    }

    private static Change change(Pair pair, ResultSet result) throws SQLException {
        Kind kind = switch (result.getInt(1)) {
            case 0 -> Kind.INSERTED;
            case 1 -> Kind.UPDATED;
            default -> Kind.DELETED;
        };
        int width = pair.columns().size();
        return new Change(
                kind,
                cells(pair, result, 2),
                kind == Kind.UPDATED ? Optional.of(cells(pair, result, 2 + width)) : Optional.empty());
    }

    private static List<@Nullable Object> cells(Pair pair, ResultSet result, int first) throws SQLException {
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 0; i < pair.columns().size(); i++) {
            cells.add(ResultCells.value(
                    result, first + i, pair.columns().get(i).type().kind()));
        }
        return cells;
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
