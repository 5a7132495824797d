package org.jiaohui.connector.targets.database;

import java.util.Set;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Column;

/** A column of the dataset that the target's table lacks. */
final class MissingColumn {
    private MissingColumn() {}

    /** @throws ExchangeException TARGET_REFUSED_ROWS unless columns may be added */
    static void require(boolean mayAdd, Column column, String table, Set<String> there) {
        if (!mayAdd) {
            throw new ExchangeException(
                    ErrorCode.TARGET_REFUSED_ROWS,
                    "目标表 %1$s 没有列“%2$s”（现有列：%3$s），且未允许自动加列（create-table） / the table %1$s has no column \"%2$s\" (found: %3$s), and create-table is off"
                            .formatted(table, column.name(), String.join(", ", there)));
        }
    }
}
