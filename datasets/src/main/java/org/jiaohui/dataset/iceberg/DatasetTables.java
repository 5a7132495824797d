package org.jiaohui.dataset.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.dataset.parquet.ParquetFileOutput.WrittenFile;
import org.jiaohui.dataset.parquet.ParquetSchema;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;

/** The Iceberg tables {@code datasets.<id>}, one a dataset, in a catalogue that other engines can open as well. */
public final class DatasetTables implements AutoCloseable {
    private static final Namespace NAMESPACE = Namespace.of("datasets");
    private static final String RUN = "jiaohui.run";
    private static final String VERSION = "jiaohui.version";
    private static final int COMMIT_ATTEMPTS = 8;

    /** States of PostgreSQL in which another connection may do: it was stopped, crashed, or is starting. */
    private static final String DATABASE_WENT_AWAY = "57P01,57P02,57P03,08001,08004";

    /** Advisory lock of PostgreSQL that is held while the catalogue's tables are made. */
    private static final long MAKING = 0x6a68_0003L;

    private static final Pattern DATA_KEY = Pattern.compile(Pattern.quote(ObjectFileIO.TABLES) + "/([^/]+)/data/[^/]+");

    private final ObjectStore objects;
    private final JdbcCatalog catalog;

    /** Makes what is missing in the database; hubs that start at the same moment do so one after the other. */
    public DatasetTables(CatalogSettings settings, ObjectStore objects) {
        this.objects = objects;
        try (Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + MAKING + ")");
            statement.execute("CREATE SCHEMA IF NOT EXISTS iceberg");
            catalog = open(settings, objects);
            if (!catalog.namespaceExists(NAMESPACE)) {
                catalog.createNamespace(NAMESPACE, Map.of("owner", "jiaohui"));
            }
        } catch (SQLException e) {
            throw databaseUnavailable(e);
        }
    }

    private static JdbcCatalog open(CatalogSettings settings, ObjectStore objects) {
        JdbcCatalog opened = new JdbcCatalog(
                properties -> new ObjectFileIO(objects),
                properties -> new JdbcClientPool(settings.url(), properties),
                true);
        opened.initialize(
                "jiaohui",
                Map.of(
                        CatalogProperties.URI,
                        settings.url(),
                        CatalogProperties.WAREHOUSE_LOCATION,
                        objects.address() + "/" + ObjectFileIO.TABLES,
                        "retryable_status_codes",
                        DATABASE_WENT_AWAY,
                        JdbcCatalog.PROPERTY_PREFIX + "schema-version",
                        "V1",
                        JdbcCatalog.PROPERTY_PREFIX + "user",
                        settings.user(),
                        JdbcCatalog.PROPERTY_PREFIX + "password",
                        settings.password(),
                        JdbcCatalog.PROPERTY_PREFIX + "currentSchema",
                        "iceberg"));
        return opened;
    }

    /** Key of a data file of the dataset. */
    public static String dataKey(DatasetId dataset, String name) {
        return dataFolder(dataset) + name;
    }

    /** Where the tables of all datasets lie. */
    public static String folder() {
        return ObjectFileIO.TABLES + "/";
    }

    /** Where the dataset's data files lie. */
    public static String dataFolder(DatasetId dataset) {
        return ObjectFileIO.TABLES + "/" + dataset + "/data/";
    }

    /** The dataset whose data file this key names; empty for any other object. */
    public static Optional<DatasetId> findDatasetOfData(String key) {
        Matcher match = DATA_KEY.matcher(key);
        return match.matches() ? Optional.of(new DatasetId(match.group(1))) : Optional.empty();
    }

    /** The schema that the dataset's next files must carry. */
    public ParquetSchema plan(DatasetId dataset, TableSchema schema) {
        return guarded(() -> ParquetSchema.of(
                schema,
                load(dataset)
                        .map(table -> IcebergSchemas.fieldIds(
                                schema, table.schema(), metadata(table).lastColumnId()))
                        .orElseGet(() -> IcebergSchemas.fieldIds(schema, new Schema(), 0))));
    }

    /** Snapshots that are versions, oldest first; empty for an unknown dataset. */
    public List<VersionSnapshot> versions(DatasetId dataset) {
        return guarded(() -> load(dataset).map(DatasetTables::versionsOf).orElse(List.of()));
    }

    private static List<VersionSnapshot> versionsOf(Table table) {
        List<VersionSnapshot> versions = new ArrayList<>();
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.summary().containsKey(RUN)) {
                versions.add(versionOf(snapshot));
            }
        }
        versions.sort((one, other) -> Integer.compare(one.number(), other.number()));
        return versions;
    }

    private static VersionSnapshot versionOf(Snapshot snapshot) {
        Map<String, String> summary = snapshot.summary();
        return new VersionSnapshot(
                snapshot.snapshotId(),
                Integer.parseInt(summary.getOrDefault(VERSION, "0")),
                summary.getOrDefault(RUN, ""),
                snapshot.timestampMillis(),
                summary);
    }

    /**
     * Replaces all files of the dataset in one atomic commit, tagged with the next version's number. A second call for the same run returns what the first
     * one made; a race that is lost is run again.
     *
     * @param summary what the snapshot carries besides run and version, given the version's number
     */
    public VersionSnapshot replace(
            DatasetId dataset,
            String run,
            ParquetSchema schema,
            List<StagedFile> files,
            IntFunction<Map<String, String>> summary) {
        return guarded(() -> {
            for (int attempt = 1; ; attempt++) {
                Optional<Table> table = load(dataset);
                List<VersionSnapshot> versions =
                        table.map(DatasetTables::versionsOf).orElse(List.of());
                Optional<VersionSnapshot> made = versions.stream()
                        .filter(version -> version.run().equals(run))
                        .findFirst();
                if (made.isPresent()) {
                    return made.get();
                }
                int number = versions.isEmpty() ? 1 : versions.getLast().number() + 1;
                try {
                    Transaction transaction =
                            table.isPresent() ? table.get().newTransaction() : create(dataset, schema);
                    return replace(transaction, run, number, schema, files, summary.apply(number));
                } catch (AlreadyExistsException | CommitFailedException | CommitStateUnknownException e) {
                    if (attempt == COMMIT_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        });
    }

    /**
     * Changes some files of the dataset's version {@code base} in one atomic commit, tagged with the next version's number. A second call for the same run
     * returns what the first one made.
     *
     * @param base snapshot that the change was made for; absent when there was no version
     * @param removed keys of files of the base that the next version does not have
     * @throws ExchangeException CONFLICT when {@code base} is no longer the newest version
     */
    public VersionSnapshot change(
            DatasetId dataset,
            String run,
            ParquetSchema schema,
            Optional<Long> base,
            List<String> removed,
            List<StagedFile> added,
            Map<String, String> summary) {
        return guarded(() -> {
            Optional<Table> table = load(dataset);
            List<VersionSnapshot> versions =
                    table.map(DatasetTables::versionsOf).orElse(List.of());
            Optional<VersionSnapshot> made = versions.stream()
                    .filter(version -> version.run().equals(run))
                    .findFirst();
            if (made.isPresent()) {
                return made.get();
            }
            Optional<Long> newest = versions.isEmpty()
                    ? Optional.empty()
                    : Optional.of(versions.getLast().snapshot());
            if (!newest.equals(base)) {
                throw overtaken(dataset, null);
            }
            try {
                if (versions.isEmpty()) {
                    Transaction first = table.isPresent() ? table.get().newTransaction() : create(dataset, schema);
                    return replace(first, run, 1, schema, added, summary);
                }
                int number = versions.getLast().number() + 1;
                return change(table.orElseThrow(), run, number, schema, removed, added, summary);
            } catch (AlreadyExistsException
                    | CommitFailedException
                    | ValidationException
                    | IllegalArgumentException e) {
                throw overtaken(dataset, e);
            }
        });
    }

    private static ExchangeException overtaken(DatasetId dataset, @Nullable Exception cause) {
        return new ExchangeException(
                ErrorCode.CONFLICT,
                "数据集 " + dataset + " 在合并期间有了新版本，请重新运行 / the dataset " + dataset
                        + " got another version while rows were merged into the one before; run again",
                cause);
    }

    /** The base is validated: what another hub commits in this moment makes the commit fail. */
    private VersionSnapshot change(
            Table table,
            String run,
            int number,
            ParquetSchema schema,
            List<String> removed,
            List<StagedFile> added,
            Map<String, String> summary) {
        @Nullable Snapshot base = table.currentSnapshot();
        Map<String, DataFile> known = new HashMap<>();
        if (base != null && !removed.isEmpty()) {
            live(table, base).forEach(file -> known.put(key(file), file));
        }
        Transaction transaction = table.newTransaction();
        TableOperations operations = ((HasTableOperations) transaction.table()).operations();
        TableMetadata before = operations.current();
        TableMetadata changed = before.updateSchema(IcebergSchemas.schema(schema.table(), schema.fieldIds()));
        if (!changed.equals(before)) {
            operations.commit(before, changed);
        }
        OverwriteFiles overwrite = transaction
                .newOverwrite()
                .conflictDetectionFilter(Expressions.alwaysTrue())
                .validateNoConflictingData()
                .validateNoConflictingDeletes()
                .set(RUN, run)
                .set(VERSION, Integer.toString(number));
        if (base != null) {
            overwrite = overwrite.validateFromSnapshot(base.snapshotId());
        }
        for (Map.Entry<String, String> entry : summary.entrySet()) {
            overwrite.set(entry.getKey(), entry.getValue());
        }
        for (String key : removed) {
            overwrite.deleteFile(Objects.requireNonNull(known.get(key), key));
        }
        for (StagedFile file : added) {
            overwrite.addFile(dataFile(schema, file));
        }
        overwrite.commit();
        long snapshot = transaction.table().currentSnapshot().snapshotId();
        transaction.manageSnapshots().createTag("v" + number, snapshot).commit();
        transaction.commitTransaction();
        table.refresh();
        return versionOf(table.snapshot(snapshot));
    }

    /** The data files of a version as Iceberg's manifests list them, in the order of their rows: by commit, within one by name. */
    public List<LiveFile> files(DatasetId dataset, long snapshot) {
        return guarded(() -> {
            Table table = load(dataset).orElseThrow(() -> gone(dataset, snapshot));
            return live(table, Optional.ofNullable(table.snapshot(snapshot)).orElseThrow(() -> gone(dataset, snapshot)))
                    .stream()
                    .map(file -> new LiveFile(key(file), file))
                    .sorted(LiveFile.ORDER)
                    .toList();
        });
    }

    private static ExchangeException gone(DatasetId dataset, long snapshot) {
        return new ExchangeException(
                ErrorCode.UNKNOWN_VERSION,
                "数据集 " + dataset + " 没有此快照 / dataset " + dataset + " has no snapshot " + snapshot);
    }

    private static List<DataFile> live(Table table, Snapshot snapshot) {
        List<DataFile> files = new ArrayList<>();
        for (ManifestFile manifest : snapshot.dataManifests(table.io())) {
            try (ManifestReader<DataFile> reader = ManifestFiles.read(manifest, table.io(), table.specs())) {
                for (DataFile file : reader) {
                    files.add(file.copy());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private String key(DataFile file) {
        return file.location().substring(objects.address().length() + 1);
    }

    private VersionSnapshot replace(
            Transaction transaction,
            String run,
            int number,
            ParquetSchema schema,
            List<StagedFile> files,
            Map<String, String> summary) {
        TableOperations operations = ((HasTableOperations) transaction.table()).operations();
        TableMetadata base = operations.current();
        TableMetadata changed = base.updateSchema(IcebergSchemas.schema(schema.table(), schema.fieldIds()));
        if (!changed.equals(base)) {
            operations.commit(base, changed);
        }
        OverwriteFiles overwrite = transaction
                .newOverwrite()
                .overwriteByRowFilter(Expressions.alwaysTrue())
                .set(RUN, run)
                .set(VERSION, Integer.toString(number));
        summary.forEach(overwrite::set);
        for (StagedFile file : files) {
            overwrite.addFile(dataFile(schema, file));
        }
        overwrite.commit();
        Snapshot snapshot = transaction.table().currentSnapshot();
        transaction
                .manageSnapshots()
                .createTag("v" + number, snapshot.snapshotId())
                .commit();
        transaction.commitTransaction();
        return versionOf(snapshot);
    }

    private DataFile dataFile(ParquetSchema schema, StagedFile file) {
        if (objects.findSize(file.key()).isEmpty()) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "数据文件已被清理，运行可能已由别的节点接手 / a data file is gone, the run was probably taken over by another hub: "
                            + file.key());
        }
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(objects.address() + "/" + file.key())
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(file.written().bytes())
                .withMetrics(FileMetrics.of(schema, file.written()))
                .withSplitOffsets(file.written().rowGroups().stream()
                        .map(group -> group.getStartingPos())
                        .toList())
                .build();
    }

    /** A table and its first version come in one commit. */
    private Transaction create(DatasetId dataset, ParquetSchema schema) {
        return catalog.buildTable(identifier(dataset), IcebergSchemas.schema(schema.table(), schema.fieldIds()))
                .withLocation(objects.address() + "/" + ObjectFileIO.TABLES + "/" + dataset)
                .withProperty(TableProperties.FORMAT_VERSION, "2")
                .withProperty(TableProperties.COMMIT_NUM_RETRIES, "0")
                .withProperty(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true")
                .withProperty(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "10")
                .createTransaction();
    }

    private Optional<Table> load(DatasetId dataset) {
        try {
            return Optional.of(catalog.loadTable(identifier(dataset)));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    private static TableMetadata metadata(Table table) {
        return ((HasTableOperations) table).operations().current();
    }

    private static TableIdentifier identifier(DatasetId dataset) {
        return TableIdentifier.of(NAMESPACE, dataset.value());
    }

    @Override
    public void close() {
        catalog.close();
    }

    private static <T> T guarded(Call<T> call) {
        try {
            return call.run();
        } catch (ObjectFileIO.Unanswered e) {
            throw e.trouble();
        } catch (UncheckedSQLException e) {
            throw databaseUnavailable(e);
        } catch (AlreadyExistsException | CommitFailedException | CommitStateUnknownException e) {
            throw new ExchangeException(
                    ErrorCode.CONFLICT,
                    "数据集版本未能提交，请重新运行 / the version could not be committed, run again: " + e.getMessage(),
                    e);
        }
    }

    private static ExchangeException databaseUnavailable(Exception cause) {
        return new ExchangeException(
                ErrorCode.DATABASE_UNAVAILABLE,
                "数据库无法访问，请检查 PostgreSQL / the catalogue's database does not answer, check PostgreSQL: "
                        + cause.getMessage(),
                cause);
    }

    private interface Call<T> {
        T run();
    }

    /** A file in the object store that is not part of any version yet. */
    public record StagedFile(String key, WrittenFile written) {}

    /** A snapshot that is a version. */
    public record VersionSnapshot(
            long snapshot, int number, String run, long committedAtMillis, Map<String, String> summary) {
        public VersionSnapshot {
            summary = Map.copyOf(summary);
        }
    }
}
