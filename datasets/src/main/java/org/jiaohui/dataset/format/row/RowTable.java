package org.jiaohui.dataset.format.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jiaohui.dataset.format.ColumnSample;
import org.jiaohui.dataset.format.SchemaDraft;
import org.jiaohui.dataset.format.ValueParser;
import org.jiaohui.exchange.dataset.Formats;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** A table of a file that is read row by row; every reading opens the file anew. */
public final class RowTable implements Formats.DeliveredTable {
    private static final int MOST_LOOKED = 1_000;
    private static final long MOST_LOOKED_BYTES = 4 << 20;

    private final String name;
    private final String file;
    private final List<SourceColumn> columns;
    private final RowCursor.Opener rows;

    /** {@code file} is the sender's file name, for messages. */
    public RowTable(String name, String file, List<SourceColumn> columns, RowCursor.Opener rows) {
        this.name = name;
        this.file = file;
        this.columns = List.copyOf(columns);
        this.rows = rows;
    }

    @Override
    public String name() {
        return name;
    }

    public List<SourceColumn> columns() {
        return columns;
    }

    /** Looks at every row; where the format itself says the type of every column, at none. */
    @Override
    public TableSchema draft() {
        List<Column> drafted = new ArrayList<>();
        boolean[] text = new boolean[columns.size()];
        boolean allKnown = columns.stream().allMatch(column -> column.known().isPresent());
        List<Column> inferred = allKnown ? List.of() : infer(text);
        for (int i = 0; i < columns.size(); i++) {
            SourceColumn source = columns.get(i);
            ColumnType type = source.known().orElseGet(() -> ColumnType.TEXT);
            if (source.known().isEmpty()) {
                type = inferred.get(i).type();
                if (text[i] && isNumber(type)) {
                    type = ColumnType.TEXT;
                }
            }
            drafted.add(new Column(
                    source.name(),
                    type,
                    source.name(),
                    Optional.empty(),
                    source.note(),
                    Optional.empty(),
                    false,
                    List.of()));
        }
        return TableSchema.of(drafted);
    }

    /** Looks at the first rows; where the format itself says the type of every column, at none. */
    @Override
    public List<DeliveredColumn> look(Optional<TableSchema> expected) {
        if (columns.stream().allMatch(column -> column.known().isPresent())) {
            return draft().columns().stream().map(DeliveredColumn::stated).toList();
        }
        ColumnSample sample =
                new ColumnSample(columns.stream().map(SourceColumn::name).toList(), expected);
        CellRow row = new CellRow();
        try (RowCursor cursor = rows.open()) {
            long bytes = 0;
            for (int seen = 0; seen < MOST_LOOKED && bytes < MOST_LOOKED_BYTES && cursor.next(row); seen++) {
                for (int i = 0; i < columns.size(); i++) {
                    sample.offer(i, row.bytes(), row.start(i), row.length(i));
                    bytes += row.length(i);
                }
            }
        }
        return sample.finish();
    }

    private static boolean isNumber(ColumnType type) {
        return switch (type.kind()) {
            case INTEGER, DECIMAL, DOUBLE, BOOLEAN -> true;
            case TEXT, DATE, TIMESTAMP, TIME, JSON, GEOMETRY -> false;
        };
    }

    private List<Column> infer(boolean[] text) {
        SchemaDraft draft =
                new SchemaDraft(columns.stream().map(SourceColumn::name).toList());
        CellRow row = new CellRow();
        try (RowCursor cursor = rows.open()) {
            while (cursor.next(row)) {
                for (int i = 0; i < text.length; i++) {
                    if (row.length(i) > 0) {
                        text[i] |= row.isText(i);
                        draft.offer(i, row.bytes(), row.start(i), row.length(i));
                    }
                }
            }
        }
        return draft.finish().columns();
    }

    @Override
    public TableSource read(Optional<TableSchema> declared) {
        TableSchema schema = declared.orElseGet(this::draft);
        int[] from = new int[schema.columns().size()];
        for (int i = 0; i < from.length; i++) {
            from[i] = find(schema, schema.columns().get(i).name());
        }
        return new Reading(schema, from);
    }

