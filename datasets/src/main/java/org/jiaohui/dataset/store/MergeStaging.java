package org.jiaohui.dataset.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jiaohui.dataset.Digests;
import org.jiaohui.dataset.iceberg.DatasetTables;
import org.jiaohui.dataset.iceberg.DatasetTables.StagedFile;
import org.jiaohui.dataset.iceberg.LiveFile;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.dataset.parquet.ColumnSketch;
import org.jiaohui.dataset.parquet.EncodedRowGroup;
import org.jiaohui.dataset.parquet.ParquetSchema;
import org.jiaohui.dataset.parquet.RowGroupEncoder;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Merge;
import org.jiaohui.exchange.dataset.MergeCounts;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.RunId;
import org.jiaohui.exchange.run.RunProgress;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.TableSchema;

/** Stages what a merge writes: the rows of a delivery that change a version, and the rows that lie in one file with them. */
final class MergeStaging {
    /** Versions up to this size are profiled in full after every merge; larger ones by an estimate. */
    private static final long PROFILED_ROWS = 1_000_000;

    private static final int PROFILE_BATCH = 4_096;

    private final DatasetTables tables;
    private final ObjectStore objects;
    private final LocalFiles local;
    private final StagingSettings settings;
    private final RunId run;
    private final DatasetId dataset;
    private final RunProgress progress;
    private final List<StagedFile> written = new ArrayList<>();

    MergeStaging(
            DatasetTables tables,
            ObjectStore objects,
            LocalFiles local,
            StagingSettings settings,
            RunId run,
            DatasetId dataset,
            RunProgress progress) {
        this.tables = tables;
        this.objects = objects;
        this.local = local;
        this.settings = settings;
        this.run = run;
        this.dataset = dataset;
        this.progress = progress;
    }

    /**
     * Merges the rows that were staged; rows that the merge refuses go to the staging's quarantine. Files of the delivery that the version will not have
     * are removed.
     */
    Merged merge(Merge merge, Staging staging, Optional<DatasetVersion> base) throws IOException {
        ParquetSchema target = tables.plan(dataset, merge.published(staging.schema.table()));
        List<LiveFile> files =
                base.map(version -> tables.files(dataset, version.snapshot())).orElse(List.of());
        try (DeliveryMerge merging = new DeliveryMerge(
                merge,
                staging.schema.table(),
                target,
                base.map(DatasetVersion::schema).orElse(target.table()),
                files,
                staging.files(),
                local,
                settings,
                progress)) {
            DeliveryMerge.Plan plan = merging.plan((row, key, raw) -> staging.quarantine.add(
                    staging.numberOfAccepted(row),
                    new Refusal(
                            row,
                            String.join(",", target.table().key()),
                            "unique",
                            key,
                            "数据集中已有此主键且内容不同 / the dataset has a row with this key and other values",
                            raw)));
            List<ColumnProfile> profile = List.of();
            if (!plan.select().isEmpty()) {
                profile = write(merging, plan, target);
            }
            List<StagedFile> added = new ArrayList<>(plan.asDelivered() ? staging.files() : List.of());
            added.addAll(written);
            if (!plan.asDelivered()) {
                staging.removeFiles();
            }
            return merged(merging, plan, target, staging, base, files, added, profile);
        } catch (IOException | RuntimeException | Error e) {
            written.forEach(file -> objects.delete(file.key()));
            throw e;
        }
    }

    private List<ColumnProfile> write(DeliveryMerge merging, DeliveryMerge.Plan plan, ParquetSchema target)
            throws IOException {
        // Its rules were held against every row when the row came in; they are not asked again.
        TableSchema unchecked = TableSchema.of(target.table().columns().stream()
                .map(column -> Column.of(column.name(), column.type()))
                .toList());
        // "b" sorts before the "d" of delivered files: rows that were there come before rows that are added.
        String stem = run + "-b" + UUID.randomUUID().toString().substring(0, 8);
        return merging.rows(plan, rows -> {
            try (Staging staging = new Staging(
                    target,
                    unchecked,
                    new RowsOfQuery(target.table(), rows),
                    stoppable(),
                    objects,
                    settings,
                    DatasetTables.dataKey(dataset, stem))) {
                try {
                    staging.run();
                } catch (IOException | RuntimeException | Error e) {
                    staging.removeFiles();
                    throw e;
                }
                written.addAll(staging.files());
                return staging.sketches().stream().map(ColumnSketch::profile).toList();
            }
        });
    }

