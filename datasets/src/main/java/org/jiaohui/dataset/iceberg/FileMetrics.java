package org.jiaohui.dataset.iceberg;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jiaohui.dataset.parquet.ParquetFileOutput.WrittenFile;
import org.jiaohui.dataset.parquet.ParquetSchema;
import org.jiaohui.exchange.table.ColumnType;

/** What Iceberg's planning wants to know of a file, from its footer. */
final class FileMetrics {
    private static final int MOST_TEXT_BYTES = 64;

    private final ParquetSchema schema;
    private final WrittenFile file;
    private final Map<Integer, Long> sizes = new HashMap<>();
    private final Map<Integer, Long> values = new HashMap<>();
    private final Map<Integer, Long> nulls = new HashMap<>();
    private final Map<Integer, ByteBuffer> lower = new HashMap<>();
    private final Map<Integer, ByteBuffer> upper = new HashMap<>();

    private FileMetrics(ParquetSchema schema, WrittenFile file) {
        this.schema = schema;
        this.file = file;
    }

    static Metrics of(ParquetSchema schema, WrittenFile file) {
        FileMetrics metrics = new FileMetrics(schema, file);
        for (int i = 0; i < schema.fieldIds().size(); i++) {
            metrics.addColumn(i);
        }
        return new Metrics(
                file.rows(), metrics.sizes, metrics.values, metrics.nulls, Map.of(), metrics.lower, metrics.upper);
    }

    private void addColumn(int index) {
        int id = schema.fieldIds().get(index);
        ColumnType type = schema.table().columns().get(index).type();
        List<Statistics<?>> bounds = new ArrayList<>();
        long bytes = 0;
        long missing = 0;
        for (BlockMetaData group : file.rowGroups()) {
            ColumnChunkMetaData chunk = group.getColumns().get(index);
            bytes += chunk.getTotalSize();
            missing += chunk.getStatistics().getNumNulls();
            if (chunk.getStatistics().getNumNulls() < chunk.getValueCount()) {
                bounds.add(chunk.getStatistics());
            }
        }
        sizes.put(id, bytes);
        values.put(id, file.rows());
        nulls.put(id, missing);
        addBounds(id, type, bounds);
    }

    private void addBounds(int id, ColumnType type, List<Statistics<?>> bounds) {
        if (bounds.isEmpty()) {
            return;
        }
        Statistics<?> all = bounds.getFirst().copy();
        bounds.subList(1, bounds.size()).forEach(all::mergeStatistics);
        boolean unbounded = !all.hasNonNullValue()
                || (type.kind() == ColumnType.Kind.DOUBLE
                        && (((Double) all.genericGetMin()).isNaN() || ((Double) all.genericGetMax()).isNaN()))
                || (type.kind().isTextual()
                        && (all.getMinBytes().length > MOST_TEXT_BYTES || all.getMaxBytes().length > MOST_TEXT_BYTES));
        if (!unbounded) {
            lower.put(id, bound(type, all.genericGetMin(), all.getMinBytes()));
            upper.put(id, bound(type, all.genericGetMax(), all.getMaxBytes()));
        }
    }

    private static ByteBuffer bound(ColumnType type, Object value, byte[] bytes) {
        Type target = IcebergSchemas.type(type);
        Object converted = switch (type.kind()) {
            case TEXT, JSON, GEOMETRY -> new String(bytes, StandardCharsets.UTF_8);
            case DECIMAL -> BigDecimal.valueOf(((Number) value).longValue(), type.scale());
            case INTEGER, TIMESTAMP, TIME -> ((Number) value).longValue();
            case DATE -> ((Number) value).intValue();
            case DOUBLE, BOOLEAN -> value;
        };
        return Conversions.toByteBuffer(target, converted);
    }
}
