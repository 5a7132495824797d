package org.jiaohui.dataset.store;

import static org.jiaohui.dataset.store.RowsOfQuery.quoted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiaohui.dataset.iceberg.DatasetTables.StagedFile;
import org.jiaohui.dataset.iceberg.LiveFile;
import org.jiaohui.dataset.objectstore.LocalFile;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.parquet.ParquetSchema;
import org.jiaohui.dataset.query.VersionRows;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.MergeCounts;
import org.jiaohui.exchange.disk.Folders;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType.Kind;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.TableSchema;

/**
 * Copy-on-write: which of the dataset's files a delivery touches, and which rows are written instead. Files are told by the bounds of their keys first, then by
 * their keys alone; only those that hold a key of the delivery are read in full, and only those that hold a row that changes are written anew. Keys and rows
 * lie in Parquet files of a folder of its own, not in memory.
 */
final class DeliveryMerge implements AutoCloseable {
    /** So many small files are written together into one, so that the files of a dataset stay few however often it is merged into. */
    static final int MOST_SMALL_FILES = 16;

    private static final int SMALL_SHARE = 8;

    private final Merge merge;
    private final TableSchema delivered;
    private final ParquetSchema target;
    private final TableSchema baseSchema;
    private final List<LiveFile> base;
    private final List<StagedFile> delivery;
    private final LocalFiles local;
    private final long smallBytes;
    private final Path folder;
    private final MergeEngine engine;
    private final Map<String, LocalFile> pinned = new HashMap<>();
    private final String keys;

    /**
     * @param target columns of the next version
     * @param baseSchema columns of the files of the base
     * @param delivery files with the accepted rows, in their order
     */
    DeliveryMerge(
            Merge merge,
            TableSchema delivered,
            ParquetSchema target,
            TableSchema baseSchema,
            List<LiveFile> base,
            List<StagedFile> delivery,
            LocalFiles local,
            StagingSettings settings,
            RunProgress progress)
            throws IOException {
        this.merge = merge;
        this.delivered = delivered;
        this.target = target;
        this.baseSchema = baseSchema;
        this.base = base;
        this.delivery = delivery;
        this.local = local;
        smallBytes = settings.fileBytes() / SMALL_SHARE;
        keys = target.table().key().stream().map(RowsOfQuery::quoted).collect(Collectors.joining(", "));
        requireMergeable();
        Files.createDirectories(settings.folder());
        folder = Files.createTempDirectory(settings.folder(), "merge");
        engine = new MergeEngine(folder, settings.workers(), progress);
    }

    /**
     * What is to be written.
     *
     * @param removed files of the base that are written anew
     * @param asDelivered whether the delivery's own files become part of the version as they are
     * @param select rows to write besides; empty for none
     */
    record Plan(MergeCounts counts, List<LiveFile> removed, boolean asDelivered, String select) {}

    /** A row of the delivery that is there already with other values. */
    @FunctionalInterface
    interface Conflicts {
        void add(long row, String key, RawRow raw);
    }

    /** Columns keep their names and types; new ones may come. */
    private void requireMergeable() {
        TableSchema next = target.table();
        for (Column column : base.isEmpty() ? List.<Column>of() : baseSchema.columns()) {
            int index = next.indexOf(column.name());
            if (index < 0) {
                throw new ExchangeException(
                        ErrorCode.COLUMN_MISSING,
                        "合并的送达缺少数据集已有的列 \"" + column.name()
                                + "\"；请补上该列，或以 replace 方式重建 / the delivery lacks the column \"" + column.name()
                                + "\" that the dataset has; deliver it, or build the dataset anew with the merge mode replace");
            }
            if (!VersionRows.typeOf(next.columns().get(index)).equals(VersionRows.typeOf(column))) {
                throw new ExchangeException(
                        ErrorCode.SETTINGS_WRONG,
                        "列 \"" + column.name() + "\" 在数据集中是 " + column.type() + "，送达中是 "
                                + next.columns().get(index).type() + "；请统一类型，或以 replace 方式重建 / the column \""
                                + column.name()
                                + "\" is " + column.type() + " in the dataset and "
                                + next.columns().get(index).type()
                                + " in the delivery; declare one type, or build the dataset anew with the merge mode replace");
            }
        }
        for (String reserved : List.of("file_index", "file_row_number")) {
            if (delivered.indexOf(reserved) >= 0) {
                throw new ExchangeException(
                        ErrorCode.SETTINGS_WRONG,
                        "列名 " + reserved + " 不能用于合并 / a table with a column called " + reserved + " cannot be merged");
            }
        }
    }

