package org.jiaohui.dataset.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.jspecify.annotations.Nullable;

/** A table made by a function of row and column: null, a Long, a Double or a String; a {@link Refused} refuses the row as a decoder does. */
final class MadeTable implements TableSource {
    interface Values {
        @Nullable
        Object at(long row, int column);
    }

    record Refused(String value) {}

    private final TableSchema schema;
    private final List<Long> partRows;
    private final Values values;
    private final AtomicInteger next = new AtomicInteger();
    long failAt = Long.MAX_VALUE;

    MadeTable(TableSchema schema, List<Long> partRows, Values values) {
        this.schema = schema;
        this.partRows = partRows;
        this.values = values;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public Optional<TablePart> nextPart() {
        int ordinal = next.getAndIncrement();
        if (ordinal >= partRows.size()) {
            return Optional.empty();
        }
        long before =
                partRows.subList(0, ordinal).stream().mapToLong(Long::longValue).sum();
        return Optional.of(new Part(ordinal, before, partRows.get(ordinal)));
    }

    @Override
    public void close() {}

    private final class Part implements TablePart {
        private final int ordinal;
        private final long before;
        private final long rows;
        private long read;

        Part(int ordinal, long before, long rows) {
            this.ordinal = ordinal;
            this.before = before;
            this.rows = rows;
        }

        @Override
        public int ordinal() {
            return ordinal;
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            if (read == rows) {
                return false;
            }
            batch.clear();
            while (read < rows && batch.rows < batch.capacity()) {
                if (before + read == failAt) {
                    throw new IllegalStateException("the source broke");
                }
                fill(batch, refusals);
                read++;
            }
            return true;
        }

        private void fill(Batch batch, RowRefusals refusals) {
            int row = batch.rows;
            for (int i = 0; i < batch.columnCount(); i++) {
                if (values.at(before + read, i) instanceof Refused refused) {
                    String column = schema.columns().get(i).name();
                    refusals.refuse(
                            read, column, "type", refused.value(), "不是数字 / not a number", "raw," + refused.value());
                    return;
                }
            }
            for (int i = 0; i < batch.columnCount(); i++) {
                set(batch.column(i), row, values.at(before + read, i));
            }
            batch.sourceRows[row] = read;
            batch.rows++;
        }

        private static void set(ColumnVector vector, int row, @Nullable Object value) {
            switch (value) {
                case null -> vector.setNull(row);
                case Double number -> vector.setDouble(row, number);
                case Long number -> vector.setLong(row, number);
                case String text -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    vector.setText(row, bytes, 0, bytes.length);
                }
                default -> throw new IllegalArgumentException("not a value: " + value);
            }
        }

        @Override
        public long rowsRead() {
            return read;
        }
    }
}
