package org.jiaohui.connector.targets.database;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jiaohui.exchange.delivery.BatchId;
import org.jiaohui.exchange.delivery.DeliveryOrder;
import org.jiaohui.exchange.delivery.HeldRows;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.table.Column;

/**
 * The questions by which tables of targets are read back.
 *
 * @param table as it is written in SQL
 * @param quoted writes the name of a column
 * @param text the type that a text is cast to
 */
record ReadBack(DeliveryOrder order, String table, UnaryOperator<String> quoted, String text) {
    /**
     * What the table holds: the version, or of a front-end table the rows of the batch.
     *
     * @param corrections batches that brought keys of it once more, the newest last
     * @param asked makes a source of a query
     */
    HeldRows held(List<BatchId> corrections, Function<String, Source> asked) {
        return switch (order.mode()) {
            case REPLACE -> new HeldRows.Version(asked.apply(rows()), HeldRows.Match.EXACT);
            case UPSERT -> new HeldRows.Version(asked.apply(rows()), HeldRows.Match.OWN_KEYS);
            case APPEND -> new HeldRows.Version(asked.apply(rows()), HeldRows.Match.CONTAINED);
            case FRONT_END -> new HeldRows.Batch(asked.apply(batch(corrections)));
        };
    }

    private String rows() {
        return "SELECT " + columns() + " FROM " + table;
    }

    /** Of a key that was brought once more, the rows of the newest batch count. */
    private String batch(List<BatchId> corrections) {
        String own = literal(order.batch());
        String operation = "CAST(CASE WHEN ex_op = 'D' AND ex_batch <> " + own + " THEN '" + HeldRows.TAKEN_BACK
                + "' ELSE ex_op END AS " + text + ") AS " + HeldRows.OPERATION;
        if (corrections.isEmpty() || order.key().isEmpty()) {
            return "SELECT " + operation + ", " + columns() + " FROM " + table + " WHERE ex_batch IN ("
                    + Stream.concat(Stream.of(order.batch()), corrections.stream())
                            .map(ReadBack::literal)
                            .collect(Collectors.joining(", "))
                    + ")";
        }
        String place = IntStream.range(0, corrections.size())
                .mapToObj(i -> "WHEN " + literal(corrections.get(i)) + " THEN " + (i + 1))
                .collect(Collectors.joining(" ", "CASE ex_batch ", " ELSE 0 END"));
        return "SELECT " + operation + ", " + columns() + " FROM (SELECT t.*, rank() OVER (PARTITION BY "
                + order.key().stream().map(quoted).collect(Collectors.joining(", ")) + " ORDER BY " + place
                + " DESC) AS jiaohui_place FROM " + table + " t WHERE ex_batch IN (" + own
                + corrections.stream().map(each -> ", " + literal(each)).collect(Collectors.joining())
                + ")) newest WHERE jiaohui_place = 1";
    }

    private String columns() {
        return order.schema().columns().stream().map(Column::name).map(quoted).collect(Collectors.joining(", "));
    }

    /** Batch ids are letters, digits and hyphens. */
    private static String literal(BatchId batch) {
        return "'" + batch + "'";
    }
}