    Plan plan(Conflicts conflicts) {
        long accepted =
                delivery.stream().mapToLong(file -> file.written().rows()).sum();
        if (accepted == 0) {
            return new Plan(new MergeCounts(0, 0, 0, 0, 0, 0), List.of(), false, "");
        }
        return target.table().key().isEmpty() ? appended(accepted) : byKey(accepted, conflicts);
    }

    /** Without a key every row is a new one. */
    private Plan appended(long accepted) {
        Set<LiveFile> rewritten = new LinkedHashSet<>(columnsAdded() ? base : smallFiles());
        MergeCounts counts = new MergeCounts(accepted, accepted, 0, 0, 0, 0);
        return new Plan(
                counts,
                List.copyOf(rewritten),
                true,
                rewritten.isEmpty() ? "" : "SELECT " + columns() + " FROM " + ofBase(List.copyOf(rewritten)));
    }

    private Plan byKey(long accepted, Conflicts conflicts) {
        String news = news(accepted);
        boolean marked = merge.deletes().isPresent();
        String gone = marked ? quoted(marker()) : "false";
        long[] rows = engine.numbers("SELECT count(*), count(*) FILTER (" + gone + ") FROM " + news);
        long superseded = accepted - rows[0];
        List<LiveFile> hit = filesWithKeys(news);
        long[] matched = hit.isEmpty()
                ? new long[] {0, 0}
                : engine.numbers("SELECT count(*), count(*) FILTER (" + gone + ") FROM " + news
                        + " n WHERE EXISTS (SELECT 1 FROM " + ofBase(hit) + " b WHERE " + same("n", "b") + ")");
        String changed = hit.isEmpty() ? "" : changed(news, gone, hit);
        long[] changes = hit.isEmpty()
                ? new long[] {0, 0}
                : engine.numbers("SELECT count(*) FILTER (NOT gone), count(*) FILTER (gone) FROM " + changed);
        boolean appends = merge.mode() == Merge.Mode.APPEND;
        if (appends && changes[0] > 0) {
            refuse(news, changed, conflicts);
        }
        long refused = appends ? changes[0] : 0;
        long updated = appends ? 0 : changes[0];
        long deleted = changes[1];
        long inserted = rows[0] - rows[1] - (matched[0] - matched[1]);
        long unchanged = rows[0] - inserted - updated - deleted - refused;
        MergeCounts counts = new MergeCounts(accepted - refused, inserted, updated, deleted, unchanged, superseded);

        Set<LiveFile> rewritten = new LinkedHashSet<>();
        if (columnsAdded()) {
            rewritten.addAll(base);
        } else if (!counts.nothing()) {
            if (updated + deleted > 0) {
                engine.list("SELECT DISTINCT file FROM " + changed + " ORDER BY file")
                        .forEach(file -> rewritten.add(hit.get(file)));
            }
            rewritten.addAll(smallFiles());
        }
        boolean asDelivered = inserted == accepted && !marked && rewritten.isEmpty();
        if (asDelivered || (counts.nothing() && rewritten.isEmpty())) {
            return new Plan(counts, List.of(), asDelivered, "");
        }
        return new Plan(counts, List.copyOf(rewritten), false, written(news, marked, hit, changed, appends, rewritten));
    }

