package org.jiaohui.dataset.format.xml;

import java.util.List;
import java.util.Optional;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.RowCursor;
import org.jiaohui.dataset.format.row.RowTable;
import org.jiaohui.exchange.dataset.Formats.DeliveredTable;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** The elements at one path as a table. */
final class XmlTable implements DeliveredTable {
    private final XmlText text;
    private final RowsPath path;
    private final String name;
    private final XmlColumns columns;

    XmlTable(XmlText text, RowsPath path, String name, XmlColumns columns) {
        this.text = text;
        this.path = path;
        this.name = name;
        this.columns = columns;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public TableSchema draft() {
        return rows(columns).draft();
    }

    @Override
    public List<DeliveredColumn> look(Optional<TableSchema> expected) {
        return rows(expected.map(columns::expecting).orElse(columns)).look(expected);
    }

    @Override
    public TableSource read(Optional<TableSchema> declared) {
        return rows(declared.map(columns::expecting).orElse(columns)).read(declared);
    }

    private RowTable rows(XmlColumns shape) {
        return new RowTable(name, text.name(), shape.columns(), () -> new Rows(new XmlWalk(text, path), shape));
    }

    private record Rows(XmlWalk walk, XmlColumns shape) implements RowCursor {
        @Override
        public boolean next(CellRow row) {
            row.clear();
            Optional<XmlElement> element = walk.next();
            element.ifPresent(found -> shape.fill(found, row));
            return element.isPresent();
        }

        @Override
        public void close() {
            walk.close();
        }
    }
}
