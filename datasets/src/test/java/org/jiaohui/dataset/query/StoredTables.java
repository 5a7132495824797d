package org.jiaohui.dataset.query;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jiaohui.dataset.objectstore.FolderObjectStore;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.store.VersionFiles;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Versions whose Parquet files DuckDB itself wrote, in a folder. */
public final class StoredTables implements DatasetStore, VersionFiles {
    public final Path folder;
    public final LocalFiles local;
    private final List<DatasetVersion> versions = new ArrayList<>();
    private final Map<DatasetVersion, List<DataFileRef>> files = new HashMap<>();

    public StoredTables(Path home) throws Exception {
        folder = Files.createDirectories(home.resolve("objects"));
        local = new LocalFiles(new FolderObjectStore(folder), home.resolve("cache"), 1L << 30);
    }

    /** A new version with one file for each select. */
    public DatasetVersion publish(String dataset, TableSchema schema, String... selects) throws Exception {
        return publishWith(dataset, schema, List.of(), selects);
    }

    /** A new version with files that another version has as well, and one new file for each select. */
    public DatasetVersion publishWith(String dataset, TableSchema schema, List<DataFileRef> kept, String... selects)
            throws Exception {
        DatasetId id = DatasetId.of(dataset);
        int number = list(id).size() + 1;
        List<DataFileRef> written = new ArrayList<>(kept);
        long rows = kept.stream().mapToLong(DataFileRef::rows).sum();
        for (String select : selects) {
            String key = dataset + "/v" + number + "-" + written.size() + ".parquet";
            Path file = folder.resolve(key);
            Files.createDirectories(file.getParent());
            long inFile = Long.parseLong(ask(
                    "COPY (" + select + ") TO " + DuckDb.literal(file.toString())
                            + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 10000)",
                    "SELECT count(*) FROM " + DuckDb.literal(file.toString())));
            rows += inFile;
            written.add(new DataFileRef(key, Files.size(file), inFile, "0".repeat(64)));
        }
        DatasetVersion version = new DatasetVersion(
                id,
                new VersionNumber(number),
                number,
                RunId.create(),
                Instant.now(),
                schema,
                rows,
                0,
                written.stream().mapToLong(DataFileRef::bytes).sum(),
                "0".repeat(64),
                List.of(),
                Optional.empty());
        versions.add(version);
        files.put(version, written);
        return version;
    }

    /** The first value that the last statement gives, from an own DuckDB. */
    public static String ask(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < statements.length - 1; i++) {
                statement.execute(statements[i]);
            }
            try (ResultSet result = statement.executeQuery(statements[statements.length - 1])) {
                result.next();
                return result.getString(1);
            }
        }
    }

    @Override
    public List<DataFileRef> dataFiles(DatasetVersion version) {
        return files.getOrDefault(version, List.of());
    }

    @Override
    public Optional<DatasetVersion> findLatest(DatasetId dataset) {
        return list(dataset).stream().findFirst();
    }

    @Override
    public Optional<DatasetVersion> find(DatasetId dataset, VersionNumber number) {
        return list(dataset).stream()
                .filter(version -> version.number().equals(number))
                .findFirst();
    }

    @Override
    public List<DatasetVersion> list(DatasetId dataset) {
        return versions.stream()
                .filter(version -> version.dataset().equals(dataset))
                .toList()
                .reversed();
    }

    @Override
    public StagedTable stage(RunId run, DatasetId dataset, TableSource source, Merge merge, RunProgress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DatasetVersion commit(RunId run, StagedTable staged) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void drop(StagedTable staged) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void keepOriginal(RunId run, DatasetId dataset, SpooledFile original) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<DatasetVersion> findByRun(DatasetId dataset, RunId run) {
        return Optional.empty();
    }

    @Override
    public int sweep(Predicate<RunId> over) {
        return 0;
    }
}
