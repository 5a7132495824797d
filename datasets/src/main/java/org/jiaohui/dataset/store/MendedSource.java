package org.jiaohui.dataset.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jiaohui.dataset.format.ValueParser;
import org.jiaohui.exchange.dataset.RefusedRows.RefusedRow;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;
import org.jiaohui.exchange.table.ValueText;

/** One reading of a {@link MendedTable}. */
final class MendedSource implements TableSource {
    private static final int NONE = -1;

    private final TableSchema schema;
    private final TableSource sent;
    private final int[] fromSent;
    private final int[] fromKept;
    private final List<String> columns;
    private final RefusedIndex refused;
    private final boolean whole;

    /**
     * @param sent the columns of the schema that were sent, and behind them the rows' numbers
     * @param fromSent for each column of the schema its place in {@code sent}, or -1
     * @param fromKept the same among the columns of the refused rows
     * @param columns of the refused rows
     */
    MendedSource(
            TableSchema schema,
            TableSource sent,
            int[] fromSent,
            int[] fromKept,
            List<String> columns,
            RefusedIndex refused) {
        this.schema = schema;
        this.sent = sent;
        this.fromSent = fromSent;
        this.fromKept = fromKept;
        this.columns = columns;
        this.refused = refused;
        whole = sent.schema().columns().size() == fromSent.length + 1;
    }

    @Override
    public TableSchema schema() {
        return schema;
    }

    @Override
    public Optional<TablePart> nextPart() {
        return sent.nextPart().map(Part::new);
    }

    @Override
    public long bytesRead() {
        return sent.bytesRead();
    }

    @Override
    public void close() {
        try (refused) {
            sent.close();
        }
    }

    /** Gives the text of a column of the schema that was sent. */
    @FunctionalInterface
    private interface SentText {
        String of(int column);
    }

    /** The cells in the order of the refused rows; none when the row is known in part only. */
    private List<String> now(RefusedRow row, SentText text) {
        if (row.cells().isEmpty() && !whole) {
            return List.of();
        }
        List<String> now = new ArrayList<>(
                row.cells().isEmpty() ? columns.stream().map(name -> "").toList() : row.cells());
        for (int i = 0; i < fromSent.length; i++) {
            if (fromSent[i] != NONE && fromKept[i] != NONE) {
                now.set(fromKept[i], text.of(i));
            }
        }
        return now;
    }

    private Optional<String> missing(RefusedRow row, SentText text) {
        return UnreadValues.of(row, columns).flatMap(unread -> unread.missing(now(row, text)));
    }

    /** The cells in the order of the schema. */
    private RawRow merged(Optional<RefusedRow> row, SentText text) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < fromSent.length; i++) {
            cells.add(fromSent[i] != NONE ? text.of(i) : row.map(kept(i)).orElse(""));
        }
        return new RawRow(cells, row.map(RefusedRow::raw).orElseGet(() -> String.join("\t", cells)));
    }

    private Function<RefusedRow, String> kept(int column) {
        return row -> fromKept[column] == NONE || row.cells().isEmpty()
                ? ""
                : row.cells().get(fromKept[column]);
    }

    private final class Part implements TablePart {
        private final TablePart part;
        private Optional<Batch> filled = Optional.empty();

        Part(TablePart part) {
            this.part = part;
        }

        @Override
        public int ordinal() {
            return part.ordinal();
        }

        @Override
        public long rowsRead() {
            return part.rowsRead();
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            batch.clear();
            Batch from = filled.orElseGet(() -> new Batch(sent.schema(), batch.capacity()));
            filled = Optional.of(from);
            boolean more = part.next(
                    from,
                    (row, column, rule, value, reason, raw) -> refuse(row, column, rule, value, reason, raw, refusals));
            for (int row = 0; row < from.rows; row++) {
                take(from, row, batch, refusals);
            }
            return more;
        }

        /** A value that was sent does not fit; what the row was refused for before comes first, or it would be forgotten. */
        private void refuse(
                long number,
                String column,
                String rule,
                String value,
                String reason,
                RawRow raw,
                RowRefusals refusals) {
            if (raw.cells().isEmpty()) {
                refusals.refuse(number, column, rule, value, reason, raw);
                return;
            }
            ColumnVector row = new ColumnVector(ColumnType.INTEGER, 1);
            Optional<RefusedRow> before =
                    parsed(raw.cells().getLast(), row) ? refused.find(row.longs[0]) : Optional.empty();
            SentText text = i -> raw.cells().get(fromSent[i]);
            Optional<String> missing = before.flatMap(known -> missing(known, text));
            if (missing.isPresent()) {
                again(number, before.orElseThrow(), missing.get(), text, refusals);
            } else {
                refusals.refuse(number, column, rule, value, reason, merged(before, text));
            }
        }

        private void again(long number, RefusedRow before, String why, SentText text, RowRefusals refusals) {
            RawRow raw = before.cells().isEmpty() ? RawRow.of(before.raw()) : merged(Optional.of(before), text);
            refusals.refuse(number, before.column(), before.rule(), before.value(), why, raw);
        }

        private void take(Batch from, int row, Batch batch, RowRefusals refusals) {
            long number = from.column(from.columnCount() - 1).longs[row];
            Optional<RefusedRow> before = refused.find(number);
            SentText text = i ->
                    sentText(from.column(fromSent[i]), row, before.map(kept(i)).orElse(""));
            Optional<String> missing = before.flatMap(known -> missing(known, text));
            if (missing.isPresent()) {
                again(from.sourceRows[row], before.orElseThrow(), missing.get(), text, refusals);
                return;
            }
            int at = batch.rows;
            for (int i = 0; i < fromSent.length; i++) {
                ColumnVector into = batch.column(i);
                if (fromSent[i] != NONE) {
                    from.column(fromSent[i]).copyTo(row, into, at);
                } else if (!parsed(before.map(kept(i)).orElse(""), into, at)) {
                    for (int j = 0; j <= i; j++) {
                        batch.column(j).unsetNull(at);
                    }
                    refuseKept(from.sourceRows[row], i, before.map(kept(i)).orElse(""), merged(before, text), refusals);
                    return;
                }
            }
            batch.sourceRows[at] = from.sourceRows[row];
            batch.rows++;
        }

        private void refuseKept(long number, int index, String value, RawRow raw, RowRefusals refusals) {
            Column column = schema.columns().get(index);
            String shown = value.length() > 200 ? value.substring(0, 200) : value;
            refusals.refuse(
                    number,
                    column.name(),
                    "type",
                    shown,
                    "“%s”列的值“%s”不是 %s / the value \"%s\" of column \"%s\" is not %s"
                            .formatted(column.name(), shown, column.type(), shown, column.name(), column.type()),
                    raw);
        }
    }

    /** A value as text; as it was kept when it is the same value, however its digits were written. */
    private static String sentText(ColumnVector vector, int row, String kept) {
        String text = ValueText.of(vector, row);
        if (text.equals(kept) || vector.type.kind().isTextual()) {
            return text;
        }
        ColumnVector before = new ColumnVector(vector.type, 1);
        return parsed(kept, before) && ValueText.of(before, 0).equals(text) ? kept : text;
    }

    private static boolean parsed(String text, ColumnVector into) {
        return parsed(text, into, 0);
    }

    private static boolean parsed(String text, ColumnVector into, int row) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return ValueParser.parse(utf8, 0, utf8.length, into, row);
    }
}
