package org.jiaohui.connector.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.stream.IntStream;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.ColumnVector;
import org.jiaohui.exchange.table.RawRow;
import org.jiaohui.exchange.table.RowRefusals;

/** One row of PostgreSQL's binary COPY format: where its fields lie, and how they become values. */
final class BinaryRow {
    private static final long EPOCH_DAYS = 10_957;
    private static final long EPOCH_MICROS = 946_684_800_000_000L;
    private static final long BEIJING_MICROS = 8L * 3_600_000_000L;
    /** Since this moment Beijing time is UTC+8 without exception; before it the zone's history is asked. */
    private static final long STEADY_SINCE = 700_000_000_000_000L;

    private static final ZoneRules BEIJING = ZoneId.of("Asia/Shanghai").getRules();

    private final List<ReadColumn> columns;
    private final int[] starts;
    private final int[] lengths;
    private byte[] data = new byte[0];
    private int origin;

    BinaryRow(List<ReadColumn> columns) {
        this.columns = columns;
        starts = new int[columns.size()];
        lengths = new int[columns.size()];
    }

    void field(int index, int start, int length) {
        starts[index] = start;
        lengths[index] = length;
    }

    void place(byte[] bytes, int from) {
        data = bytes;
        origin = from;
    }

    /** Puts the row into the batch, or hands it to the refusals and leaves no trace. */
    boolean fill(Batch batch, int row, long number, RowRefusals refusals) {
        for (int i = 0; i < lengths.length; i++) {
            ColumnVector vector = batch.column(i);
            if (lengths[i] < 0) {
                vector.setNull(row);
                continue;
            }
            try {
                set(vector, row, i);
            } catch (ArithmeticException | IllegalArgumentException wrong) {
                refuse(batch, row, number, i, wrong, refusals);
                return false;
            }
        }
        return true;
    }

    private void set(ColumnVector vector, int row, int i) {
        int at = origin + starts[i];
        switch (columns.get(i).wire()) {
            case INT -> vector.setLong(row, integer(at, lengths[i]));
            case NUMERIC -> vector.setLong(row, numeric(at, vector.type.precision(), vector.type.scale()));
            case FLOAT4 -> vector.setDouble(row, TextValue.finite(Float.intBitsToFloat(Bytes.int32(data, at))));
            case FLOAT8 -> vector.setDouble(row, TextValue.finite(Double.longBitsToDouble(Bytes.int64(data, at))));
            case BOOL -> vector.setLong(row, data[at]);
            case DATE -> vector.setLong(row, days(Bytes.int32(data, at)));
            case TIMESTAMP -> vector.setLong(row, micros(Bytes.int64(data, at)));
            case TIMESTAMP_WITH_ZONE -> vector.setLong(row, beijing(micros(Bytes.int64(data, at))));
            case TIME -> vector.setLong(row, time(Bytes.int64(data, at)));
            case TEXT, BYTES -> vector.setText(row, data, at, lengths[i]);
            case JSONB -> vector.setText(row, data, at + 1, lengths[i] - 1);
            case TEXT_PARSED -> {
                if (vector.type.kind().isTextual()) {
                    vector.setText(row, data, at, lengths[i]);
                } else {
                    vector.setLong(row, TextValue.parse(vector.type, new String(data, at, lengths[i], UTF_8)));
                }
            }
        }
    }

    private long integer(int at, int length) {
        return switch (length) {
            case 2 -> Bytes.int16(data, at);
            case 4 -> Bytes.int32(data, at);
            default -> Bytes.int64(data, at);
        };
    }