    private int find(TableSchema schema, String wanted) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(wanted)) {
                checkUnambiguous(schema, columns.get(i));
                return i;
            }
        }
        String found =
                String.join(", ", columns.stream().map(SourceColumn::name).toList());
        throw new ExchangeException(
                ErrorCode.COLUMN_MISSING,
                "%s 的表“%s”缺少列“%s”（现有列：%s） / column \"%s\" is missing in table \"%s\" of %s (found: %s)"
                        .formatted(file, name, wanted, found, wanted, name, file, found));
    }

    /** A declared name that the file has several times is refused, unless the schema names each of them. */
    private void checkUnambiguous(TableSchema schema, SourceColumn wanted) {
        for (SourceColumn other : columns) {
            if (other.header().equalsIgnoreCase(wanted.header()) && schema.indexOf(other.name()) < 0) {
                throw new ExchangeException(
                        ErrorCode.HEADER_BROKEN,
                        "%s 的表“%s”有多个名为“%s”的列，无法确定是哪一个；请改名，或在结构中同时声明 %s / table \"%s\" of %s has several columns called \"%s\"; rename them or declare \"%s\" too"
                                .formatted(
                                        file,
                                        name,
                                        wanted.header(),
                                        other.name(),
                                        name,
                                        file,
                                        wanted.header(),
                                        other.name()));
            }
        }
    }

    private final class Reading implements TableSource {
        private final TableSchema schema;
        private final int[] from;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final RowCursor cursor;

        private Reading(TableSchema schema, int[] from) {
            this.schema = schema;
            this.from = from;
            cursor = rows.open();
        }

        @Override
        public TableSchema schema() {
            return schema;
        }

        @Override
        public Optional<TablePart> nextPart() {
            return taken.getAndSet(true) ? Optional.empty() : Optional.of(new Part(cursor, schema, from));
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    private final class Part implements TablePart {
        private final RowCursor cursor;
        private final TableSchema schema;
        private final int[] from;
        private final CellRow row = new CellRow();
        private long read;
        private boolean ended;

        private Part(RowCursor cursor, TableSchema schema, int[] from) {
            this.cursor = cursor;
            this.schema = schema;
            this.from = from;
        }

        @Override
        public int ordinal() {
            return 0;
        }

        @Override
        public boolean next(Batch batch, RowRefusals refusals) {
            batch.clear();
            boolean any = false;
            while (batch.rows < batch.capacity() && !ended) {
                // A cursor that has said "no more" is never asked again: what lies behind its rows is not a row.
                if (!cursor.next(row)) {
                    ended = true;
                    break;
                }
                any = true;
                if (take(batch, refusals)) {
                    batch.sourceRows[batch.rows++] = read;
                }
                read++;
            }
            return any;
        }

        private boolean take(Batch batch, RowRefusals refusals) {
            Optional<CellRow.Problem> problem = row.problem();
            if (problem.isPresent()) {
                // A row that was too long is not all there: it must not come back by its cells.
                CellRow.Problem why = problem.get();
                boolean named = why.column() >= 0 && why.column() < columns.size();
                String column = named ? columns.get(why.column()).name() : "";
                refusals.refuse(
                        read,
                        column,
                        why.rule(),
                        why.value(),
                        why.reason(),
                        why.rule().equals("length") ? RawRow.of(row.raw()) : raw());
                return false;
            }
            for (int i = 0; i < from.length; i++) {
                ColumnVector vector = batch.column(i);
                int cell = from[i];
                if (row.length(cell) == 0) {
                    vector.setNull(batch.rows);
                } else if (!ValueParser.parse(row.bytes(), row.start(cell), row.length(cell), vector, batch.rows)) {
                    takeBack(batch, i);
                    refuseValue(i, row.string(cell), refusals);
                    return false;
                }
            }
            return true;
        }

        private void takeBack(Batch batch, int filled) {
            for (int i = 0; i < filled; i++) {
                batch.column(i).unsetNull(batch.rows);
            }
        }

        private void refuseValue(int index, String value, RowRefusals refusals) {
            Column column = schema.columns().get(index);
            String shown = value.length() > 200 ? value.substring(0, 200) : value;
            String reason = "“%s”列的值“%s”不是 %s / the value \"%s\" of column \"%s\" is not %s"
                    .formatted(column.name(), shown, column.type(), shown, column.name(), column.type());
            refusals.refuse(read, column.name(), "type", shown, reason, raw());
        }

        /** The row with its cells in the order of the schema; a row without any did not fall into cells. */
        private RawRow raw() {
            List<String> cells = row.count() == 0
                    ? List.of()
                    : Arrays.stream(from).mapToObj(row::string).toList();
            return new RawRow(cells, row.raw());
        }

        @Override
        public long rowsRead() {
            return read;
        }
    }

    @Override
    public String toString() {
        return name + Arrays.toString(columns.stream().map(SourceColumn::name).toArray());
    }
}
