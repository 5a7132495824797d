package org.jiaohui.dataset.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;

/**
 * The columns of a table as a Parquet schema with Iceberg's field ids. Every column is optional, whatever the table demands: rules check that.
 *
 * @param fieldIds one per column
 */
public record ParquetSchema(TableSchema table, List<Integer> fieldIds, MessageType message) {
    public static ParquetSchema of(TableSchema table, List<Integer> fieldIds) {
        List<Type> fields = new ArrayList<>();
        for (int i = 0; i < fieldIds.size(); i++) {
            fields.add(field(table.columns().get(i), fieldIds.get(i)));
        }
        return new ParquetSchema(table, List.copyOf(fieldIds), new MessageType("table", fields));
    }

    private static Type field(Column column, int id) {
        ColumnType type = column.type();
        PrimitiveTypeName physical = switch (type.kind()) {
            case TEXT, JSON, GEOMETRY -> PrimitiveTypeName.BINARY;
            case INTEGER, TIMESTAMP, TIME -> PrimitiveTypeName.INT64;
            case DECIMAL -> type.precision() <= 9 ? PrimitiveTypeName.INT32 : PrimitiveTypeName.INT64;
            case DOUBLE -> PrimitiveTypeName.DOUBLE;
            case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
            case DATE -> PrimitiveTypeName.INT32;
        };
        Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> builder =
                Types.optional(physical).id(id);
        return switch (type.kind()) {
            case TEXT, JSON, GEOMETRY ->
                builder.as(LogicalTypeAnnotation.stringType()).named(column.name());
            case DECIMAL ->
                builder.as(LogicalTypeAnnotation.decimalType(type.scale(), type.precision()))
                        .named(column.name());
            case DATE -> builder.as(LogicalTypeAnnotation.dateType()).named(column.name());
            case TIMESTAMP ->
                builder.as(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS))
                        .named(column.name());
            case TIME ->
                builder.as(LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS))
                        .named(column.name());
            case INTEGER, DOUBLE, BOOLEAN -> builder.named(column.name());
        };
    }
}
