package org.jiaohui.connector.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.connector.jdbc.ReadColumn.Wire;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;

/**
 * Which columns are read and how: the declared ones, or all with the types that the database gives. Where a declared type is not the database's own, the
 * database's text form is read strictly.
 */
record ColumnPlan(List<ReadColumn> columns, TableSchema schema) {
    /** Types that Oracle's and Microsoft's drivers number in their own way. */
    private static final int ORACLE_FLOAT = 100;

    private static final int ORACLE_DOUBLE = 101;
    private static final int ORACLE_ZONED = -101;
    private static final int ORACLE_LOCAL_ZONED = -102;
    private static final int SQL_SERVER_ZONED = -155;

    private record Natural(String name, ColumnType type, Wire wire) {}

    static ColumnPlan of(ResultSetMetaData meta, Dialect dialect, Optional<TableSchema> declared) throws SQLException {
        List<Natural> found = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            found.add(
                    switch (dialect) {
                        case POSTGRES -> postgres(meta, i);
                        case KINGBASE, OPENGAUSS -> descendant(meta, i);
                        default -> generic(meta, i);
                    });
        }
        if (declared.isEmpty()) {
            List<ReadColumn> all = found.stream()
                    .map(each -> new ReadColumn(each.name(), Column.of(each.name(), each.type()), each.wire()))
                    .toList();
            return new ColumnPlan(
                    all, TableSchema.of(all.stream().map(ReadColumn::column).toList()));
        }
        List<ReadColumn> chosen = new ArrayList<>();
        for (Column column : declared.get().columns()) {
            Natural natural = find(found, column.name());
            Wire wire = natural.type().equals(column.type()) ? natural.wire() : Wire.TEXT_PARSED;
            chosen.add(new ReadColumn(natural.name(), column, wire));
        }
        return new ColumnPlan(List.copyOf(chosen), declared.get());
    }

    /** The same with the key that the table has in its database, where none was declared. */
    ColumnPlan withKey(List<String> key) {
        return schema.key().isEmpty()
                ? new ColumnPlan(columns, new TableSchema(schema.columns(), key, schema.region()))
                : this;
    }

    /** Where a column of the database is among those that are read; -1 when it is not read. */
    int positionOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static Natural find(List<Natural> found, String name) {
        return found.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .or(() -> found.stream()
                        .filter(each -> each.name().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> {
                    List<String> names = found.stream().map(Natural::name).toList();
                    return new ExchangeException(
                            ErrorCode.COLUMN_MISSING,
                            "数据库中没有列 \"" + name + "\"（有 " + names + "） / column \"" + name
                                    + "\" is missing in the database (found: " + names + ")");
                });
    }

    private static Natural postgres(ResultSetMetaData meta, int i) throws SQLException {
        String name = meta.getColumnLabel(i);
        return switch (meta.getColumnTypeName(i).toLowerCase(Locale.ROOT)) {
            case "int2", "int4", "int8", "serial", "bigserial", "smallserial" ->
                new Natural(name, ColumnType.INTEGER, Wire.INT);
            case "numeric" -> numeric(name, meta.getPrecision(i), meta.getScale(i));
            case "float4" -> new Natural(name, ColumnType.DOUBLE, Wire.FLOAT4);
            case "float8" -> new Natural(name, ColumnType.DOUBLE, Wire.FLOAT8);
            case "bool" -> new Natural(name, ColumnType.BOOLEAN, Wire.BOOL);
            case "date" -> new Natural(name, ColumnType.DATE, Wire.DATE);
            case "timestamp" -> new Natural(name, ColumnType.TIMESTAMP, Wire.TIMESTAMP);
            case "timestamptz" -> new Natural(name, ColumnType.TIMESTAMP, Wire.TIMESTAMP_WITH_ZONE);
            case "time" -> new Natural(name, ColumnType.TIME, Wire.TIME);
            case "text", "varchar", "name" -> new Natural(name, ColumnType.TEXT, Wire.TEXT);
            case "json" -> new Natural(name, ColumnType.JSON, Wire.TEXT);
            case "jsonb" -> new Natural(name, ColumnType.JSON, Wire.JSONB);
            case "bytea" -> new Natural(name, ColumnType.TEXT, Wire.BYTES);
            default -> new Natural(name, ColumnType.TEXT, Wire.TEXT_PARSED);
        };
    }

    /** Kingbase and openGauss: types by the numbers of JDBC, but some of these say less than PostgreSQL's names do. */
    private static Natural descendant(ResultSetMetaData meta, int i) throws SQLException {
        String name = meta.getColumnLabel(i);
        return switch (meta.getColumnTypeName(i).toLowerCase(Locale.ROOT)) {
            case "timestamptz" -> new Natural(name, ColumnType.TIMESTAMP, Wire.TIMESTAMP_WITH_ZONE);
            // In Kingbase's Oracle mode a date has a time of day; its driver says so of every date.
            case "date" ->
                meta.getColumnType(i) == Types.TIMESTAMP
                        ? new Natural(name, ColumnType.TIMESTAMP, Wire.TEXT_PARSED)
                        : generic(meta, i);
            case "jsonb" -> new Natural(name, ColumnType.JSON, Wire.TEXT);
            case "timetz", "money", "interval" -> new Natural(name, ColumnType.TEXT, Wire.TEXT_PARSED);
            default -> generic(meta, i);
        };
    }

    private static Natural generic(ResultSetMetaData meta, int i) throws SQLException {
        String name = meta.getColumnLabel(i);
        return switch (meta.getColumnType(i)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
                new Natural(name, ColumnType.INTEGER, meta.isSigned(i) ? Wire.INT : Wire.TEXT_PARSED);
            case Types.DECIMAL, Types.NUMERIC -> numeric(name, meta.getPrecision(i), meta.getScale(i));
            case Types.REAL, ORACLE_FLOAT -> new Natural(name, ColumnType.DOUBLE, Wire.FLOAT4);
            case Types.FLOAT, Types.DOUBLE, ORACLE_DOUBLE -> new Natural(name, ColumnType.DOUBLE, Wire.FLOAT8);
            case Types.BOOLEAN -> new Natural(name, ColumnType.BOOLEAN, Wire.BOOL);
            case Types.BIT ->
                meta.getPrecision(i) <= 1
                        ? new Natural(name, ColumnType.BOOLEAN, Wire.BOOL)
                        : new Natural(name, ColumnType.TEXT, Wire.BYTES);
            case Types.DATE -> new Natural(name, ColumnType.DATE, Wire.DATE);
            case Types.TIMESTAMP -> new Natural(name, ColumnType.TIMESTAMP, Wire.TIMESTAMP);
            case Types.TIMESTAMP_WITH_TIMEZONE, ORACLE_ZONED, ORACLE_LOCAL_ZONED, SQL_SERVER_ZONED ->
                new Natural(name, ColumnType.TIMESTAMP, Wire.TIMESTAMP_WITH_ZONE);
            case Types.TIME -> new Natural(name, ColumnType.TIME, Wire.TIME);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                new Natural(name, ColumnType.TEXT, Wire.BYTES);
            default ->
                new Natural(
                        name,
                        meta.getColumnTypeName(i).equalsIgnoreCase("json") ? ColumnType.JSON : ColumnType.TEXT,
                        Wire.TEXT);
        };
    }

    private static Natural numeric(String name, int precision, int scale) {
        boolean fits = precision >= 1 && precision <= 18 && scale >= 0 && scale <= precision;
        return fits
                ? new Natural(name, ColumnType.decimal(precision, scale), Wire.NUMERIC)
                : new Natural(name, ColumnType.TEXT, Wire.TEXT_PARSED);
    }
}
