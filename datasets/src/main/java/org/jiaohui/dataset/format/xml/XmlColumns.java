package org.jiaohui.dataset.format.xml;

import java.util.List;
import org.jiaohui.dataset.format.row.CellRow;
import org.jiaohui.dataset.format.row.SourceColumn;
import org.jiaohui.exchange.table.TableSchema;

/** Which columns the rows of a document have, and where their values lie. */
interface XmlColumns {
    /** Takes one more row into account. */
    void learn(XmlElement row);

    /** The columns that the rows seen so far have. */
    List<SourceColumn> columns();

    /** The same columns where a schema says of some of them that they hold JSON, also when no row of this document has more than one value there. */
    XmlColumns expecting(TableSchema schema);

    /** Fills the cells in the order of {@link #columns}. */
    void fill(XmlElement row, CellRow cells);
}
