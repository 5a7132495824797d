package org.jiaohui.connector.targets;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.delivery.RowFeed;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;

/** A small table for tests of targets. */
public final class GateRows {
    public static final TableSchema SCHEMA = new TableSchema(
            List.of(
                    Column.of("id", ColumnType.INTEGER),
                    Column.of("站名", ColumnType.TEXT),
                    Column.of("fee", ColumnType.decimal(12, 2)),
                    Column.of("at", ColumnType.TIMESTAMP)),
            List.of("id"),
            Optional.empty());

    private GateRows() {}

    /** So many rows, each with this fee. */
    public static MadeRows many(long count, long cents) {
        return new MadeRows(
                SCHEMA,
                false,
                count,
                n -> new MadeRows.Row(
                        RowFeed.INSERT,
                        Arrays.asList(
                                n, n % 10 == 0 ? null : "收费站,\"" + n % 100 + "\"", cents, 1_709_251_198_000_000L + n)));
    }
}
