package org.jiaohui.connector.jdbc;

import java.sql.SQLException;
import org.jiaohui.exchange.table.OnePartTable;
import org.jiaohui.exchange.table.TableSchema;

/** A table that comes over one connection. */
abstract class ConnectionTable extends OnePartTable {
    ConnectionTable(TableSchema schema) {
        super(schema);
    }

    /** All rows were read, and the connection goes on to serve others. */
    void finished() throws SQLException {}

    static String shortened(String value) {
        return value.length() <= 200 ? value : value.substring(0, 199) + "…";
    }
}
