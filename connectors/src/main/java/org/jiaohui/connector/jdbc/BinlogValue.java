package org.jiaohui.connector.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import org.jiaohui.connector.jdbc.CapturedTable.KeyColumn;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Values of keys in MariaDB's binary log, as the text that a reading of the table has, and as SQL. */
final class BinlogValue {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final Map<String, Integer> BITS =
            Map.of("tinyint", 8, "smallint", 16, "mediumint", 24, "int", 32, "bigint", 64);
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf8mb4",
            UTF_8,
            "utf8mb3",
            UTF_8,
            "utf8",
            UTF_8,
            "ascii",
            StandardCharsets.US_ASCII,
            "latin1",
            Charset.forName("windows-1252"),
            "gbk",
            Charset.forName("GBK"),
            "gb2312",
            Charset.forName("GB2312"),
            "big5",
            Charset.forName("Big5"));

    private BinlogValue() {}

    static boolean isReadable(KeyColumn column) {
        return switch (column.type()) {
            case "char", "varchar" -> CHARSETS.containsKey(column.charset());
            case "decimal", "binary", "varbinary", "date", "datetime", "timestamp" -> true;
            default -> BITS.containsKey(column.type());
        };
    }

    static String text(KeyColumn column, Serializable value) {
        return switch (column.type()) {
            case "decimal" -> ((BigDecimal) value).toPlainString();
            case "char", "varchar" -> new String((byte[]) value, CHARSETS.getOrDefault(column.charset(), UTF_8));
            case "binary", "varbinary" -> HexFormat.of().formatHex((byte[]) value);
            case "date" ->
                LocalDate.ofEpochDay(Math.floorDiv((long) value, 86_400_000_000L))
                        .toString();
            case "datetime" -> time(at(value).atOffset(ZoneOffset.UTC).toLocalDateTime());
            case "timestamp" -> time(at(value).atZone(BEIJING).toLocalDateTime());
            default -> integer(column, (Number) value);
        };
    }

    /** The log writes all integers as if they had a sign. */
    private static String integer(KeyColumn column, Number value) {
        Integer bits = BITS.get(column.type());
        if (bits == null) {
            throw new ExchangeException(ErrorCode.INTERNAL, "a key of type " + column.type() + " was not refused");
        }
        long whole = value.longValue();
        if (!column.declared().contains("unsigned") || whole >= 0) {
            return Long.toString(whole);
        }
        return BigInteger.valueOf(whole).add(BigInteger.ONE.shiftLeft(bits)).toString();
    }

    private static Instant at(Serializable micros) {
        return Instant.EPOCH.plus((long) micros, ChronoUnit.MICROS);
    }

    private static String time(LocalDateTime value) {
        return value.toLocalDate() + " " + value.toLocalTime();
    }

    static String literal(KeyColumn column, String value) {
        return switch (column.type()) {
            case "char", "varchar" -> "_utf8mb4 X'" + HexFormat.of().formatHex(value.getBytes(UTF_8)) + "'";
            case "binary", "varbinary" -> "X'" + value + "'";
            case "date", "datetime", "timestamp" -> "'" + value + "'";
            default -> value;
        };
    }
}
