package org.jiaohui.dataset.iceberg;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;

/** A table's columns as Iceberg fields. A column keeps its field id as long as its name stays and its type stays or is widened as Iceberg allows. */
public final class IcebergSchemas {
    private IcebergSchemas() {}

    /**
     * Field ids for a table's columns.
     *
     * @param current the dataset's schema so far; without fields for a new one
     * @param lastId highest id ever given
     */
    static List<Integer> fieldIds(TableSchema table, Schema current, int lastId) {
        List<Integer> ids = new ArrayList<>();
        int last = lastId;
        for (Column column : table.columns()) {
            Optional<Integer> known = current.columns().stream()
                    .filter(field -> field.name().equals(column.name()) && isKept(field.type(), type(column.type())))
                    .map(Types.NestedField::fieldId)
                    .findFirst();
            if (known.isEmpty()) {
                last++;
            }
            ids.add(known.orElse(last));
        }
        return ids;
    }

    /** Of the types that occur here Iceberg widens decimals of the same scale alone. */
    private static boolean isKept(Type before, Type after) {
        return before.equals(after)
                || (before instanceof Types.DecimalType narrow
                        && after instanceof Types.DecimalType wide
                        && narrow.scale() == wide.scale()
                        && narrow.precision() < wide.precision());
    }

    static Schema schema(TableSchema table, List<Integer> fieldIds) {
        List<Types.NestedField> fields = new ArrayList<>();
        for (int i = 0; i < fieldIds.size(); i++) {
            Column column = table.columns().get(i);
            fields.add(Types.NestedField.optional(fieldIds.get(i), column.name(), type(column.type()), column.title()));
        }
        return new Schema(fields);
    }

    static Type type(ColumnType type) {
        return switch (type.kind()) {
            case TEXT, JSON, GEOMETRY -> Types.StringType.get();
            case INTEGER -> Types.LongType.get();
            case DECIMAL -> Types.DecimalType.of(type.precision(), type.scale());
            case DOUBLE -> Types.DoubleType.get();
            case BOOLEAN -> Types.BooleanType.get();
            case DATE -> Types.DateType.get();
            case TIMESTAMP -> Types.TimestampType.withoutZone();
            case TIME -> Types.TimeType.get();
        };
    }
}
