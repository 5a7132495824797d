package org.jiaohui.dataset.format.delimited;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jiaohui.dataset.format.ValueParser;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TablePart;

/**
 * Decodes one span into columns. Hot path: text columns are slices of the read buffer, other values are parsed from it in place; nothing is allocated per
 * value. UTF-8 is checked a buffer at a time, and row by row only after a buffer turned out to be wrong.
 */
final class DelimitedPart implements TablePart {
    private static final int PAD = 64;
    private static final int RAW_LIMIT = 64 << 10;
    private static final int VALUE_LIMIT = 200;

    private final DelimitedTable table;
    private final Span span;
    private final RecordSplitter splitter;
    private final int expectedFields;
    private byte[] buffer;
    private int position;
    private int limit;
    private int checked;
    private long discarded;
    private boolean ended;
    private boolean suspicious;
    private boolean released;
    private long rowsRead;

    DelimitedPart(DelimitedTable table, Span span) {
        this.table = table;
        this.span = span;
        expectedFields = table.expectedFields();
        splitter = new RecordSplitter(table.dialect(), expectedFields);
        buffer = table.borrowBuffer();
    }

    @Override
    public int ordinal() {
        return span.ordinal();
    }

    @Override
    public long rowsRead() {
        return rowsRead;
    }

    @Override
    public boolean next(Batch batch, RowRefusals refusals) {
        batch.clear();
        if (released) {
            return false;
        }
        try {
            decode(batch, refusals);
        } catch (IOException broken) {
            throw Faults.unreadable(table.name(), broken);
        }
        if (batch.rows == 0 && ended && position >= limit) {
            released = true;
            table.giveBack(buffer);
            return false;
        }
        return true;
    }

    private void decode(Batch batch, RowRefusals refusals) throws IOException {
        pointAtBuffer(batch);
        int row = 0;
        int capacity = batch.capacity();
        while (row < capacity) {
            int next = position < limit ? splitter.split(buffer, position, limit, ended) : RecordSplitter.INCOMPLETE;
            if (next == RecordSplitter.INCOMPLETE) {
                if (row > 0 || ended) {
                    break;
                }
                fill();
                pointAtBuffer(batch);
            } else if (next == RecordSplitter.UNCLOSED) {
                throw Faults.unclosedQuote(table.name(), span.lineAt(discarded + position));
            } else {
                if (!isBlank()) {
                    batch.sourceRows[row] = rowsRead++;
                    if (accept(batch, row, next, refusals)) {
                        row++;
                    }
                }
                position = next;
            }
        }
        batch.rows = row;
    }

    private void pointAtBuffer(Batch batch) {
        for (int i = 0; i < batch.columnCount(); i++) {
            ColumnVector column = batch.column(i);
            if (column.type.kind().isTextual()) {
                column.bytes = buffer;
            }
        }
    }

    private boolean isBlank() {
        return splitter.fields == 1 && splitter.starts[0] == position && splitter.ends[0] == position;
    }

    /** Moves the unread rest to the front and reads on; a record that fills the whole buffer makes it grow up to the longest record. */
    private void fill() throws IOException {
        int rest = limit - position;
        if (rest > 0 && position == 0 && limit + PAD >= buffer.length) {
            if (limit >= Spans.LONGEST_RECORD) {
                throw Faults.tooLong(table.name(), span.lineAt(discarded));
            }
            buffer = Arrays.copyOf(buffer, Math.min(2 * limit, Spans.LONGEST_RECORD) + PAD);
        }
        System.arraycopy(buffer, position, buffer, 0, rest);
        discarded += position;
        checked = Math.max(0, checked - position);
        position = 0;
        limit = rest;
        while (limit < buffer.length - PAD && !ended) {
            int read = span.read(buffer, limit, buffer.length - PAD - limit);
            ended = read < 0;
            limit += Math.max(0, read);
        }
        Arrays.fill(buffer, limit, limit + PAD, table.dialect().separator());
        int end = ended ? limit : sequenceBoundary();
        suspicious |= !Utf8.isText(buffer, checked, end);
        checked = end;
    }

    /** The end of the last complete UTF-8 sequence, as far as that can be told from its bytes. */
    private int sequenceBoundary() {
        int at = limit;
        while (at > checked && limit - at < 3 && (buffer[at - 1] & 0xc0) == 0x80) {
            at--;
        }
        return at > checked && (buffer[at - 1] & 0xc0) == 0xc0 ? at - 1 : limit;
    }

