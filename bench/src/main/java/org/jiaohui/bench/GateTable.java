package org.jiaohui.bench;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.TableSchema;

/** The table of toll-gate events: our schema with every rule that suits it, and the same types for DuckDB. */
public final class GateTable {
    private static final List<Column> COLUMNS = List.of(
            Column.of("id", ColumnType.INTEGER).asRequired().withConstraints(List.of(new Constraint.Unique())),
            Column.of("plate", ColumnType.TEXT)
                    .asRequired()
                    .withConstraints(List.of(
                            new Constraint.Matches("[京沪粤苏浙川鲁豫鄂湘][A-F][A-HJ-NP-Z0-9]{5}"), new Constraint.Length(7))),
            Column.of("station_code", ColumnType.TEXT)
                    .asRequired()
                    .withConstraints(List.of(new Constraint.Matches("G\\d{7}"))),
            Column.of("lane_no", ColumnType.INTEGER).asRequired().withConstraints(range("1", "24")),
            Column.of("entry_time", ColumnType.TIMESTAMP).asRequired(),
            Column.of("exit_time", ColumnType.TIMESTAMP).asRequired(),
            Column.of("vehicle_type", ColumnType.TEXT)
                    .asRequired()
                    .withConstraints(
                            List.of(new Constraint.CodeList(List.of("客车一型", "客车二型", "货车一型", "货车三型", "货车六型", "专项作业车")))),
            Column.of("weight_t", ColumnType.decimal(10, 2)).asRequired().withConstraints(range("0", "49")),
            Column.of("distance_km", ColumnType.decimal(10, 2)).asRequired().withConstraints(range("0", "2000")),
            Column.of("fee_yuan", ColumnType.decimal(12, 2)).asRequired().withConstraints(range("0", "10000")),
            Column.of("pay_type", ColumnType.TEXT)
                    .asRequired()
                    .withConstraints(List.of(new Constraint.CodeList(List.of("ETC", "现金", "移动支付", "免费")))),
            Column.of("speed_kmh", ColumnType.decimal(6, 1)).withConstraints(range("0", "250")),
            Column.of("remark", ColumnType.TEXT).withConstraints(List.of(new Constraint.Length(200))));

    static final List<String> NAMES = COLUMNS.stream().map(Column::name).toList();

    private GateTable() {}

    public static TableSchema schema(List<String> key) {
        return new TableSchema(COLUMNS, key, Optional.empty());
    }

    /** The schema as the API takes it. */
    static Map<String, Object> apiSchema(List<String> key) {
        return Map.of("columns", COLUMNS.stream().map(GateTable::apiColumn).toList(), "key", key);
    }

    private static Map<String, Object> apiColumn(Column column) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", column.name());
        body.put("type", column.type().toString());
        body.put("required", column.required());
        for (Constraint constraint : column.constraints()) {
            switch (constraint) {
                case Constraint.Unique unique -> body.put("unique", true);
                case Constraint.Matches matches -> body.put("pattern", matches.pattern());
                case Constraint.Length length -> body.put("length", length.most());
                case Constraint.CodeList list -> body.put("codeList", list.values());
                case Constraint.Range range -> {
                    range.least().ifPresent(least -> body.put("min", least));
                    range.most().ifPresent(most -> body.put("max", most));
                }
                case Constraint.CheckDigit digit -> throw new IllegalStateException(digit.rule());
                case Constraint.Fresh fresh -> throw new IllegalStateException(fresh.rule());
            }
        }
        return body;
    }

    private static List<Constraint> range(String least, String most) {
        return List.of(new Constraint.Range(Optional.of(new BigDecimal(least)), Optional.of(new BigDecimal(most))));
    }

    /** The columns for DuckDB's {@code read_csv}. */
    static String duckDbColumns() {
        StringBuilder columns = new StringBuilder("{");
        for (Column column : COLUMNS) {
            columns.append(columns.length() > 1 ? "," : "")
                    .append('\'')
                    .append(column.name())
                    .append("':'")
                    .append(duckDbType(column.type()))
                    .append('\'');
        }
        return columns.append('}').toString();
    }

    private static String duckDbType(ColumnType type) {
        return switch (type.kind()) {
            case INTEGER -> "BIGINT";
            case TEXT, JSON, GEOMETRY -> "VARCHAR";
            case TIMESTAMP -> "TIMESTAMP";
            case DECIMAL -> "DECIMAL(" + type.precision() + "," + type.scale() + ")";
            case DOUBLE, BOOLEAN, DATE, TIME -> type.label();
        };
    }
}
