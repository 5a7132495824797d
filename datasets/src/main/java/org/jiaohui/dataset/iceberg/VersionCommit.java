package org.jiaohui.dataset.iceberg;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.expressions.Expressions;
import org.jiaohui.dataset.iceberg.DatasetTables.StagedFile;
import org.jiaohui.dataset.iceberg.DatasetTables.VersionSnapshot;
import org.jiaohui.dataset.objectstore.ObjectStore;
import org.jiaohui.dataset.parquet.ParquetSchema;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * The commit of one version: its files, its schema and its tag come into being together.
 *
 * @param summary what the snapshot carries besides run and version
 */
record VersionCommit(ObjectStore objects, String run, int number, ParquetSchema schema, Map<String, String> summary) {
    /** Replaces all files of the table. */
    VersionSnapshot replace(Transaction transaction, List<StagedFile> files) {
        updateSchema(transaction);
        OverwriteFiles overwrite = transaction.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
        for (StagedFile file : files) {
            overwrite.addFile(dataFile(file));
        }
        return DatasetTables.versionOf(commit(transaction, overwrite));
    }

    /** Changes some files. The base is validated: what another hub commits in this moment makes the commit fail. */
    VersionSnapshot change(Table table, List<String> removed, List<StagedFile> added) {
        @Nullable Snapshot base = table.currentSnapshot();
        Map<String, DataFile> known = new HashMap<>();
        if (base != null && !removed.isEmpty()) {
            LiveFile.of(table, base, objects).forEach(file -> known.put(file.key(), file.file()));
        }
        Transaction transaction = table.newTransaction();
        updateSchema(transaction);
        OverwriteFiles overwrite = transaction
                .newOverwrite()
                .conflictDetectionFilter(Expressions.alwaysTrue())
                .validateNoConflictingData()
                .validateNoConflictingDeletes();
        if (base != null) {
            overwrite = overwrite.validateFromSnapshot(base.snapshotId());
        }
        for (String key : removed) {
            overwrite.deleteFile(Objects.requireNonNull(known.get(key), key));
        }
        for (StagedFile file : added) {
            overwrite.addFile(dataFile(file));
        }
        Snapshot made = commit(transaction, overwrite);
        table.refresh();
        return DatasetTables.versionOf(table.snapshot(made.snapshotId()));
    }

    private void updateSchema(Transaction transaction) {
        TableOperations operations = ((HasTableOperations) transaction.table()).operations();
        TableMetadata before = operations.current();
        TableMetadata changed = before.updateSchema(IcebergSchemas.schema(schema.table(), schema.fieldIds()));
        if (!changed.equals(before)) {
            operations.commit(before, changed);
        }
    }

    private Snapshot commit(Transaction transaction, OverwriteFiles overwrite) {
        overwrite.set(DatasetTables.RUN, run);
        overwrite.set(DatasetTables.VERSION, Integer.toString(number));
        summary.forEach(overwrite::set);
        overwrite.commit();
        Snapshot snapshot = transaction.table().currentSnapshot();
        transaction
                .manageSnapshots()
                .createTag("v" + number, snapshot.snapshotId())
                .commit();
        transaction.commitTransaction();
        return snapshot;
    }

    private DataFile dataFile(StagedFile file) {
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
}
