package org.jiaohui.dataset.format.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jiaohui.dataset.format.row.Broken;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Columns drafted from all rows. Each attribute and each element with a text is a column, called after the names on the way to it, joined by {@code _}. An
 * element that occurs more than once beside its like in any row is one JSON column, a list, and nothing below it has a column of its own.
 */
final class DraftedColumns implements XmlColumns {
    private static final int MOST_COLUMNS = 10_000;

    private final String file;
    private final Part row = new Part("");
    private int parts;
    private boolean numbered;

    DraftedColumns(String file) {
        this.file = file;
    }

    /** An element as all rows together show it. */
    private static final class Part {
        private final String name;
        private final Map<String, Integer> attributes = new LinkedHashMap<>();
        private final Map<String, Part> children = new LinkedHashMap<>();
        private boolean text;
        private boolean list;
        private int at = -1;

        private Part(String name) {
            this.name = name;
        }

        private boolean hasValue() {
            return text || (attributes.isEmpty() && children.isEmpty());
        }
    }

    @Override
    public void learn(XmlElement element) {
        learn(element, row);
        numbered = false;
    }

    private void learn(XmlElement element, Part part) {
        for (String attribute : element.attributes().keySet()) {
            if (part.attributes.putIfAbsent(attribute, -1) == null) {
                count();
            }
        }
        part.text |= !part.text && !element.value().isEmpty();
        Map<String, Integer> seen = new HashMap<>();
        for (XmlElement child : element.children()) {
            Part below = part.children.computeIfAbsent(child.name(), name -> {
                count();
                return new Part(part.name.isEmpty() ? name : part.name + "_" + name);
            });
            below.list |= seen.merge(child.name(), 1, Integer::sum) > 1;
            if (!below.list) {
                learn(child, below);
            }
        }
    }

    private void count() {
        if (++parts > MOST_COLUMNS) {
            throw Broken.format(
                    file,
                    "一行中的元素和属性超过 " + MOST_COLUMNS + " 种，不像表格；请用 rowsPath 指明行元素",
                    "a row has more than " + MOST_COLUMNS
                            + " different elements and attributes: not a table; name the element of a row by rowsPath");
        }
    }

    @Override
    public List<SourceColumn> columns() {
        List<String> names = new ArrayList<>();
        List<Boolean> lists = new ArrayList<>();
        number(row, names, lists);
        numbered = true;
        List<SourceColumn> columns = new ArrayList<>();
        List<SourceColumn> named = SourceColumn.ofHeaders(names);
        for (int i = 0; i < named.size(); i++) {
            columns.add(lists.get(i) ? named.get(i).withType(ColumnType.JSON) : named.get(i));
        }
        return columns;
    }

    private static void number(Part part, List<String> names, List<Boolean> lists) {
        if (part.list) {
            part.at = names.size();
            names.add(part.name);
            lists.add(true);
            return;
        }
        part.at = -1;
        if (part.hasValue()) {
            part.at = names.size();
            names.add(part.name.isEmpty() ? "value" : part.name);
            lists.add(false);
        }
        String above = part.name.isEmpty() ? "" : part.name + "_";
        part.attributes.replaceAll((attribute, none) -> {
            names.add(above + attribute);
            lists.add(false);
            return names.size() - 1;
        });
        part.children.values().forEach(child -> number(child, names, lists));
    }

    @Override
    public DraftedColumns expecting(TableSchema schema) {
        DraftedColumns expecting = new DraftedColumns(file);
        copy(row, expecting.row, schema);
        expecting.columns();
        return expecting;
    }

    private static void copy(Part from, Part to, TableSchema schema) {
        int at = from.name.isEmpty() ? -1 : schema.indexOf(from.name);
        to.list = from.list || (at >= 0 && schema.columns().get(at).type().kind() == ColumnType.Kind.JSON);
        to.text = from.text;
        to.attributes.putAll(from.attributes);
        from.children.forEach((name, child) -> {
            Part copy = new Part(child.name);
            copy(child, copy, schema);
            to.children.put(name, copy);
        });
    }

    @Override
    public void fill(XmlElement element, CellRow cells) {
        if (!numbered) {
            columns();
        }
        fill(element, row, cells);
    }

    private static void fill(XmlElement element, Part part, CellRow cells) {
        element.attributes().forEach((name, value) -> {
            Integer at = part.attributes.get(name);
            if (at != null && !value.isBlank()) {
                cells.setValue(at, value.strip());
            }
        });
        if (part.at >= 0) {
            cells.setValue(part.at, element.value());
        }
        Map<Part, ArrayNode> lists = new LinkedHashMap<>();
        for (XmlElement child : element.children()) {
            Part below = part.children.get(child.name());
            if (below != null && below.list) {
                lists.computeIfAbsent(below, list -> JsonNodeFactory.instance.arrayNode())
                        .add(child.json());
            } else if (below != null) {
                fill(child, below, cells);
            }
        }
        lists.forEach((list, values) -> cells.setText(list.at, values.toString()));
    }
}
