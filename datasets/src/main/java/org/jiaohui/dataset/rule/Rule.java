package org.jiaohui.dataset.rule;

import org.jiaohui.exchange.table.Batch;

/** One rule for one column or for rows as a whole; holds no state of a thread. */
interface Rule {
    /** Looks at all rows that are not refused yet and refuses those that break the rule. */
    void check(Batch batch, RowMarks marks);
}
