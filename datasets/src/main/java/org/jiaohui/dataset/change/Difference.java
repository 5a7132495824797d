package org.jiaohui.dataset.change;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.query.VersionRows;
import org.jiaohui.dataset.store.VersionFiles;
import org.jiaohui.dataset.store.VersionFiles.DataFileRef;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.TableSchema;

/**
 * The difference of two versions as SQL: {@code kind} (0 inserted, 1 updated, 2 deleted), {@code n0, n1 …} the values of the row, {@code o0, o1 …} those before an
 * update.
 *
 * <p>Files that both versions have are left out. Data files never change, so all rows of such a file are in both versions with the same values: with a key, no
 * other row of either version has their keys; without one, the difference of multisets cancels them.
 */
final class Difference implements AutoCloseable {
    private final TableSchema schema;
    private final List<Integer> key;
    private final TableSchema olderSchema;
    private final VersionRows older;
    private final VersionRows newer;

    private Difference(DatasetVersion since, DatasetVersion to, VersionRows older, VersionRows newer) {
        schema = to.schema();
        key = key(since, to);
        olderSchema = since.schema();
        this.older = older;
        this.newer = newer;
    }

    static Difference open(DatasetVersion since, DatasetVersion to, VersionFiles files, LocalFiles local) {
        List<DataFileRef> before = files.dataFiles(since);
        List<DataFileRef> after = files.dataFiles(to);
        VersionRows older = VersionRows.open(since.schema(), without(before, after), local);
        boolean opened = false;
        try {
            Difference difference =
                    new Difference(since, to, older, VersionRows.open(to.schema(), without(after, before), local));
            opened = true;
            return difference;
        } finally {
            if (!opened) {
                older.close();
            }
        }
    }

    private static List<DataFileRef> without(List<DataFileRef> files, List<DataFileRef> others) {
        Set<String> shared = others.stream().map(DataFileRef::key).collect(Collectors.toSet());
        return files.stream().filter(file -> !shared.contains(file.key())).toList();
    }

    /** Positions of the columns that tell rows apart in both versions; empty when there are none. */
    static List<Integer> key(DatasetVersion since, DatasetVersion to) {
        TableSchema schema = to.schema();
        return names(since.schema()).equals(names(schema))
                ? schema.key().stream().map(schema::indexOf).toList()
                : List.of();
    }

    private static List<String> names(TableSchema schema) {
        return schema.key().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    String sql() {
        return key.isEmpty() ? ofWholeRows() : byKey();
    }

    private String byKey() {
        String same = key.stream().map(i -> "o.c" + i + " = n.c" + i).collect(Collectors.joining(" AND "));
        String differs =
                columns().mapToObj(i -> "o.c" + i + " IS DISTINCT FROM n.c" + i).collect(Collectors.joining(" OR "));
        String row = columns()
                .mapToObj(i -> "CASE WHEN n.present IS NULL THEN o.c" + i + " ELSE n.c" + i + " END AS n" + i)
                .collect(Collectors.joining(", "));
        String before = columns()
                .mapToObj(i -> "CASE WHEN n.present IS NOT NULL THEN o.c" + i + " END AS o" + i)
                .collect(Collectors.joining(", "));
        String order = key.stream().map(i -> "n" + i).collect(Collectors.joining(", "));
        return "SELECT CASE WHEN o.present IS NULL THEN 0 WHEN n.present IS NULL THEN 2 ELSE 1 END::TINYINT AS kind, "
                + row + ", " + before + " FROM " + relation(olderSchema, older) + " o FULL OUTER JOIN "
                + relation(schema, newer) + " n ON " + same
                + " WHERE o.present IS NULL OR n.present IS NULL OR " + differs + " ORDER BY " + order;
    }

    /** Equal rows are counted on both sides; of what is left over, each row stands by itself. */
    private String ofWholeRows() {
        String names = columns().mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String row = columns().mapToObj(i -> "c" + i + " AS n" + i).collect(Collectors.joining(", "));
        return "SELECT kind, " + columns().mapToObj(i -> "n" + i).collect(Collectors.joining(", "))
                + " FROM (SELECT CASE WHEN more > 0 THEN 0 ELSE 2 END::TINYINT AS kind, " + row
                + ", unnest(range(abs(more))) AS copy FROM (SELECT " + names
                + ", sum(side)::BIGINT AS more FROM (SELECT "
                + names + ", 1 AS side FROM " + relation(schema, newer) + " UNION ALL SELECT " + names
                + ", -1 AS side FROM " + relation(olderSchema, older) + ") GROUP BY " + names
                + " HAVING sum(side) <> 0))"
                + " ORDER BY " + columns().mapToObj(i -> "n" + i).collect(Collectors.joining(", ")) + ", kind";
    }

    /** Rows with the columns of the newer version, called {@code c0, c1 …}; what the older one lacks is null. */
    private String relation(TableSchema own, VersionRows rows) {
        return columns()
                .mapToObj(i -> value(own, schema.columns().get(i)) + " AS c" + i)
                .collect(Collectors.joining(", ", "(SELECT ", ", true AS present FROM " + rows.sql() + ")"));
    }

    private static String value(TableSchema own, Column wanted) {
        int index = own.indexOf(wanted.name());
        String type = VersionRows.typeOf(wanted);
        if (index < 0) {
            return "CAST(NULL AS " + type + ")";
        }
        Column column = own.columns().get(index);
        String name = "\"" + column.name().replace("\"", "\"\"") + "\"";
        return VersionRows.typeOf(column).equals(type) ? name : "TRY_CAST(" + name + " AS " + type + ")";
    }

    private IntStream columns() {
        return IntStream.range(0, schema.columns().size());
    }

    @Override
    public void close() {
        older.close();
        newer.close();
    }
}
