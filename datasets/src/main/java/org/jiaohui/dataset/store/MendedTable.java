package org.jiaohui.dataset.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.dataset.RefusedRows.Reading;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** Mended rows beside the refused rows that they stand for: what was not sent, and what was never read, is taken from and told by those. */
record MendedTable(
        Formats.DeliveredTable sent, String row, List<String> kept, Supplier<Optional<Reading>> refused, Path folder)
        implements Formats.DeliveredTable {
    @Override
    public String name() {
        return sent.name();
    }

    @Override
    public TableSchema draft() {
        return sent.draft();
    }

    @Override
    public List<DeliveredColumn> look(Optional<TableSchema> expected) {
        List<DeliveredColumn> columns = new ArrayList<>(sent.look(expected));
        kept.stream()
                .filter(name ->
                        columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(name)))
                .map(name -> new DeliveredColumn(name, Optional.empty(), false, 1, List.of()))
                .toList()
                .forEach(columns::add);
        return columns;
    }

    @Override
    public TableSource read(Optional<TableSchema> declared) {
        TableSchema schema = declared.orElseGet(sent::draft);
        List<DeliveredColumn> found = sent.look(Optional.empty());
        List<Column> asked = new ArrayList<>();
        int[] fromSent = new int[schema.columns().size()];
        int[] fromKept = new int[fromSent.length];
        for (int i = 0; i < fromSent.length; i++) {
            Column column = schema.columns().get(i);
            boolean there = found.stream().anyMatch(each -> each.name().equalsIgnoreCase(column.name()));
            fromSent[i] = there ? asked.size() : -1;
            fromKept[i] = indexOf(kept, column.name());
            if (there) {
                asked.add(Column.of(column.name(), column.type()));
            }
        }
        boolean whole = asked.size() == fromSent.length;
        asked.add(Column.of(row, ColumnType.INTEGER));
        TableSource source = sent.read(Optional.of(TableSchema.of(asked)));
        try (Reading reading = refused.get().orElseThrow()) {
            return new MendedSource(schema, source, fromSent, fromKept, kept, new RefusedIndex(reading, whole, folder));
        } catch (RuntimeException broken) {
            source.close();
            throw broken;
        }
    }

    private static int indexOf(List<String> names, String wanted) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(wanted)) {
                return i;
            }
        }
        return -1;
    }
}
