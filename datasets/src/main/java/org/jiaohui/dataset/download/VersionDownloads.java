package org.jiaohui.dataset.download;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jiaohui.dataset.download.DerivedFiles.Derived;
import org.jiaohui.dataset.objectstore.LocalFile;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.query.DuckDb;
import org.jiaohui.dataset.query.VersionRows;
import org.jiaohui.dataset.store.VersionFiles;
import org.jiaohui.dataset.store.VersionFiles.DataFileRef;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.dataset.KeptFiles;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;

/** Files derived from versions, under {@code derived/{dataset}/{version}/}; DuckDB writes CSV, JSON and Parquet, small writers the rest. */
public final class VersionDownloads implements Downloads {
    private static final Duration LONGEST_MAKING = Duration.ofMinutes(30);
    private static final String XLSX_LIMIT =
            "仅前 1,000,000 行，其余请用 CSV 或 Parquet / the first 1,000,000 rows only; use CSV or Parquet for all";

    private final DuckDb engine;
    private final VersionFiles files;
    private final LocalFiles local;
    private final KeptFiles originals;
    private final Path folder;
    private final DerivedFiles derived = new DerivedFiles();

    public VersionDownloads(DuckDb engine, VersionFiles files, LocalFiles local, KeptFiles originals) {
        this.engine = engine;
        this.files = files;
        this.local = local;
        this.originals = originals;
        this.folder = engine.settings().writable();
    }

    @Override
    public List<Download> list(DatasetVersion version) {
        return Arrays.stream(DownloadFormat.values())
                .filter(format -> applies(version, format))
                .map(format -> offer(version, format))
                .toList();
    }

    private boolean applies(DatasetVersion version, DownloadFormat format) {
        return switch (format) {
            case CSV, PARQUET, JSON -> true;
            case XLSX -> version.schema().columns().size() <= XlsxFile.MOST_COLUMNS;
            case GEOJSON -> Place.find(version.schema()).isPresent();
            case ORIGINAL -> original(version).isPresent();
        };
    }

    private Download offer(DatasetVersion version, DownloadFormat format) {
        boolean limited = format == DownloadFormat.XLSX && version.rows() > XlsxFile.MOST_ROWS;
        long rows = limited ? XlsxFile.MOST_ROWS : version.rows();
        Optional<String> limit = limited ? Optional.of(XLSX_LIMIT) : Optional.empty();
        Optional<Derived> made = derived.find(file(version, format));
        if (made.isPresent()) {
            Optional<String> note = made.get().note().or(() -> limit);
            return new Download(
                    format.word(),
                    true,
                    Optional.of(made.get().bytes()),
                    Optional.of(made.get().sha256()),
                    rows,
                    note);
        }
        if (format == DownloadFormat.ORIGINAL) {
            KeptFiles.KeptFile original = original(version).orElseThrow();
            return new Download(
                    format.word(), true, Optional.of(original.bytes()), Optional.empty(), rows, Optional.empty());
        }
        if (format == DownloadFormat.PARQUET) {
            List<DataFileRef> data = files.dataFiles(version);
            if (data.size() == 1) {
                DataFileRef only = data.getFirst();
                return new Download(
                        format.word(),
                        true,
                        Optional.of(only.bytes()),
                        Optional.of(only.sha256()).filter(digest -> !digest.isEmpty()),
                        rows,
                        limit);
            }
        }
        return new Download(format.word(), false, Optional.empty(), Optional.empty(), rows, limit);
    }

    @Override
    public ReadyDownload open(DatasetVersion version, String format) {
        DownloadFormat wanted = DownloadFormat.find(format)
                .filter(known -> applies(version, known))
                .orElseThrow(() -> notOffered(version, format));
        Derived file = derived.findOrMake(file(version, wanted), target -> make(version, wanted, target));
        Optional<String> cameAs =
                wanted == DownloadFormat.ORIGINAL ? original(version).map(KeptFiles.KeptFile::name) : Optional.empty();
        return new ReadyDownload(
                wanted.word(),
                cameAs.orElseGet(() -> file.file().getFileName().toString()),
                cameAs.map(OriginalMediaType::of).orElse(wanted.mediaType),
                file.file(),
                file.bytes(),
                file.sha256());
    }

    private Optional<KeptFiles.KeptFile> original(DatasetVersion version) {
        return originals.findOriginal(version.run(), version.dataset());
    }