    /** Rows are counted when they come in, not when they are written again. */
    private RunProgress stoppable() {
        return new RunProgress() {
            @Override
            public void advanced(long rows, long bytes) {}

            @Override
            public boolean stopRequested() {
                return progress.stopRequested();
            }
        };
    }

    private Merged merged(
            DeliveryMerge merging,
            DeliveryMerge.Plan plan,
            ParquetSchema target,
            Staging staging,
            Optional<DatasetVersion> base,
            List<LiveFile> files,
            List<StagedFile> added,
            List<ColumnProfile> ofWritten) {
        Set<LiveFile> removed = new HashSet<>(plan.removed());
        List<LiveFile> kept =
                files.stream().filter(file -> !removed.contains(file)).toList();
        long rows = kept.stream().mapToLong(LiveFile::rows).sum()
                + added.stream().mapToLong(file -> file.written().rows()).sum();
        MergeCounts counts = plan.counts();
        long expected = base.map(DatasetVersion::rows).orElse(0L) + counts.inserted() - counts.deleted();
        if (rows != expected) {
            throw new ExchangeException(
                    ErrorCode.INTERNAL,
                    "合并后行数不平 / rows are unaccounted for after the merge: " + rows + " instead of " + expected);
        }
        List<ColumnProfile> delivered =
                staging.sketches().stream().map(ColumnSketch::profile).toList();
        List<ColumnProfile> profile;
        if (kept.isEmpty() && written.isEmpty()) {
            profile = named(delivered, target.table());
        } else if (kept.isEmpty() && !plan.asDelivered()) {
            profile = ofWritten;
        } else if (rows <= PROFILED_ROWS && !counts.nothing()) {
            profile = profiled(
                    merging,
                    target,
                    Stream.concat(
                                    kept.stream().map(LiveFile::key),
                                    added.stream().map(StagedFile::key))
                            .toList());
        } else {
            profile = MergedProfile.of(
                    target.table(),
                    base.map(DatasetVersion::profile).orElse(List.of()),
                    base.map(DatasetVersion::rows).orElse(0L),
                    delivered,
                    counts,
                    rows);
        }
        return new Merged(
                base.map(DatasetVersion::snapshot),
                plan.removed().stream().map(LiveFile::key).toList(),
                List.copyOf(added),
                rows,
                kept.stream().mapToLong(LiveFile::bytes).sum()
                        + added.stream()
                                .mapToLong(file -> file.written().bytes())
                                .sum(),
                digest(base, plan.removed(), added),
                profile,
                counts);
    }

    private static List<ColumnProfile> named(List<ColumnProfile> profile, TableSchema schema) {
        return profile.stream()
                .filter(each -> schema.indexOf(each.column()) >= 0)
                .toList();
    }

    /** Reads the whole version through an encoder whose pages nobody wants: what it has seen is the profile. */
    private List<ColumnProfile> profiled(DeliveryMerge merging, ParquetSchema target, List<String> files) {
        if (files.isEmpty()) {
            return target.table().columns().stream()
                    .map(column -> new ColumnSketch(column).profile())
                    .toList();
        }
        return merging.rowsOf(files, result -> {
            RowsOfQuery rows = new RowsOfQuery(target.table(), result);
            Batch batch = new Batch(target.table(), PROFILE_BATCH);
            try (RowGroupEncoder encoder = new RowGroupEncoder(target, PROFILE_BATCH)) {
                boolean more = true;
                while (more) {
                    more = rows.next(batch, (row, column, rule, value, reason, raw) -> {});
                    if (more) {
                        encoder.write(batch);
                    }
                    if (encoder.rows() >= 100_000 || !more) {
                        EncodedRowGroup group = encoder.finish();
                        if (group != null) {
                            group.close();
                        }
                    }
                    progress.checkStop();
                }
                return encoder.sketches().stream().map(ColumnSketch::profile).toList();
            }
        });
    }

    private static String digest(Optional<DatasetVersion> base, List<LiveFile> removed, List<StagedFile> added) {
        MessageDigest digest = Digests.sha256();
        base.ifPresent(version -> digest.update(version.sha256().getBytes(StandardCharsets.US_ASCII)));
        removed.forEach(file -> digest.update(("-" + file.key() + "\n").getBytes(StandardCharsets.UTF_8)));
        added.forEach(file -> digest.update(file.written().sha256().getBytes(StandardCharsets.US_ASCII)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
