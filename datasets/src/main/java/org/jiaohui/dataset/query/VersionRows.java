package org.jiaohui.dataset.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jiaohui.dataset.objectstore.LocalFile;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.store.VersionFiles;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.TableSchema;

/** The rows of one version as DuckDB reads them: its data files, held locally until this is closed. */
public final class VersionRows implements AutoCloseable {
    private static final String FILE_INDEX = "file_index";
    private static final String ROW_NUMBER = "file_row_number";

    private final TableSchema schema;
    private final List<LocalFile> files;

    private VersionRows(TableSchema schema, List<LocalFile> files) {
        this.schema = schema;
        this.files = files;
    }

    public static VersionRows open(DatasetVersion version, VersionFiles files, LocalFiles local) {
        return open(version.schema(), files.dataFiles(version), local);
    }

    /** The rows of some of a version's files. */
    public static VersionRows open(TableSchema schema, List<VersionFiles.DataFileRef> files, LocalFiles local) {
        List<LocalFile> pinned = new ArrayList<>();
        try {
            for (VersionFiles.DataFileRef file : files) {
                pinned.add(local.pin(file.key()));
            }
            return new VersionRows(schema, pinned);
        } catch (RuntimeException e) {
            pinned.forEach(LocalFile::close);
            throw e;
        }
    }

    public List<Path> paths() {
        return files.stream().map(LocalFile::path).toList();
    }

    /** A relation with the columns of the schema, its rows in the order of the files. */
    public String sql() {
        if (files.isEmpty()) {
            return schema.columns().stream()
                    .map(column -> "CAST(NULL AS " + typeOf(column) + ") AS " + SqlWriter.quoted(column.name()))
                    .collect(Collectors.joining(
                            ", ",
                            "(SELECT ",
                            (position().isEmpty() ? "" : ", 0 AS file_index, 0 AS file_row_number") + " WHERE false)"));
        }
        String list = files.stream()
                .map(file -> DuckDb.literal(file.path().toAbsolutePath().toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        return "read_parquet(" + list + ", hive_partitioning = false, union_by_name = " + (files.size() > 1) + ")";
    }

    /** Sort keys that tell every row from every other: the file and the row within it. Empty when the table's own columns hide them. */
    String position() {
        return schema.indexOf(FILE_INDEX) < 0 && schema.indexOf(ROW_NUMBER) < 0 ? FILE_INDEX + ", " + ROW_NUMBER : "";
    }

    /** DuckDB's type of a column. */
    public static String typeOf(Column column) {
        return switch (column.type().kind()) {
            case TEXT, JSON, GEOMETRY -> "VARCHAR";
            case INTEGER -> "BIGINT";
            case DECIMAL ->
                "DECIMAL(" + column.type().precision() + "," + column.type().scale() + ")";
            case DOUBLE -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP";
            case TIME -> "TIME";
        };
    }

    @Override
    public void close() {
        files.forEach(LocalFile::close);
    }
}