    /** Base-10000 digits, the weight of the first one, sign and display scale, as numeric_send writes them. */
    private long numeric(int at, int precision, int scale) {
        int digits = Bytes.int16(data, at);
        int weight = Bytes.int16(data, at + 2);
        int sign = Bytes.int16(data, at + 4) & 0xffff;
        if (sign > 0x4000) {
            throw new ArithmeticException("not a finite number");
        }
        long value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Bytes.int16(data, at + 8 + 2 * i);
            int exponent = 4 * (weight - i) + scale;
            if (exponent >= 0) {
                value = Math.addExact(value, Math.multiplyExact(digit, power(exponent)));
            } else {
                int cut = exponent < -4 ? 10_000 : (int) power(-exponent);
                if (digit % cut != 0) {
                    throw new ArithmeticException("more than " + scale + " digits after the point");
                }
                value = Math.addExact(value, digit / cut);
            }
        }
        if (precision < 18 && value >= power(precision)) {
            throw new ArithmeticException("more than " + precision + " digits");
        }
        return sign == 0x4000 ? -value : value;
    }

    private static long power(int exponent) {
        if (exponent > 18) {
            throw new ArithmeticException("too many digits");
        }
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    private static long days(int value) {
        if (value == Integer.MAX_VALUE || value == Integer.MIN_VALUE) {
            throw new ArithmeticException("an infinite date");
        }
        return value + EPOCH_DAYS;
    }

    private static long micros(long value) {
        if (value == Long.MAX_VALUE || value == Long.MIN_VALUE) {
            throw new ArithmeticException("an infinite timestamp");
        }
        return Math.addExact(value, EPOCH_MICROS);
    }

    private static long time(long value) {
        if (value >= 86_400_000_000L) {
            throw new ArithmeticException("24:00 is not a time of day");
        }
        return value;
    }

    private static long beijing(long utc) {
        if (utc >= STEADY_SINCE) {
            return utc + BEIJING_MICROS;
        }
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(utc, 1_000_000L));
        return utc + BEIJING.getOffset(instant).getTotalSeconds() * 1_000_000L;
    }

    private void refuse(Batch batch, int row, long number, int index, RuntimeException wrong, RowRefusals refusals) {
        for (int i = 0; i <= index; i++) {
            batch.column(i).unsetNull(row);
        }
        ReadColumn column = columns.get(index);
        String value = ConnectionTable.shortened(text(index));
        List<String> cells =
                IntStream.range(0, lengths.length).mapToObj(this::text).toList();
        refusals.refuse(
                number,
                column.column().name(),
                "type",
                value,
                "值 \"" + value + "\" 不符合类型 " + column.column().type() + " / does not fit "
                        + column.column().type() + ": " + wrong.getMessage(),
                new RawRow(cells, String.join(",", cells)));
    }

    /** A field as a person would write it; only for refused rows. */
    private String text(int i) {
        int at = origin + starts[i];
        if (lengths[i] < 0) {
            return "";
        }
        return switch (columns.get(i).wire()) {
            case INT -> Long.toString(integer(at, lengths[i]));
            case NUMERIC -> numericText(at);
            case FLOAT4 -> Float.toString(Float.intBitsToFloat(Bytes.int32(data, at)));
            case FLOAT8 -> Double.toString(Double.longBitsToDouble(Bytes.int64(data, at)));
            case BOOL -> Boolean.toString(data[at] != 0);
            case DATE -> dateText(Bytes.int32(data, at));
            case TIMESTAMP, TIMESTAMP_WITH_ZONE -> timestampText(Bytes.int64(data, at));
            case TIME ->
                Bytes.int64(data, at) >= 86_400_000_000L
                        ? "24:00:00"
                        : LocalTime.ofNanoOfDay(Bytes.int64(data, at) * 1_000).toString();
            case JSONB -> new String(data, at + 1, lengths[i] - 1, UTF_8);
            case TEXT, BYTES, TEXT_PARSED -> new String(data, at, lengths[i], UTF_8);
        };
    }

    private static String dateText(int days) {
        return days == Integer.MAX_VALUE
                ? "infinity"
                : days == Integer.MIN_VALUE
                        ? "-infinity"
                        : LocalDate.ofEpochDay(days + EPOCH_DAYS).toString();
    }

    private static String timestampText(long micros) {
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            return micros > 0 ? "infinity" : "-infinity";
        }
        long utc = micros + EPOCH_MICROS;
        return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(utc, 1_000_000L), (int) Math.floorMod(utc, 1_000_000L) * 1_000, ZoneOffset.UTC)
                .toString();
    }

    private String numericText(int at) {
        int sign = Bytes.int16(data, at + 4) & 0xffff;
        if (sign > 0x4000) {
            return sign == 0xc000 ? "NaN" : sign == 0xd000 ? "Infinity" : "-Infinity";
        }
        int digits = Bytes.int16(data, at);
        BigInteger whole = BigInteger.ZERO;
        for (int i = 0; i < digits; i++) {
            whole = whole.multiply(BigInteger.valueOf(10_000))
                    .add(BigInteger.valueOf(Bytes.int16(data, at + 8 + 2 * i)));
        }
        int weight = Bytes.int16(data, at + 2);
        BigDecimal value = new BigDecimal(whole).scaleByPowerOfTen(4 * (weight - digits + 1));
        return (sign == 0x4000 ? value.negate() : value).toPlainString();
    }
}
