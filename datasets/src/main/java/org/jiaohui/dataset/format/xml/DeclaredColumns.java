package org.jiaohui.dataset.format.xml;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.FormatOptions.ColumnPath;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Columns that the source declares by path. One that leads to several values or to elements with elements in any row holds lists in JSON. */
final class DeclaredColumns implements XmlColumns {
    private final List<SourceColumn> names;
    private final List<ElementPath> paths;
    private final BitSet lists;

    private DeclaredColumns(List<SourceColumn> names, List<ElementPath> paths, BitSet lists) {
        this.names = names;
        this.paths = paths;
        this.lists = lists;
    }

    static DeclaredColumns of(List<ColumnPath> declared) {
        List<SourceColumn> names = new ArrayList<>();
        for (ColumnPath column : declared) {
            if (names.stream().anyMatch(other -> other.name().equalsIgnoreCase(column.name()))) {
                throw new ExchangeException(
                        ErrorCode.SETTINGS_WRONG,
                        "columnPaths 中列名“%s”重复 / columnPaths names the column \"%s\" twice"
                                .formatted(column.name(), column.name()));
            }
            names.add(SourceColumn.named(column.name()));
        }
        return new DeclaredColumns(
                List.copyOf(names),
                declared.stream()
                        .map(column -> ElementPath.parse(column.path()))
                        .toList(),
                new BitSet());
    }

    @Override
    public void learn(XmlElement row) {
        for (int i = 0; i < paths.size(); i++) {
            if (!lists.get(i)) {
                List<ElementPath.Found> found = paths.get(i).find(row);
                lists.set(
                        i,
                        found.size() > 1
                                || (found.size() == 1 && !found.getFirst().isValue()));
            }
        }
    }

    @Override
    public List<SourceColumn> columns() {
        List<SourceColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(lists.get(i) ? names.get(i).withType(ColumnType.JSON) : names.get(i));
        }
        return columns;
    }

    @Override
    public DeclaredColumns expecting(TableSchema schema) {
        BitSet expected = (BitSet) lists.clone();
        for (int i = 0; i < names.size(); i++) {
            int at = schema.indexOf(names.get(i).name());
            if (at >= 0 && schema.columns().get(at).type().kind() == ColumnType.Kind.JSON) {
                expected.set(i);
            }
        }
        return new DeclaredColumns(names, paths, expected);
    }

    @Override
    public void fill(XmlElement row, CellRow cells) {
        for (int i = 0; i < paths.size(); i++) {
            List<ElementPath.Found> found = paths.get(i).find(row);
            if (!found.isEmpty() && lists.get(i)) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                found.forEach(each -> list.add(each.element()
                        .map(XmlElement::json)
                        .orElseGet(() -> JsonNodeFactory.instance.stringNode(each.value()))));
                cells.setText(i, list.toString());
            } else if (!found.isEmpty()) {
                cells.setValue(i, found.getFirst().value());
            }
        }
    }
}
