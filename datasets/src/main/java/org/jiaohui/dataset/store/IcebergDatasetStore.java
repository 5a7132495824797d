package org.jiaohui.dataset.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jiaohui.dataset.Digests;
import org.jiaohui.dataset.iceberg.DatasetTables;
import org.jiaohui.dataset.iceberg.DatasetTables.StagedFile;
import org.jiaohui.dataset.iceberg.DatasetTables.VersionSnapshot;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.dataset.parquet.ColumnSketch;
import org.jiaohui.dataset.parquet.ParquetSchema;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetStore;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.KeptFiles;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.StagedTable;
import org.jiaohui.exchange.dataset.VersionNumber;
import org.jiaohui.exchange.dataset.Withdrawals;
import org.jiaohui.exchange.disk.FullDisk;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.table.TableSource;

/** Versions as snapshots of Iceberg tables, their Parquet files, quarantines and originals as objects. */
public final class IcebergDatasetStore implements DatasetStore, VersionFiles, KeptFiles {
    static final String ORIGINALS = "originals/";
    private static final int REMEMBERED_LISTS = 200;
    private static final long COPIED_BYTES = 20L << 30;

    private final DatasetTables tables;
    private final ObjectStore objects;
    private final StagingSettings settings;
    private final LocalFiles local;
    private final Withdrawals withdrawals;

    /** Versions never change: what was read of one snapshot stays true. */
    private final Map<Long, VersionSummary> summaries = new ConcurrentHashMap<>();

