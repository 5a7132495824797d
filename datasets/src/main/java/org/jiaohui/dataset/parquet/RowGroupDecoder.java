package org.jiaohui.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TableSchema;
import org.jspecify.annotations.Nullable;

/** Turns one row group of a data file back into batches; belongs to one thread. A column that the file lacks is empty. */
public final class RowGroupDecoder {
    /** A batch ends when its texts exceed this, so that long texts in many rows take no more memory. */
    private static final long MOST_TEXT = 16L << 20;

    private final @Nullable ColumnReader[] readers;
    private final boolean[] textual;
    private final boolean anyText;
    private long left;

    private RowGroupDecoder(@Nullable ColumnReader[] readers, boolean[] textual, boolean anyText, long rows) {
        this.readers = readers;
        this.textual = textual;
        this.anyText = anyText;
        this.left = rows;
    }

    /** How many row groups a file has. */
    public static int rowGroups(Path file) throws IOException {
        try (ParquetFileReader reader = open(file)) {
            return reader.getRowGroups().size();
        }
    }

    /** Reads the compressed pages of one row group; the file is closed again before this returns. */
    public static RowGroupDecoder open(Path file, int rowGroup, TableSchema schema) throws IOException {
        try (ParquetFileReader reader = open(file)) {
            MessageType message = reader.getFooter().getFileMetaData().getSchema();
            PageReadStore pages = reader.readRowGroup(rowGroup);
            ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                    pages,
                    new NoConversion(),
                    message,
                    reader.getFooter().getFileMetaData().getCreatedBy());
            List<Column> columns = schema.columns();
            @Nullable ColumnReader[] readers = new ColumnReader[columns.size()];
            boolean[] textual = new boolean[columns.size()];
            boolean anyText = false;
            for (int i = 0; i < readers.length; i++) {
                String name = columns.get(i).name();
                textual[i] = columns.get(i).type().kind().isTextual();
                anyText |= textual[i];
                readers[i] = message.containsField(name)
                        ? store.getColumnReader(message.getColumnDescription(new String[] {name}))
                        : null;
            }
            return new RowGroupDecoder(readers, textual, anyText, pages.getRowCount());
        }
    }

    private static ParquetFileReader open(Path file) throws IOException {
        ParquetReadOptions options = new ParquetReadOptions.Builder(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdReading())
                .build();
        return new ParquetFileReader(new LocalInputFile(file), options);
    }

    /** Fills the batch from its start; false when nothing is left. */
    public boolean next(Batch batch) {
        batch.clear();
        if (left == 0) {
            return false;
        }
        int wanted = (int) Math.min(left, batch.capacity());
        int rows = anyText ? texts(batch, wanted) : wanted;
        for (int i = 0; i < readers.length; i++) {
            if (!textual[i]) {
                numbers(readers[i], batch.column(i), rows);
            }
        }
        batch.rows = rows;
        left -= rows;
        return true;
    }

    /** Texts decide how many rows the batch gets. */
    private int texts(Batch batch, int wanted) {
        long bytes = 0;
        int row = 0;
        while (row < wanted && bytes <= MOST_TEXT) {
            for (int i = 0; i < readers.length; i++) {
                if (textual[i]) {
                    bytes += text(readers[i], batch.column(i), row);
                }
            }
            row++;
        }
        return row;
    }

    private static int text(@Nullable ColumnReader reader, ColumnVector vector, int row) {
        if (reader == null) {
            vector.setNull(row);
            return 0;
        }
        int length = 0;
        if (isNull(reader)) {
            vector.setNull(row);
        } else {
            ByteBuffer bytes = reader.getBinary().toByteBuffer();
            length = bytes.remaining();
            if (bytes.hasArray()) {
                vector.setText(row, bytes.array(), bytes.arrayOffset() + bytes.position(), length);
            } else {
                byte[] copy = new byte[length];
                bytes.get(bytes.position(), copy);
                vector.setText(row, copy, 0, length);
            }
        }
        reader.consume();
        return length;
    }

    private static void numbers(@Nullable ColumnReader reader, ColumnVector vector, int rows) {
        if (reader == null) {
            for (int row = 0; row < rows; row++) {
                vector.setNull(row);
            }
            return;
        }
        PrimitiveTypeName stored = reader.getDescriptor().getPrimitiveType().getPrimitiveTypeName();
        boolean real = vector.type.kind() == ColumnType.Kind.DOUBLE;
        for (int row = 0; row < rows; row++) {
            if (isNull(reader)) {
                vector.setNull(row);
            } else {
                vector.longs[row] = number(reader, stored, real);
            }
            reader.consume();
        }
    }

    private static long number(ColumnReader reader, PrimitiveTypeName stored, boolean real) {
        return switch (stored) {
            case INT32 -> real ? Double.doubleToRawLongBits(reader.getInteger()) : reader.getInteger();
            case INT64 -> real ? Double.doubleToRawLongBits((double) reader.getLong()) : reader.getLong();
            case DOUBLE -> Double.doubleToRawLongBits(reader.getDouble());
            case FLOAT -> Double.doubleToRawLongBits(reader.getFloat());
            case BOOLEAN -> reader.getBoolean() ? 1 : 0;
            case BINARY, INT96, FIXED_LEN_BYTE_ARRAY ->
                throw new IllegalStateException("column \""
                        + reader.getDescriptor().getPath()[0] + "\" is stored as " + stored + " in the data file");
        };
    }

    private static boolean isNull(ColumnReader reader) {
        ColumnDescriptor descriptor = reader.getDescriptor();
        return reader.getCurrentDefinitionLevel() < descriptor.getMaxDefinitionLevel();
    }

    /** Values are taken from the readers; nothing is ever pushed. */
    private static final class NoConversion extends GroupConverter {
        @Override
        public Converter getConverter(int field) {
            return new PrimitiveConverter() {};
        }

        @Override
        public void start() {
            // No record is assembled.
        }

        @Override
        public void end() {
            // No record is assembled.
        }
    }
}