    /** Sets one row of the batch, or refuses it. */
    private boolean accept(Batch batch, int row, int end, RowRefusals refusals) {
        if (splitter.fields != expectedFields || splitter.malformed) {
            refuseShape(end, refusals);
            return false;
        }
        if (suspicious && !Utf8.isText(buffer, position, end)) {
            refuse(
                    "",
                    "encoding",
                    "",
                    "该行含有无法按声明编码解读的字节 / the row contains bytes that are not valid in the file's encoding",
                    end,
                    refusals);
            return false;
        }
        int[] fieldOf = table.fieldOf();
        for (int i = 0; i < fieldOf.length; i++) {
            int field = fieldOf[i];
            ColumnVector column = batch.column(i);
            int start = splitter.starts[field];
            int length = splitter.ends[field] - start;
            boolean textual = column.starts.length > 0;
            if (length == 0) {
                column.setNull(row);
            } else if (textual) {
                column.starts[row] = start;
                column.lengths[row] = length;
                if (column.type.kind() != ColumnType.Kind.TEXT && !fits(field, start, length, column)) {
                    return refuseValue(batch, row, i, end, refusals);
                }
            } else if (!ValueParser.parse(buffer, start, length, column, row)) {
                return refuseValue(batch, row, i, end, refusals);
            }
        }
        if (splitter.anyDoubled()) {
            unescape(batch, row, fieldOf);
        }
        return true;
    }

    private boolean fits(int field, int start, int length, ColumnVector column) {
        if (!splitter.doubled[field]) {
            return ValueParser.fits(buffer, start, length, column.type.kind());
        }
        byte[] value = Arrays.copyOfRange(buffer, start, start + length);
        int shorter =
                RecordSplitter.unescape(value, 0, length, (byte) table.dialect().quote());
        return ValueParser.fits(value, 0, shorter, column.type.kind());
    }

    /** Only once all values fit, because it changes the bytes that a refusal would show. */
    private void unescape(Batch batch, int row, int[] fieldOf) {
        for (int i = 0; i < fieldOf.length; i++) {
            int field = fieldOf[i];
            ColumnVector column = batch.column(i);
            if (splitter.doubled[field] && column.starts.length > 0) {
                column.lengths[row] = RecordSplitter.unescape(
                        buffer, splitter.starts[field], splitter.ends[field], (byte)
                                table.dialect().quote());
            }
        }
    }

    private boolean refuseValue(Batch batch, int row, int column, int end, RowRefusals refusals) {
        for (int i = 0; i <= column; i++) {
            batch.column(i).unsetNull(row);
        }
        Column declared = batch.schema().columns().get(column);
        int field = table.fieldOf()[column];
        String value = text(splitter.starts[field], splitter.ends[field], VALUE_LIMIT);
        String reason = "“%s”不符合类型 %s / \"%s\" is not a value of type %s"
                .formatted(value, declared.type(), value, declared.type());
        refuse(declared.name(), "type", value, reason, end, refusals);
        return false;
    }

    private void refuseShape(int end, RowRefusals refusals) {
        if (splitter.malformed) {
            refuse(
                    "",
                    "quote",
                    "",
                    "引号关闭后还有文字 / text follows a closing quote; double the quotes inside a quoted field",
                    end,
                    refusals);
        } else {
            String reason = "该行有 %d 个字段，应为 %d 个 / the row has %d fields instead of %d"
                    .formatted(splitter.fields, expectedFields, splitter.fields, expectedFields);
            refuse("", "fields", Integer.toString(splitter.fields), reason, end, refusals);
        }
    }

    private void refuse(String column, String rule, String value, String reason, int end, RowRefusals refusals) {
        int to = end;
        while (to > position
                && (buffer[to - 1] == '\n'
                        || buffer[to - 1] == '\r'
                        || buffer[to - 1] == table.dialect().separator())) {
            to--;
        }
        refusals.refuse(rowsRead - 1, column, rule, value, reason, new RawRow(cells(), text(position, to, RAW_LIMIT)));
    }

    /** The row's fields in the order of the batch's columns; none when the record has another shape. Called before anything is unescaped in place. */
    private List<String> cells() {
        if (splitter.fields != expectedFields || splitter.malformed) {
            return List.of();
        }
        List<String> cells = new ArrayList<>();
        for (int field : table.fieldOf()) {
            byte[] value = Arrays.copyOfRange(buffer, splitter.starts[field], splitter.ends[field]);
            int length = splitter.doubled[field]
                    ? RecordSplitter.unescape(
                            value, 0, value.length, (byte) table.dialect().quote())
                    : value.length;
            cells.add(new String(value, 0, length, StandardCharsets.UTF_8));
        }
        return cells;
    }

    private String text(int start, int end, int most) {
        String text = new String(buffer, start, Math.min(end - start, most * 4), StandardCharsets.UTF_8);
        return text.length() <= most ? text : text.substring(0, most);
    }
}
