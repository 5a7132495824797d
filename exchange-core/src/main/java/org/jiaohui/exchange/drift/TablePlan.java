package org.jiaohui.exchange.drift;

import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/**
 * How one table of a delivery is going to be read.
 *
 * @param difference what the source's columns are that was not expected; absent when nothing was expected
 * @param findings what people are told of it
 * @param shape the columns of the version; absent when the table is read as it always was
 */
public record TablePlan(
        Formats.DeliveredTable table,
        Way way,
        Optional<SchemaDifference> difference,
        List<Finding> findings,
        Optional<TableShape> shape) {
    /** What the difference means for the run. */
    public enum Way {
        GO_ON,
        HOLD,
        REJECT
    }

    public TablePlan {
        findings = List.copyOf(findings);
    }

    static TablePlan asEver(Formats.DeliveredTable table) {
        return new TablePlan(table, Way.GO_ON, Optional.empty(), List.of(), Optional.empty());
    }

    /** Opens the table for one reading. */
    public TableSource open(Optional<TableSchema> declared) {
        return shape.map(known -> known.open(table::read)).orElseGet(() -> table.read(declared));
    }
}
