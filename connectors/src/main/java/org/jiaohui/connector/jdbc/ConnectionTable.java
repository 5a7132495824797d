package org.jiaohui.connector.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** A table that comes over one connection, and so in one part. */
abstract class OnePartTable implements TableSource, TablePart {
    private final TableSchema schema;
    private final AtomicBoolean handedOut = new AtomicBoolean();

    OnePartTable(TableSchema schema) {
        this.schema = schema;
    }

    @Override
    public final TableSchema schema() {
        return schema;
    }

    @Override
    public final Optional<TablePart> nextPart() {
        return handedOut.compareAndSet(false, true) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public final int ordinal() {
        return 0;
    }

    /** All rows were read, and the connection goes on to serve others. */
    void finished() throws SQLException {}

    static String shortened(String value) {
        return value.length() <= 200 ? value : value.substring(0, 199) + "…";
    }
}
