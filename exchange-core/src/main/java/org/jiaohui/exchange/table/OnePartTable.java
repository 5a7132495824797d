package org.jiaohui.exchange.table;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A table whose rows come one after the other, and so in one part: it is its own part. */
public abstract class OnePartTable implements TableSource, TablePart {
    private final TableSchema schema;
    private final AtomicBoolean handedOut = new AtomicBoolean();

    protected OnePartTable(TableSchema schema) {
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
}