    /** Rows of the rewritten files that do not change, and rows of the delivery that are new or changed, in the order of their keys. */
    private String written(
            String news, boolean marked, List<LiveFile> hit, String changed, boolean appends, Set<LiveFile> rewritten) {
        List<String> parts = new ArrayList<>();
        if (!rewritten.isEmpty()) {
            String changing = changed.isEmpty() || appends
                    ? ""
                    : " WHERE NOT EXISTS (SELECT 1 FROM " + changed + " c WHERE " + same("c", "b") + ")";
            parts.add("SELECT " + columns() + " FROM " + ofBase(List.copyOf(rewritten)) + " b" + changing);
        }
        List<String> conditions = new ArrayList<>();
        if (marked) {
            conditions.add("NOT n." + quoted(marker()));
        }
        if (!hit.isEmpty()) {
            String known = "EXISTS (SELECT 1 FROM " + ofBase(hit) + " b WHERE " + same("n", "b") + ")";
            conditions.add(
                    appends
                            ? "NOT " + known
                            : "(NOT " + known + " OR EXISTS (SELECT 1 FROM " + changed + " c WHERE " + same("c", "n")
                                    + "))");
        }
        parts.add("SELECT " + columns() + " FROM " + news + " n"
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions)));
        return "SELECT * FROM (" + String.join(" UNION ALL ", parts) + ") ORDER BY " + keys;
    }

    /** The delivery with one row a key, and whether that row deletes. */
    private String news(long accepted) {
        String files = read(delivery.stream().map(StagedFile::key).toList());
        boolean marked = merge.deletes().isPresent();
        if (!marked) {
            String tuple = target.table().key().size() == 1 ? keys : "(" + keys + ")";
            if (merge.mode() == Merge.Mode.APPEND
                    || engine.numbers("SELECT count(DISTINCT " + tuple + ") FROM " + files)[0] == accepted) {
                return "(SELECT " + columns() + ", file_index AS f, file_row_number AS r FROM " + files + ")";
            }
        }
        String order = merge.order()
                        .map(column -> quoted(column) + " DESC NULLS LAST, ")
                        .orElse("") + "file_index DESC, file_row_number DESC";
        String gone = merge.deletes()
                .map(deletes -> deletes.values().stream()
                                .map(value -> "'" + value.replace("'", "''") + "'")
                                .sorted()
                                .collect(Collectors.joining(
                                        ", ",
                                        "coalesce(CAST(" + quoted(deletes.column()) + " AS VARCHAR) IN (",
                                        "), false) AS "))
                        + quoted(marker()))
                .orElse("0 AS " + quoted(marker()));
        Path winners = folder.resolve("news.parquet");
        engine.execute("COPY (SELECT " + columns() + ", " + gone + " FROM " + files
                + " QUALIFY row_number() OVER (PARTITION BY " + keys + " ORDER BY " + order + ") = 1) TO "
                + literal(winners) + " (FORMAT parquet, COMPRESSION zstd)");
        return "read_parquet(" + literal(winners) + ")";
    }

    /** Name of the column that says whether a row deletes; none that the dataset has. */
    private String marker() {
        String name = "gone";
        while (target.table().indexOf(name) >= 0) {
            name = "_" + name;
        }
        return name;
    }

    /** Files of the base that hold a key of the delivery. */
    private List<LiveFile> filesWithKeys(String news) {
        List<LiveFile> candidates = candidates(news);
        if (candidates.isEmpty()) {
            return List.of();
        }
        return engine
                .list("SELECT DISTINCT b.file FROM (SELECT " + keys + ", file_index AS file FROM "
                        + read(candidates.stream().map(LiveFile::key).toList()) + ") b WHERE EXISTS (SELECT 1 FROM "
                        + news
                        + " n WHERE " + same("n", "b") + ") ORDER BY 1")
                .stream()
                .map(candidates::get)
                .toList();
    }

    private List<LiveFile> candidates(String news) {
        Column first = target.table()
                .columns()
                .get(target.table().indexOf(target.table().key().getFirst()));
        int field = target.fieldIds().get(target.table().indexOf(first.name()));
        String name = quoted(first.name());
        Kind kind = first.type().kind();
        return switch (kind) {
            case INTEGER, DATE, TIMESTAMP -> {
                String number = kind == Kind.INTEGER
                        ? name
                        : kind == Kind.DATE ? name + " - DATE '1970-01-01'" : "epoch_us(" + name + ")";
                long[] range = engine.numbers("SELECT min(" + number + "), max(" + number + ") FROM " + news);
                yield base.stream()
                        .filter(file -> file.mayHold(field, range[0], range[1]))
                        .toList();
            }
            case TEXT -> {
                List<String> range = engine.query("SELECT min(" + name + "), max(" + name + ") FROM " + news, rows -> {
                    rows.next();
                    return List.of(rows.getString(1), rows.getString(2));
                });
                yield base.stream()
                        .filter(file -> file.mayHold(field, range.getFirst(), range.getLast()))
                        .toList();
            }
            case DECIMAL, DOUBLE, BOOLEAN, TIME, JSON, GEOMETRY -> base;
        };
    }

    /** Keys whose row goes or gets other values, with the position of its file in {@code hit}. */
    private String changed(String news, String gone, List<LiveFile> hit) {
        String differs = target.table().columns().stream()
                .map(column -> "b." + quoted(column.name()) + " IS DISTINCT FROM n." + quoted(column.name()))
                .collect(Collectors.joining(" OR "));
        String nKeys = target.table().key().stream()
                .map(key -> "n." + quoted(key) + " AS " + quoted(key))
                .collect(Collectors.joining(", "));
        String goes = gone.equals("false") ? gone : "n." + gone;
        Path file = folder.resolve("changed.parquet");
        engine.execute("COPY (SELECT " + nKeys + ", " + goes + " AS gone, b.file AS file FROM " + news + " n JOIN "
                + ofBase(hit) + " b ON " + same("n", "b") + " WHERE " + goes + " OR " + differs + ") TO "
                + literal(file) + " (FORMAT parquet, COMPRESSION zstd)");
        return "read_parquet(" + literal(file) + ")";
    }

    private void refuse(String news, String changed, Conflicts conflicts) {
        long[] before = new long[delivery.size()];
        for (int i = 1; i < before.length; i++) {
            before[i] = before[i - 1] + delivery.get(i - 1).written().rows();
        }
        List<Column> columns = target.table().columns();
        String raw = columns.stream()
                .map(column -> "coalesce(CAST(n." + quoted(column.name()) + " AS VARCHAR), '')")
                .collect(Collectors.joining(", "));
        String key = target.table().key().stream()
                .map(name -> "CAST(n." + quoted(name) + " AS VARCHAR)")
                .collect(Collectors.joining(", ", "concat_ws(',', ", ")"));
        engine.query(
                "SELECT n.f, n.r, " + key + ", " + raw + " FROM " + news + " n WHERE EXISTS (SELECT 1 FROM " + changed
                        + " c WHERE " + same("c", "n") + ") ORDER BY n.f, n.r",
                rows -> {
                    while (rows.next()) {
                        List<String> cells = new ArrayList<>();
                        for (int i = 0; i < columns.size(); i++) {
                            cells.add(rows.getString(4 + i));
                        }
                        conflicts.add(
                                before[rows.getInt(1)] + rows.getLong(2) + 1,
                                rows.getString(3),
                                new RawRow(cells, String.join(",", cells)));
                    }
                    return true;
                });
    }

    private List<LiveFile> smallFiles() {
        List<LiveFile> small =
                base.stream().filter(file -> file.bytes() < smallBytes).toList();
        return small.size() + 1 > MOST_SMALL_FILES ? small : List.of();
    }

    private boolean columnsAdded() {
        return !base.isEmpty()
                && target.table().columns().stream().anyMatch(column -> baseSchema.indexOf(column.name()) < 0);
    }

    private String same(String one, String other) {
        return target.table().key().stream()
                .map(key -> one + "." + quoted(key) + " = " + other + "." + quoted(key))
                .collect(Collectors.joining(" AND "));
    }

    private String columns() {
        return target.table().columns().stream()
                .map(column -> quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    /** Rows of files of the base with the columns of the next version. */
    private String ofBase(List<LiveFile> files) {
        String columns = target.table().columns().stream()
                .map(column -> baseSchema.indexOf(column.name()) >= 0
                        ? quoted(column.name())
                        : "CAST(NULL AS " + VersionRows.typeOf(column) + ") AS " + quoted(column.name()))
                .collect(Collectors.joining(", "));
        return "(SELECT " + columns + ", file_index AS file FROM "
                + read(files.stream().map(LiveFile::key).toList()) + ")";
    }

    private String read(List<String> files) {
        return files.stream()
                .map(key -> literal(pinned.computeIfAbsent(key, local::pin).path()))
                .collect(Collectors.joining(", ", "read_parquet([", "], hive_partitioning = false)"));
    }

    private static String literal(Path path) {
        return "'" + path.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    /** Hands over the rows of a plan. */
    <T> T rows(Plan plan, MergeEngine.Reading<T> reading) {
        return engine.query(
                "SELECT " + RowsOfQuery.selected(target.table()) + " FROM (" + plan.select() + ")", reading);
    }

    /** All rows of some files of the next version, in their order. */
    <T> T rowsOf(List<String> files, MergeEngine.Reading<T> reading) {
        return engine.query("SELECT " + RowsOfQuery.selected(target.table()) + " FROM " + read(files), reading);
    }

    @Override
    public void close() throws IOException {
        engine.close();
        pinned.values().forEach(LocalFile::close);
        Folders.remove(folder);
    }
}
