package org.jiaohui.exchange.drift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * The columns that a version gets, and from which column of the source each takes its values.
 *
 * @param sources for each column of the schema the source's name; empty for a column that is null in every row
 * @param lost required columns that the source has no values for: with any of them nothing can be published
 */
public record TableShape(TableSchema schema, List<Optional<String>> sources, List<String> lost) {
    public TableShape {
        sources = List.copyOf(sources);
        lost = List.copyOf(lost);
    }

    /** The expected columns as they are, filled from those that the source has. */
    public static TableShape kept(TableSchema expected, List<DeliveredColumn> delivered) {
        return of(expected, delivered, false, Map.of(), name -> Optional.empty());
    }

    /**
     * The expected columns, filled from those that the source has.
     *
     * @param evolve whether new columns are taken in, types widened and renamed columns called by their new name
     * @param known columns that earlier versions took in: they keep their type
     */
    static TableShape of(
            TableSchema expected,
            List<DeliveredColumn> delivered,
            boolean evolve,
            Map<String, String> renames,
            Function<String, Optional<Column>> known) {
        Set<String> taken = new HashSet<>();
        List<Column> columns = new ArrayList<>();
        List<Optional<String>> sources = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        Function<String, String> name = old -> evolve ? renamed(renames, old).orElse(old) : old;
        for (Column column : expected.columns()) {
            String wanted = renamed(renames, column.name()).orElse(column.name());
            Optional<DeliveredColumn> found = delivered.stream()
                    .filter(each -> each.name().equalsIgnoreCase(wanted))
                    .findFirst();
            found.ifPresent(each -> taken.add(key(each.name())));
            boolean needed = column.required() || expected.key().stream().anyMatch(column.name()::equalsIgnoreCase);
            if (found.isEmpty() && needed) {
                lost.add(column.name());
            }
            Column called = named(column, name.apply(column.name()));
            columns.add(evolve ? found.map(each -> widened(called, each)).orElse(called) : called);
            sources.add(found.map(DeliveredColumn::name));
        }
        if (evolve) {
            delivered.stream().filter(each -> !taken.contains(key(each.name()))).forEach(each -> {
                columns.add(known.apply(each.name())
                        .orElseGet(() -> Column.of(each.name(), each.type().orElse(ColumnType.TEXT))));
                sources.add(Optional.of(each.name()));
            });
        }
        if (sources.stream().allMatch(Optional::isEmpty)) {
            expected.columns().forEach(column -> lost.add(column.name()));
        }
        TableSchema schema = new TableSchema(
                columns,
                expected.key().stream().map(name).toList(),
                expected.region()
                        .map(box -> new TableSchema.CoordinateRegion(
                                name.apply(box.longitude()),
                                name.apply(box.latitude()),
                                box.west(),
                                box.south(),
                                box.east(),
                                box.north())));
        return new TableShape(schema, sources, lost.stream().distinct().toList());
    }

    private static Optional<String> renamed(Map<String, String> renames, String old) {
        return renames.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(old))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Column named(Column column, String name) {
        return name.equals(column.name())
                ? column
                : new Column(
                        name,
                        column.type(),
                        column.title().equals(column.name()) ? name : column.title(),
                        column.titleEn(),
                        column.description(),
                        column.unit(),
                        column.required(),
                        column.constraints());
    }

    /** Iceberg widens decimals of the same scale, and its strings hold every text of ours; other types stay, and values that do not fit are refused. */
    private static Column widened(Column column, DeliveredColumn now) {
        return now.stated()
                ? now.type()
                        .filter(type -> isWider(column.type(), type))
                        .map(column::withType)
                        .orElse(column)
                : column;
    }

    static boolean isWider(ColumnType before, ColumnType after) {
        boolean decimals = before.kind() == ColumnType.Kind.DECIMAL && after.kind() == ColumnType.Kind.DECIMAL;
        boolean texts = before.kind().isTextual() && after.kind() == ColumnType.Kind.TEXT;
        return (decimals && before.scale() == after.scale() && before.precision() < after.precision())
                || (texts && before.kind() != ColumnType.Kind.TEXT);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Opens the source for one reading in this shape. */
    public TableSource open(Function<Optional<TableSchema>, TableSource> reading) {
        boolean asItComes = true;
        List<Column> read = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            Column column = schema.columns().get(i);
            Optional<String> source = sources.get(i);
            asItComes &= source.filter(column.name()::equalsIgnoreCase).isPresent();
            source.ifPresent(name -> read.add(named(column, name)));
        }
        return asItComes
                ? reading.apply(Optional.of(schema))
                : shaped(reading.apply(Optional.of(TableSchema.of(read))));
    }

    /** A column that tells deleted rows comes last and stays what it is. */
    private TableSource shaped(TableSource inner) {
        Optional<String> deletions = inner.deletions();
        if (deletions.isEmpty()) {
            return new ShapedTable(schema, sources, inner);
        }
        List<Column> columns = new ArrayList<>(schema.columns());
        columns.add(inner.schema().columns().get(inner.schema().indexOf(deletions.get())));
        List<Optional<String>> all = new ArrayList<>(sources);
        all.add(deletions);
        List<String> key = schema.key().isEmpty() ? inner.schema().key() : schema.key();
        return new ShapedTable(new TableSchema(columns, key, schema.region()), all, inner);
    }
}
