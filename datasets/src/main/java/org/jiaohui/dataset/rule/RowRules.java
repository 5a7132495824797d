package org.jiaohui.dataset.rule;

import java.util.List;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TableSchema;

/** All rules of one schema for one reading of a table; shared by its workers. */
public final class RowRules {
    private final TableSchema schema;

    public RowRules(TableSchema schema) {
        this.schema = schema;
    }

    /** A checker for one thread. */
    public Worker worker() {
        return new Worker(schema.columns().size());
    }

    /** What was found without refusing rows, when all workers are done. */
    public List<Finding> warnings() {
        return List.of();
    }

    /** Checks batches of one thread. */
    public static final class Worker {
        private final int columns;

        private Worker(int columns) {
            this.columns = columns;
        }

        /** Marks the rows of the batch that break a rule, and hands each of them over once; rows already marked are left alone. */
        public void check(Batch batch, boolean[] refused, RowRefusals refusals) {
            if (batch.columnCount() != columns) {
                throw new IllegalArgumentException("a batch of another schema");
            }
        }
    }
}