    /** Files of merged versions, as they were read from manifests lately. */
    private final Map<Long, List<DataFileRef>> planned = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<DataFileRef>> eldest) {
            return size() > REMEMBERED_LISTS;
        }
    };

    /** With local copies of its own for merges. */
    public IcebergDatasetStore(DatasetTables tables, ObjectStore objects, StagingSettings settings) {
        this(
                tables,
                objects,
                settings,
                new LocalFiles(objects, settings.folder().resolveSibling("copies"), COPIED_BYTES),
                Withdrawals.NONE);
    }

    /** @param withdrawals versions that are only evidence any more: nobody is given them, and nothing is merged into them */
    public IcebergDatasetStore(
            DatasetTables tables,
            ObjectStore objects,
            StagingSettings settings,
            LocalFiles local,
            Withdrawals withdrawals) {
        this.tables = tables;
        this.objects = objects;
        this.settings = settings;
        this.local = local;
        this.withdrawals = withdrawals;
    }

    @Override
    public StagedTable stage(RunId run, DatasetId dataset, TableSource source, Merge merge, RunProgress progress) {
        merge.published(source.schema());
        ParquetSchema schema = tables.plan(dataset, source.schema());
        String stem = run + "-d" + UUID.randomUUID().toString().substring(0, 8);
        try (Staging staging = new Staging(
                schema,
                merge.checked(source.schema()),
                source,
                progress,
                objects,
                settings,
                DatasetTables.dataKey(dataset, stem))) {
            try {
                staging.run();
                Optional<Merged> merged = merge.replaces()
                        ? Optional.empty()
                        : Optional.of(new MergeStaging(tables, objects, local, settings, run, dataset, progress)
                                .merge(merge, staging, findBase(dataset, run)));
                try {
                    keepQuarantine(run, dataset, staging);
                } catch (IOException | RuntimeException e) {
                    merged.ifPresent(made -> made.added().forEach(file -> objects.delete(file.key())));
                    throw e;
                }
                return merged.isPresent()
                        ? staged(dataset, merge, staging, merged.get())
                        : staged(dataset, schema, staging);
            } catch (Exception | Error e) {
                staging.removeFiles();
                throw e;
            }
        } catch (IOException e) {
            throw diskTrouble(e);
        } catch (UncheckedIOException e) {
            throw diskTrouble(new IOException(e.getMessage(), e));
        }
    }

    /** What the run merges into: told again, it does not see what it has committed already. */
    private Optional<DatasetVersion> findBase(DatasetId dataset, RunId run) {
        return given(dataset).reversed().stream()
                .filter(snapshot -> !snapshot.run().equals(run.value()))
                .findFirst()
                .map(snapshot -> version(dataset, snapshot));
    }

    private StagedTable staged(DatasetId dataset, Merge merge, Staging staging, Merged merged) {
        return new StagedTable(
                dataset,
                staging.read(),
                staging.quarantine.rows(),
                staging.read() - staging.quarantine.rows(),
                merged.added().stream()
                        .mapToLong(file -> file.written().bytes())
                        .sum(),
                digest(staging.files()),
                staging.findings(),
                Optional.of(merged.counts()),
                new StagedFiles(
                        tables.plan(dataset, merge.published(staging.schema.table())),
                        merged.added(),
                        merged.profile(),
                        Optional.of(merged)));
    }

    private void keepQuarantine(RunId run, DatasetId dataset, Staging staging) throws IOException {
        Path file = staging.quarantine.finish();
        if (file != null) {
            objects.take(quarantineKey(run, dataset), file);
        }
    }

    private static StagedTable staged(DatasetId dataset, ParquetSchema schema, Staging staging) {
        List<ColumnProfile> profile =
                staging.sketches().stream().map(ColumnSketch::profile).toList();
        long bytes = staging.files().stream()
                .mapToLong(file -> file.written().bytes())
                .sum();
        return new StagedTable(
                dataset,
                staging.read(),
                staging.quarantine.rows(),
                staging.accepted(),
                bytes,
                digest(staging.files()),
                staging.findings(),
                Optional.empty(),
                new StagedFiles(schema, staging.files(), profile, Optional.empty()));
    }

    private static ExchangeException diskTrouble(IOException cause) {
        boolean full = FullDisk.isBehind(cause);
        return new ExchangeException(
                full ? ErrorCode.DISK_FULL : ErrorCode.INTERNAL,
                (full
                                ? "磁盘已满，请清理后重试 / the disk is full, make room and run again: "
                                : "数据文件无法写入 / data files could not be written: ")
                        + cause,
                cause);
    }

    @Override
    public DatasetVersion commit(RunId run, StagedTable staged) {
        StagedFiles files = (StagedFiles) staged.handle();
        if (files.merged().isPresent()) {
            return commit(run, staged, files, files.merged().get());
        }
        List<DataFileRef> refs =
                files.files().stream().map(IcebergDatasetStore::ref).toList();
        VersionSummary summary = new VersionSummary(
                files.schema().table(),
                staged.read(),
                staged.refused(),
                staged.accepted(),
                staged.bytes(),
                staged.sha256(),
                files.profile(),
                Optional.of(refs),
                Optional.empty());
        Map<String, String> map = summary.toMap();
        VersionSnapshot snapshot =
                tables.replace(staged.dataset(), run.value(), files.schema(), files.files(), number -> map);
        DatasetVersion version = version(staged.dataset(), snapshot);
        if (!dataFiles(version).equals(refs)) {
            drop(staged); // The run had been cut off after its commit: the version's files are those of its first
            // telling.
        }
        return version;
    }

    private DatasetVersion commit(RunId run, StagedTable staged, StagedFiles files, Merged merged) {
        VersionSummary summary = new VersionSummary(
                files.schema().table(),
                staged.read(),
                staged.refused(),
                merged.rows(),
                merged.bytes(),
                merged.sha256(),
                merged.profile(),
                Optional.empty(),
                Optional.of(merged.counts()));
        VersionSnapshot snapshot = tables.change(
                staged.dataset(),
                run.value(),
                files.schema(),
                merged.base(),
                merged.removed(),
                merged.added(),
                summary.toMap());
        DatasetVersion version = version(staged.dataset(), snapshot);
        Set<String> live = dataFiles(version).stream().map(DataFileRef::key).collect(Collectors.toSet());
        if (merged.added().stream().noneMatch(file -> live.contains(file.key()))) {
            drop(staged); // As above: the version was made by an earlier telling.
        }
        return version;
    }

    private static DataFileRef ref(StagedFile file) {
        return new DataFileRef(
                file.key(),
                file.written().bytes(),
                file.written().rows(),
                file.written().sha256());
    }

    private static String digest(List<StagedFile> files) {
        MessageDigest digest = Digests.sha256();
        files.forEach(file -> digest.update(file.written().sha256().getBytes(StandardCharsets.US_ASCII)));
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void drop(StagedTable staged) {
        ((StagedFiles) staged.handle()).files().forEach(file -> objects.delete(file.key()));
    }

    @Override
    public Optional<DatasetVersion> findByRun(DatasetId dataset, RunId run) {
        return tables.versions(dataset).stream()
                .filter(snapshot -> snapshot.run().equals(run.value()))
                .findFirst()
                .map(snapshot -> version(dataset, snapshot));
    }

    @Override
    public Optional<DatasetVersion> findLatest(DatasetId dataset) {
        List<VersionSnapshot> snapshots = given(dataset);
        return snapshots.isEmpty() ? Optional.empty() : Optional.of(version(dataset, snapshots.getLast()));
    }

    @Override
    public Optional<DatasetVersion> find(DatasetId dataset, VersionNumber number) {
        return given(dataset).stream()
                .filter(snapshot -> snapshot.number() == number.value())
                .findFirst()
                .map(snapshot -> version(dataset, snapshot));
    }

    @Override
    public List<DatasetVersion> list(DatasetId dataset) {
        return given(dataset).reversed().stream()
                .map(snapshot -> version(dataset, snapshot))
                .toList();
    }

    private List<VersionSnapshot> given(DatasetId dataset) {
        List<VersionSnapshot> all = tables.versions(dataset);
        int withdrawn = all.isEmpty()
                ? 0
                : withdrawals.upTo(dataset).map(VersionNumber::value).orElse(0);
        return withdrawn == 0
                ? all
                : all.stream().filter(snapshot -> snapshot.number() > withdrawn).toList();
    }

    /** Withdrawn ones too: what lies behind them is not abandoned. */
    List<DatasetVersion> everyVersion(DatasetId dataset) {
        return tables.versions(dataset).stream()
                .map(snapshot -> version(dataset, snapshot))
                .toList();
    }

    private DatasetVersion version(DatasetId dataset, VersionSnapshot snapshot) {
        return summaries
                .computeIfAbsent(snapshot.snapshot(), id -> VersionSummary.of(snapshot.summary()))
                .version(dataset, snapshot);
    }

    @Override
    public List<DataFileRef> dataFiles(DatasetVersion version) {
        VersionSummary summary = summaries.get(version.snapshot());
        if (summary == null) {
            find(version.dataset(), version.number());
            summary = summaries.get(version.snapshot());
        }
        if (summary == null) {
            throw new ExchangeException(
                    ErrorCode.UNKNOWN_VERSION,
                    "没有此版本 / there is no version " + version.number() + " of " + version.dataset());
        }
        return summary.files().orElseGet(() -> planned(version));
    }

    private List<DataFileRef> planned(DatasetVersion version) {
        synchronized (planned) {
            List<DataFileRef> known = planned.get(version.snapshot());
            if (known != null) {
                return known;
            }
        }
        List<DataFileRef> files = tables.files(version.dataset(), version.snapshot()).stream()
                .map(file -> new DataFileRef(file.key(), file.bytes(), file.rows(), ""))
                .toList();
        synchronized (planned) {
            planned.put(version.snapshot(), files);
        }
        return files;
    }

    @Override
    public int sweep(Predicate<RunId> over) {
        return new AbandonedObjects(objects, this).remove(over);
    }

    @Override
    public void keepOriginal(RunId run, DatasetId dataset, SpooledFile file) {
        objects.keep(originalFolder(run, dataset) + safeName(file.name()), file.path());
    }

    @Override
    public Optional<KeptFile> findOriginal(RunId run, DatasetId dataset) {
        String folder = originalFolder(run, dataset);
        return objects.list(folder).stream().findFirst().map(object -> kept(object, folder.length()));
    }

    @Override
    public Optional<KeptFile> findQuarantine(RunId run, DatasetId dataset) {
        String key = quarantineKey(run, dataset);
        return objects.list(key).stream()
                .filter(object -> object.key().equals(key))
                .findFirst()
                .map(object -> kept(object, key.lastIndexOf('/') + 1));
    }

    private KeptFile kept(ObjectStore.StoredObject object, int nameStart) {
        return new KeptFile(object.key().substring(nameStart), object.bytes(), () -> objects.open(object.key()));
    }

    private static String originalFolder(RunId run, DatasetId dataset) {
        return ORIGINALS + dataset + "/" + run + "/";
    }

    private static String quarantineKey(RunId run, DatasetId dataset) {
        return "quarantine/" + run + "/" + dataset + ".csv.gz";
    }

    private static String safeName(String name) {
        String safe = name.replaceAll("[\\\\/\\p{Cntrl}]", "_").strip();
        String shortened = safe.length() <= 60 ? safe : safe.substring(safe.length() - 60);
        return shortened.isEmpty() || shortened.equals(".") || shortened.equals("..") ? "original" : shortened;
    }

    /** What a staged table's handle holds. */
    private record StagedFiles(
            ParquetSchema schema, List<StagedFile> files, List<ColumnProfile> profile, Optional<Merged> merged) {}
}