    private ExchangeException notOffered(DatasetVersion version, String format) {
        String offered = list(version).stream().map(Download::format).collect(Collectors.joining(", "));
        String shown = format.length() <= 40 ? format : format.substring(0, 40) + "…";
        return new ExchangeException(
                ErrorCode.NOT_ACCEPTABLE,
                "数据集 " + version.dataset() + " " + version.number() + " 没有格式 \"" + shown + "\"，可下载：" + offered
                        + " / dataset " + version.dataset() + " " + version.number() + " is not offered as \"" + shown
                        + "\" (offered: " + offered + ")");
    }

    private Path file(DatasetVersion version, DownloadFormat format) {
        String name = format == DownloadFormat.ORIGINAL
                ? "original"
                : version.dataset() + "-" + version.number() + "." + format.extension;
        return folder.resolve(version.dataset().value())
                .resolve(version.number().toString())
                .resolve(name);
    }

    private Optional<String> make(DatasetVersion version, DownloadFormat format, Path target) throws IOException {
        if (format == DownloadFormat.ORIGINAL) {
            try (InputStream in = original(version).orElseThrow().open()) {
                Files.copy(in, target);
            }
            return Optional.empty();
        }
        if (format == DownloadFormat.PARQUET && files.dataFiles(version).size() == 1) {
            copy(files.dataFiles(version).getFirst().key(), target);
            return Optional.empty();
        }
        try (VersionRows rows = VersionRows.open(version, files, local)) {
            return switch (format) {
                case CSV -> export(version.schema(), rows, target, false, "FORMAT csv, HEADER true");
                case JSON -> export(version.schema(), rows, target, true, "FORMAT json, ARRAY true");
                case PARQUET -> export("SELECT * FROM " + rows.sql(), target, "FORMAT parquet, COMPRESSION zstd");
                case XLSX -> xlsx(version, rows, target);
                case GEOJSON -> geoJson(version, rows, target);
                case ORIGINAL -> Optional.empty();
            };
        }
    }

    private void copy(String key, Path target) throws IOException {
        try (LocalFile file = local.pin(key)) {
            try {
                // The same bytes under a second name cost nothing and outlive the cache.
                Files.createLink(target, file.path());
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(file.path(), target);
            }
        }
    }

    private Optional<String> export(TableSchema schema, VersionRows rows, Path target, boolean json, String options) {
        String columns = schema.columns().stream()
                .map(column -> shown(column, json) + " AS " + Place.quoted(column.name()))
                .collect(Collectors.joining(", "));
        return export("SELECT " + columns + " FROM " + rows.sql(), target, options);
    }

    private Optional<String> export(String select, Path target, String options) {
        String sql = "COPY (" + select + ") TO "
                + DuckDb.literal(target.toAbsolutePath().toString()) + " (" + options + ")";
        return engine.export(sql, LONGEST_MAKING, statement -> {
            statement.execute();
            return Optional.empty();
        });
    }

    /** A column as it stands in text formats: ISO 8601 dates and times, JSON within JSON. */
    public static String shown(Column column, boolean json) {
        String name = Place.quoted(column.name());
        return switch (column.type().kind()) {
            case TEXT, GEOMETRY, DATE, TIME -> "CAST(" + name + " AS VARCHAR)";
            case TIMESTAMP -> "replace(CAST(" + name + " AS VARCHAR), ' ', 'T')";
            case JSON ->
                json
                        ? "CASE WHEN json_valid(CAST(" + name + " AS VARCHAR)) THEN CAST(CAST(" + name
                                + " AS VARCHAR) AS JSON) ELSE to_json(CAST(" + name + " AS VARCHAR)) END"
                        : "CAST(" + name + " AS VARCHAR)";
            case DOUBLE -> json ? "CASE WHEN isfinite(" + name + ") THEN " + name + " END" : name;
            case INTEGER, DECIMAL, BOOLEAN -> name;
        };
    }

