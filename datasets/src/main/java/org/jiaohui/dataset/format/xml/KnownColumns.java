package org.jiaohui.dataset.format.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.dataset.format.xml.KnownTable.KnownColumn;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;

/** The columns of a {@link KnownTable}. */
final class KnownColumns implements XmlColumns {
    /** What lies beyond microseconds. */
    private static final Pattern BEYOND_MICROS = Pattern.compile("(\\.\\d{6})\\d+");

    private final List<KnownColumn> columns;
    private final List<ElementPath> paths;

    KnownColumns(KnownTable table) {
        columns = table.columns();
        paths = columns.stream().map(column -> ElementPath.parse(column.path())).toList();
    }

    @Override
    public void learn(XmlElement row) {}

    @Override
    public List<SourceColumn> columns() {
        List<SourceColumn> named = new ArrayList<>();
        columns.forEach(column -> named.add(SourceColumn.named(column.name()).withType(column.type())));
        return named;
    }

    @Override
    public XmlColumns expecting(TableSchema schema) {
        return this;
    }

    @Override
    public void fill(XmlElement row, CellRow cells) {
        for (int i = 0; i < paths.size(); i++) {
            List<ElementPath.Found> found = paths.get(i).find(row);
            if (!found.isEmpty()) {
                ElementPath.Found first = found.getFirst();
                if (columns.get(i).type().kind() == ColumnType.Kind.JSON) {
                    int at = i;
                    first.element()
                            .ifPresent(
                                    element -> cells.setText(at, element.json().toString()));
                } else {
                    cells.setText(i, value(columns.get(i), first.value()));
                }
            }
        }
    }

    /** The name of a type without its prefix, times to the microsecond. */
    private static String value(KnownColumn column, String value) {
        if (column.path().equals("@type")) {
            return value.substring(value.indexOf(':') + 1);
        }
        return column.type().kind() == ColumnType.Kind.TIMESTAMP
                ? BEYOND_MICROS.matcher(value).replaceFirst("$1")
                : value;
    }
}
