package org.jiaohui.dataset.format.gtfs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jiaohui.exchange.dataset.Formats.DeliveredTable;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** The tables of a feed by name ({@code stops}, {@code trips} …), for the rules: read as text, row by row. */
final class Feed {
    /** Takes a row: its number from 1 and the values of the wanted columns, empty where there is none. */
    interface RowTaker extends BiConsumer<Long, List<String>> {}

    private final Map<String, DeliveredTable> tables;
    private final Map<String, TableSchema> schemas;

    Feed(Map<String, DeliveredTable> tables, Map<String, TableSchema> schemas) {
        this.tables = Map.copyOf(tables);
        this.schemas = Map.copyOf(schemas);
    }

    boolean has(String table) {
        return tables.containsKey(table);
    }

    boolean has(String table, String column) {
        TableSchema schema = schemas.get(table);
        return schema != null && schema.indexOf(column) >= 0;
    }

    /** Reads some columns of a table; columns that the table lacks are empty in every row. Nothing happens when the table is absent. */
    void each(String table, List<String> columns, RowTaker taker) {
        DeliveredTable source = tables.get(table);
        List<String> present =
                columns.stream().distinct().filter(column -> has(table, column)).toList();
        if (source == null || present.isEmpty()) {
            return;
        }
        TableSchema text = TableSchema.of(present.stream()
                .map(column -> Column.of(column, ColumnType.TEXT))
                .toList());
        try (TableSource rows = source.read(Optional.of(text))) {
            Batch batch = new Batch(text, 4096);
            long before = 0;
            for (Optional<TablePart> part = rows.nextPart(); part.isPresent(); part = rows.nextPart()) {
                while (part.get().next(batch, (row, column, rule, value, reason, raw) -> {})) {
                    hand(batch, before, columns, present, taker);
                }
                before += part.get().rowsRead();
            }
        }
    }

    private static void hand(Batch batch, long before, List<String> columns, List<String> present, RowTaker taker) {
        for (int row = 0; row < batch.rows; row++) {
            List<String> values = new ArrayList<>();
            for (String column : columns) {
                int at = present.indexOf(column);
                values.add(at < 0 ? "" : text(batch.column(at), row));
            }
            taker.accept(before + batch.sourceRows[row] + 1, values);
        }
    }

    private static String text(ColumnVector vector, int row) {
        return vector.nulls[row]
                ? ""
                : new String(vector.bytes, vector.starts[row], vector.lengths[row], StandardCharsets.UTF_8).strip();
    }

    /** All values of one column that are not empty. */
    Set<String> values(String table, String column) {
        Set<String> values = new HashSet<>();
        each(table, List.of(column), (row, cells) -> {
            if (!cells.getFirst().isEmpty()) {
                values.add(cells.getFirst());
            }
        });
        return values;
    }

    /** Collects offending rows of one rule. */
    static final class Offences {
        private final String rule;
        private final Finding.Severity severity;
        private final List<Finding.Sample> samples = new ArrayList<>();
        private long count;

        Offences(String rule, Finding.Severity severity) {
            this.rule = rule;
            this.severity = severity;
        }

        void add(long row, String value, String reason) {
            count++;
            if (samples.size() < 10) {
                samples.add(new Finding.Sample(row, value.length() > 200 ? value.substring(0, 200) : value, reason));
            }
        }

        long count() {
            return count;
        }

        List<Finding> finding(String column, String chinese, String english) {
            return count == 0
                    ? List.of()
                    : List.of(new Finding(rule, severity, column, count, chinese, english, samples));
        }
    }
}