    private Optional<String> xlsx(DatasetVersion version, VersionRows rows, Path target) {
        List<Column> columns = version.schema().columns();
        String names = columns.stream()
                .map(column -> column.type().kind().isTextual()
                        ? "CAST(" + Place.quoted(column.name()) + " AS VARCHAR)"
                        : Place.quoted(column.name()))
                .collect(Collectors.joining(", "));
        boolean limited = version.rows() > XlsxFile.MOST_ROWS;
        String sql = "SELECT " + names + " FROM " + rows.sql() + (limited ? " LIMIT " + XlsxFile.MOST_ROWS : "");
        long shortened = engine.export(sql, LONGEST_MAKING, statement -> {
            try (XlsxFile file = new XlsxFile(target, limited ? "first 1000000 rows" : "data")) {
                file.header(columns.stream().map(Column::name).toList());
                try (ResultSet result = statement.executeQuery()) {
                    long written = 0;
                    while (result.next()) {
                        file.row(cells(result, columns));
                        written++;
                    }
                    requireAll(version, limited ? XlsxFile.MOST_ROWS : version.rows(), written);
                }
                return file.shortened();
            }
        });
        String cut = shortened == 0
                ? ""
                : shortened + " 个单元格超过 32,767 字符，已截断 / " + shortened + " cells exceed 32,767 characters and are cut";
        String note = limited ? XLSX_LIMIT + (cut.isEmpty() ? "" : "; " + cut) : cut;
        return note.isEmpty() ? Optional.empty() : Optional.of(note);
    }

    private static List<@Nullable Object> cells(ResultSet result, List<Column> columns) throws SQLException {
        List<@Nullable Object> cells = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Object value = result.getObject(i + 1);
            if (value == null) {
                cells.add(null);
                continue;
            }
            cells.add(
                    switch (columns.get(i).type().kind()) {
                        case INTEGER -> ((Number) value).longValue();
                        case DECIMAL -> value instanceof BigDecimal ? value : new BigDecimal(value.toString());
                        case DOUBLE -> ((Number) value).doubleValue();
                        case DATE -> result.getObject(i + 1, LocalDate.class);
                        case TIMESTAMP -> result.getObject(i + 1, LocalDateTime.class);
                        case BOOLEAN, TEXT, JSON, GEOMETRY, TIME -> value instanceof Boolean ? value : value.toString();
                    });
        }
        return cells;
    }

    /** A file that is short is never offered. */
    private static void requireAll(DatasetVersion version, long expected, long written) {
        if (expected != written) {
            throw new ExchangeException(
                    ErrorCode.INTERNAL,
                    "数据集 " + version.dataset() + " " + version.number() + " 应有 " + expected + " 行，只写出 " + written
                            + " 行 / dataset " + version.dataset() + " " + version.number() + " has " + expected
                            + " rows, but " + written + " were written");
        }
    }

    private Optional<String> geoJson(DatasetVersion version, VersionRows rows, Path target) {
        TableSchema schema = version.schema();
        Place place = Place.find(schema).orElseThrow();
        String properties = schema.columns().stream()
                .filter(column -> !place.holds(column))
                .map(column -> DuckDb.literal(column.name()) + ", " + shown(column, true))
                .collect(Collectors.joining(", ", "CAST(json_object(", ") AS VARCHAR)"));
        String sql = "SELECT " + properties + ", " + place.sql() + " FROM " + rows.sql();
        long broken = engine.export(sql, LONGEST_MAKING, statement -> writeFeatures(version, statement, place, target));
        return broken == 0
                ? Optional.empty()
                : Optional.of(broken + " 行的几何或坐标无法读取，geometry 为 null / " + broken
                        + " rows have no readable geometry; theirs is null");
    }

    private static long writeFeatures(DatasetVersion version, PreparedStatement statement, Place place, Path target)
            throws SQLException, IOException {
        long broken = 0;
        long written = 0;
        try (Writer out = new BufferedWriter(Files.newBufferedWriter(target, StandardCharsets.UTF_8), 1 << 16);
                ResultSet result = statement.executeQuery()) {
            out.write("{\"type\":\"FeatureCollection\",\"features\":[");
            String between = "\n";
            while (result.next()) {
                String geometry = "null";
                try {
                    geometry = place.geometry(result.getString(2), place.isPoint() ? result.getString(3) : null);
                } catch (WktGeometry.BrokenWktException e) {
                    broken++;
                }
                out.write(between);
                out.write("{\"type\":\"Feature\",\"geometry\":");
                out.write(geometry);
                out.write(",\"properties\":");
                out.write(result.getString(1));
                out.write("}");
                between = ",\n";
                written++;
            }
            out.write("\n]}\n");
        }
        requireAll(version, version.rows(), written);
        return broken;
    }
}
