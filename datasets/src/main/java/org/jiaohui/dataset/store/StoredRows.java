package org.jiaohui.dataset.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.objectstore.LocalFile;
import org.jiaohui.dataset.objectstore.LocalFiles;
import org.jiaohui.dataset.parquet.RowGroupDecoder;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.VersionRows;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.jspecify.annotations.Nullable;

/** Rows of versions straight from their Parquet files, a part for each row group. Files are fetched when their first row group is asked for. */
public final class StoredRows implements VersionRows {
    private final VersionFiles files;
    private final LocalFiles local;

    public StoredRows(VersionFiles files, LocalFiles local) {
        this.files = files;
        this.local = local;
    }

    @Override
    public TableSource open(DatasetVersion version) {
        return new Reading(version.schema(), files.dataFiles(version), local);
    }

    private static final class Reading implements TableSource {
        private final TableSchema schema;
        private final List<VersionFiles.DataFileRef> data;
        private final LocalFiles local;
        private final List<LocalFile> pinned = new ArrayList<>();
        private int nextFile;
        private int nextGroup;
        private int groups;
        private int ordinal;
        private long bytes;

        private Reading(TableSchema schema, List<VersionFiles.DataFileRef> data, LocalFiles local) {
            this.schema = schema;
            this.data = data;
            this.local = local;
        }

        @Override
        public TableSchema schema() {
            return schema;
        }

        @Override
        public synchronized Optional<TablePart> nextPart() {
            while (nextGroup == groups) {
                if (nextFile == data.size()) {
                    return Optional.empty();
                }
                VersionFiles.DataFileRef file = data.get(nextFile);
                pinned.add(local.pin(file.key()));
                nextFile++;
                nextGroup = 0;
                try {
                    groups = RowGroupDecoder.rowGroups(pinned.getLast().path());
                } catch (IOException | RuntimeException e) {
                    throw damaged(pinned.getLast(), e);
                }
            }
            bytes += data.get(nextFile - 1).bytes() / groups;
            return Optional.of(new Part(ordinal++, pinned.getLast(), nextGroup++, schema));
        }

        @Override
        public synchronized long bytesRead() {
            return bytes;
        }

        @Override
        public synchronized void close() {
            pinned.forEach(LocalFile::close);
            pinned.clear();
            nextFile = data.size();
            nextGroup = groups;
        }
    }

    private static ExchangeException damaged(LocalFile file, Exception cause) {
        return new ExchangeException(
                ErrorCode.INTERNAL,
                "数据文件 %1$s 无法读取，可能已损坏，请从备份恢复 / the data file %1$s cannot be read and may be damaged, restore it from a backup: %2$s"
                        .formatted(file.path().getFileName(), cause),
                cause);
    }

    private static final class Part implements TablePart {
        private final int ordinal;
        private final LocalFile file;
        private final int group;
        private final TableSchema schema;
        private @Nullable RowGroupDecoder decoder;
        private long read;

        private Part(int ordinal, LocalFile file, int group, TableSchema schema) {
            this.ordinal = ordinal;
            this.file = file;
            this.group = group;
            this.schema = schema;
        }

        @Override
        public int ordinal() {
            return ordinal;
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            try {
                RowGroupDecoder rows = decoder;
                if (rows == null) {
                    rows = RowGroupDecoder.open(file.path(), group, schema);
                    decoder = rows;
                }
                if (!rows.next(batch)) {
                    return false;
                }
            } catch (IOException | RuntimeException e) {
                throw damaged(file, e);
            }
            for (int i = 0; i < batch.rows; i++) {
                batch.sourceRows[i] = read++;
            }
            return true;
        }

        @Override
        public long rowsRead() {
            return read;
        }
    }
}
