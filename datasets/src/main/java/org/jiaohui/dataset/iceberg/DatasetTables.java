package org.jiaohui.dataset.iceberg;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ValidationException;
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
    static final String RUN = "jiaohui.run";
    static final String VERSION = "jiaohui.version";
    private static final int COMMIT_ATTEMPTS = 8;
    private static final Pattern DATA_KEY = Pattern.compile(Pattern.quote(ObjectFileIO.TABLES) + "/([^/]+)/data/[^/]+");

    private final ObjectStore objects;
    private final TableCatalogue catalogue;

    /** Makes what is missing in the database; hubs that start at the same moment do so one after the other. */
    public DatasetTables(CatalogSettings settings, ObjectStore objects) {
        this.objects = objects;
        catalogue = new TableCatalogue(settings, objects);
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
        return TableCatalogue.guarded(() -> ParquetSchema.of(
                schema,
                catalogue
                        .find(dataset)
                        .map(table -> IcebergSchemas.fieldIds(
                                schema,
                                table.schema(),
                                ((HasTableOperations) table)
                                        .operations()
                                        .current()
                                        .lastColumnId()))
                        .orElseGet(() -> IcebergSchemas.fieldIds(schema, new Schema(), 0))));
    }

    /** Snapshots that are versions, oldest first; empty for an unknown dataset. */
    public List<VersionSnapshot> versions(DatasetId dataset) {
        return TableCatalogue.guarded(
                () -> catalogue.find(dataset).map(DatasetTables::versionsOf).orElse(List.of()));
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

    static VersionSnapshot versionOf(Snapshot snapshot) {
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
        return TableCatalogue.guarded(() -> {
            for (int attempt = 1; ; attempt++) {
                Optional<Table> table = catalogue.find(dataset);
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
                            table.isPresent() ? table.get().newTransaction() : catalogue.create(dataset, schema);
                    return new VersionCommit(objects, run, number, schema, summary.apply(number))
                            .replace(transaction, files);
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
        return TableCatalogue.guarded(() -> {
            Optional<Table> table = catalogue.find(dataset);
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
                    Transaction first =
                            table.isPresent() ? table.get().newTransaction() : catalogue.create(dataset, schema);
                    return new VersionCommit(objects, run, 1, schema, summary).replace(first, added);
                }
                int number = versions.getLast().number() + 1;
                return new VersionCommit(objects, run, number, schema, summary)
                        .change(table.orElseThrow(), removed, added);
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

    /** The data files of a version as Iceberg's manifests list them, in the order of their rows: by commit, within one by name. */
    public List<LiveFile> files(DatasetId dataset, long snapshot) {
        return TableCatalogue.guarded(() -> {
            Table table = catalogue.find(dataset).orElseThrow(() -> gone(dataset, snapshot));
            Snapshot version = Optional.ofNullable(table.snapshot(snapshot)).orElseThrow(() -> gone(dataset, snapshot));
            return LiveFile.of(table, version, objects).stream()
                    .sorted(LiveFile.ORDER)
                    .toList();
        });
    }

    private static ExchangeException gone(DatasetId dataset, long snapshot) {
        return new ExchangeException(
                ErrorCode.UNKNOWN_VERSION,
                "数据集 " + dataset + " 没有此快照 / dataset " + dataset + " has no snapshot " + snapshot);
    }

    @Override
    public void close() {
        catalogue.close();
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
