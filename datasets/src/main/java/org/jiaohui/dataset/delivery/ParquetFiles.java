package org.jiaohui.dataset.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jiaohui.dataset.parquet.EncodedRowGroup;
import org.jiaohui.dataset.parquet.ParquetFileOutput;
import org.jiaohui.dataset.parquet.ParquetSchema;
import org.jiaohui.dataset.parquet.RowGroupEncoder;
import org.jiaohui.exchange.delivery.ColumnFiles;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TableSchema;

/** Parquet files with zstd pages, as the versions themselves are written. */
public final class ParquetFiles implements ColumnFiles {
    /** Encoded bytes after which a row group ends. */
    private static final long ROW_GROUP_BYTES = 32L << 20;

    @Override
    public ColumnFile create(Path file, TableSchema schema, boolean withOperations) throws IOException {
        return new Writing(file, schema, withOperations);
    }

    private static final class Writing implements ColumnFile {
        private final boolean withOperations;
        private final ParquetFileOutput output;
        private final RowGroupEncoder encoder;
        private final Batch operations;

        private Writing(Path file, TableSchema schema, boolean withOperations) throws IOException {
            this.withOperations = withOperations;
            operations =
                    new Batch(TableSchema.of(List.of(Column.of("ex_op", ColumnType.TEXT))), Batch.DEFAULT_CAPACITY);
            ParquetSchema written = parquet(withOperations ? withOperation(schema) : schema);
            output = new ParquetFileOutput(file, written);
            encoder = new RowGroupEncoder(written, Batch.DEFAULT_CAPACITY);
        }

        private static ParquetSchema parquet(TableSchema schema) {
            return ParquetSchema.of(
                    schema,
                    IntStream.rangeClosed(1, schema.columns().size()).boxed().toList());
        }

        private static TableSchema withOperation(TableSchema schema) {
            List<Column> columns = new ArrayList<>();
            columns.add(Column.of("ex_op", ColumnType.TEXT));
            columns.addAll(schema.columns());
            return new TableSchema(columns, List.of(), Optional.empty());
        }

        @Override
        public void take(Batch batch, byte[] changed) {
            try {
                encoder.write(withOperations ? batch.behind(marked(batch, changed)) : batch);
                if (encoder.bytes() >= ROW_GROUP_BYTES) {
                    flush();
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private Batch marked(Batch batch, byte[] changed) {
            operations.clear();
            ColumnVector words = operations.column(0);
            for (int row = 0; row < batch.rows; row++) {
                words.setText(row, changed, row, 1);
            }
            operations.rows = batch.rows;
            return operations;
        }

        private void flush() throws IOException {
            try (EncodedRowGroup group = encoder.finish()) {
                if (group != null) {
                    output.append(group);
                }
            }
        }

        @Override
        public void finish() throws IOException {
            flush();
            output.finish();
        }

        @Override
        public void close() throws IOException {
            encoder.close();
            output.close();
        }
    }
}
