package org.jiaohui.exchange.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.TableSchema;

/**
 * Rows as canonical CSV: UTF-8, commas, {@code \n} after every row, no header; an absent value is nothing at all, an empty text is {@code ""}; texts are quoted
 * when they hold a comma, a quote or a line end; dates and times are ISO 8601 with a {@code T}, fractions of seconds with six digits when there are any. The same
 * rows always give the same bytes: the digests of deliveries cover them. Hot path: nothing is allocated per row but for doubles.
 */
public final class CsvEncoder {
    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);
    private static final long MICROS_A_DAY = 86_400_000_000L;

    private byte[] bytes = new byte[1 << 16];
    private int length;

    /** The names of the columns as one line. */
    public static byte[] header(TableSchema schema, boolean withOperation) {
        CsvEncoder encoder = new CsvEncoder();
        if (withOperation) {
            encoder.text("ex_op".getBytes(US_ASCII), 0, 5);
        }
        for (int i = 0; i < schema.columns().size(); i++) {
            if (i > 0 || withOperation) {
                encoder.put((byte) ',');
            }
            byte[] name = schema.columns().get(i).name().getBytes(UTF_8);
            encoder.text(name, 0, name.length);
        }
        encoder.put((byte) '\n');
        return Arrays.copyOf(encoder.bytes, encoder.length);
    }

    /** Forgets what was encoded. */
    public void clear() {
        length = 0;
    }

    /** What was encoded since {@link #clear}: the first {@link #length} bytes. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Appends one row, with its operation as first field when {@code operation} is not 0. */
    public void row(Batch batch, int row, byte operation) {
        if (operation != 0) {
            put(operation);
        }
        for (int i = 0; i < batch.columnCount(); i++) {
            if (i > 0 || operation != 0) {
                put((byte) ',');
            }
            value(batch.column(i), row);
        }
        put((byte) '\n');
    }

    private void value(ColumnVector vector, int row) {
        if (vector.nulls[row]) {
            return;
        }
        switch (vector.type.kind()) {
            case TEXT, JSON, GEOMETRY -> text(vector.bytes, vector.starts[row], vector.lengths[row]);
            case INTEGER -> number(vector.longs[row]);
            case DECIMAL -> decimal(vector.longs[row], vector.type.scale());
            case DOUBLE -> ascii(Double.toString(vector.getDouble(row)));
            case BOOLEAN -> all(vector.longs[row] != 0 ? TRUE : FALSE);
            case DATE -> date(vector.longs[row]);
            case TIMESTAMP -> {
                date(Math.floorDiv(vector.longs[row], MICROS_A_DAY));
                put((byte) 'T');
                time(Math.floorMod(vector.longs[row], MICROS_A_DAY));
            }
            case TIME -> time(vector.longs[row]);
        }
    }

    private void text(byte[] from, int start, int size) {
        if (size == 0) {
            put((byte) '"');
            put((byte) '"');
            return;
        }
        boolean plain = true;
        for (int i = start; i < start + size && plain; i++) {
            byte b = from[i];
            plain = b != ',' && b != '"' && b != '\n' && b != '\r' && b != '\\';
        }
        if (plain) {
            room(size);
            System.arraycopy(from, start, bytes, length, size);
            length += size;
            return;
        }
        room(2 * size + 2);
        bytes[length++] = '"';
        for (int i = start; i < start + size; i++) {
            if (from[i] == '"') {
                bytes[length++] = '"';
            }
            bytes[length++] = from[i];
        }
        bytes[length++] = '"';
    }

    private void number(long value) {
        if (value == Long.MIN_VALUE) {
            ascii("-9223372036854775808");
            return;
        }
        room(20);
        long left = value;
        if (left < 0) {
            bytes[length++] = '-';
            left = -left;
        }
        int digits = 1;
        for (long power = 10; digits < 19 && left >= power; power *= 10) {
            digits++;
        }
        digits(left, digits);
    }

    private void decimal(long unscaled, int scale) {
        if (scale == 0) {
            number(unscaled);
        } else if (unscaled == Long.MIN_VALUE) {
            ascii(BigDecimal.valueOf(unscaled, scale).toPlainString());
        } else {
            long power = 1;
            for (int i = 0; i < scale; i++) {
                power *= 10;
            }
            if (unscaled < 0) {
                put((byte) '-');
            }
            long left = Math.abs(unscaled);
            number(left / power);
            put((byte) '.');
            room(scale);
            digits(left % power, scale);
        }
    }

    private void date(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        if (date.getYear() < 0 || date.getYear() > 9_999) {
            ascii(date.toString());
            return;
        }
        room(10);
        digits(date.getYear(), 4);
        bytes[length++] = '-';
        digits(date.getMonthValue(), 2);
        bytes[length++] = '-';
        digits(date.getDayOfMonth(), 2);
    }

    private void time(long micros) {
        room(15);
        long seconds = micros / 1_000_000;
        digits(seconds / 3_600, 2);
        bytes[length++] = ':';
        digits(seconds / 60 % 60, 2);
        bytes[length++] = ':';
        digits(seconds % 60, 2);
        if (micros % 1_000_000 != 0) {
            bytes[length++] = '.';
            digits(micros % 1_000_000, 6);
        }
    }

    /** Exactly so many digits; there is room for them. */
    private void digits(long value, int count) {
        long left = value;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += count;
    }

    private void ascii(String text) {
        all(text.getBytes(US_ASCII));
    }

    private void all(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void put(byte b) {
        room(1);
        bytes[length++] = b;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
