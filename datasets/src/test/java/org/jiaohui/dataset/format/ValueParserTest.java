package org.jiaohui.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.ColumnVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueParserTest {
    @Test
    void readsIntegersOfSixtyFourBits() {
        assertThat(value(ColumnType.INTEGER, "9223372036854775807")).hasValue(Long.MAX_VALUE);
        assertThat(value(ColumnType.INTEGER, "-9223372036854775808")).hasValue(Long.MIN_VALUE);
        assertThat(value(ColumnType.INTEGER, "+7")).hasValue(7L);
        assertThat(value(ColumnType.INTEGER, "9223372036854775808")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "+", "1.0", "1e3", " 1", "1 ", "12a", "１", "0x10", "--1", "99999999999999999999999"})
    void refusesWhatIsNoInteger(String text) {
        assertThat(value(ColumnType.INTEGER, text)).isEmpty();
    }

    @Test
    void keepsDecimalsExactly() {
        ColumnType money = ColumnType.decimal(5, 2);
        assertThat(value(money, "123.45")).hasValue(12345L);
        assertThat(value(money, "-0.5")).hasValue(-50L);
        assertThat(value(money, "7")).hasValue(700L);
        assertThat(value(money, ".5")).hasValue(50L);
        assertThat(value(money, "1.500")).hasValue(150L);
        assertThat(value(money, "999.99")).hasValue(99999L);
        assertThat(value(money, "1000")).isEmpty();
        assertThat(value(money, "1.505")).isEmpty();
        assertThat(value(money, ".")).isEmpty();
        assertThat(value(money, "1.2.3")).isEmpty();
        ColumnType widest = ColumnType.decimal(18, 9);
        assertThat(value(widest, "999999999.999999999")).hasValue(999_999_999_999_999_999L);
        assertThat(value(widest, "9999999999999999999")).isEmpty();
        assertThat(value(widest, "99999999999999999.9")).isEmpty();
        assertThat(value(ColumnType.decimal(3, 3), "0.123")).hasValue(123L);
        assertThat(value(ColumnType.decimal(3, 3), "0")).hasValue(0L);
        assertThat(value(ColumnType.decimal(3, 3), "1")).isEmpty();
    }

    @Test
    void readsDecimalsAsBigDecimalDoes() {
        Random random = new Random(20261127);
        for (int round = 0; round < 200_000; round++) {
            int precision = 1 + random.nextInt(18);
            ColumnType type = ColumnType.decimal(precision, random.nextInt(precision + 1));
            String text = (random.nextInt(4) == 0 ? "-" : "")
                    + digits(random)
                    + (random.nextBoolean() ? "." : "")
                    + digits(random);
            if (!text.isEmpty()) {
                assertThat(value(type, text)).as("%s as %s", text, type).isEqualTo(exact(text, type));
            }
        }
    }

    private static String digits(Random random) {
        String digits = Long.toString(random.nextLong() >>> (1 + random.nextInt(63)));
        return random.nextInt(4) == 0 ? "" : random.nextInt(4) == 0 ? digits + "000" : digits;
    }

    private static Optional<Long> exact(String text, ColumnType type) {
        if (!text.matches("-?([0-9]+[.]?[0-9]*|[.][0-9]+)")) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        BigInteger units = number.movePointRight(type.scale()).toBigInteger();
        boolean fits =
                number.scale() <= type.scale() && units.abs().compareTo(BigInteger.TEN.pow(type.precision())) < 0;
        return fits ? Optional.of(units.longValueExact()) : Optional.empty();
    }

    @Test
    void readsDoublesAsJavaDoes() {
        for (String text : new String[] {
            "0.1", "-121.473701234567891", "1e10", "1.7976931348623157E308", ".5", "5.", "123456789012345"
        }) {
            assertThat(value(ColumnType.DOUBLE, text)).hasValue(Double.doubleToRawLongBits(Double.parseDouble(text)));
        }
        for (String text : new String[] {"NaN", "Infinity", "1e400", "0x1p3", "1d", ".", "e5", "-", "1..2"}) {
            assertThat(value(ColumnType.DOUBLE, text)).as(text).isEmpty();
        }
    }

    @Test
    void readsDatesInThreeForms() {
        long day = LocalDate.of(2024, 2, 29).toEpochDay();
        assertThat(value(ColumnType.DATE, "2024-02-29")).hasValue(day);
        assertThat(value(ColumnType.DATE, "2024/02/29")).hasValue(day);
        assertThat(value(ColumnType.DATE, "20240229")).hasValue(day);
        for (String text : new String[] {
            "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "0000-01-01", "2024-02/29", "24-02-29", "2024-2-9"
        }) {
            assertThat(value(ColumnType.DATE, text)).as(text).isEmpty();
        }
    }

    @Test
    void agreesWithTheCalendarOnEveryDayOfFiveCenturies() {
        for (LocalDate day = LocalDate.of(1700, 1, 1); day.getYear() < 2200; day = day.plusDays(13)) {
            assertThat(value(ColumnType.DATE, day.toString())).hasValue(day.toEpochDay());
        }
    }

    @Test
    void readsTimestampsAndConvertsOffsetsToBeijingTime() {
        long micros = LocalDateTime.of(2025, 3, 1, 8, 30, 15).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
        assertThat(value(ColumnType.TIMESTAMP, "2025-03-01 08:30:15")).hasValue(micros);
        assertThat(value(ColumnType.TIMESTAMP, "2025-03-01T08:30")).hasValue(micros - 15_000_000);
        assertThat(value(ColumnType.TIMESTAMP, "2025/03/01 08:30:15.25")).hasValue(micros + 250_000);
        assertThat(value(ColumnType.TIMESTAMP, "2025-03-01T00:30:15Z")).hasValue(micros);
        assertThat(value(ColumnType.TIMESTAMP, "2025-03-01T08:30:15.000001+08:00"))
                .hasValue(micros + 1);
        assertThat(value(ColumnType.TIMESTAMP, "2025-03-01T00:30:15.123456789Z"))
                .hasValue(micros + 123_456);
        assertThat(value(ColumnType.TIMESTAMP, "2025-03-01 08:30:15.9999999")).hasValue(micros + 999_999);
        assertThat(value(ColumnType.TIMESTAMP, "2025-02-28T19:30:15-0500")).hasValue(micros);
        assertThat(value(ColumnType.TIMESTAMP, "2025-02-28T19:30-05")).hasValue(micros - 15_000_000);
        for (String text : new String[] {
            "2025-03-01",
            "2025-03-01 24:00:00",
            "2025-03-01 08:60",
            "2025-03-01 08:30:15.1234567891",
            "2025-03-01 08:30:15.",
            "2025-03-01 08:30:15+8",
            "2025-02-30 08:30:15",
            "2025-03-01_08:30"
        }) {
            assertThat(value(ColumnType.TIMESTAMP, text)).as(text).isEmpty();
        }
    }

    @Test
    void readsTruthsTimesJsonAndGeometries() {
        assertThat(value(ColumnType.BOOLEAN, "是")).hasValue(1L);
        assertThat(value(ColumnType.BOOLEAN, "FALSE")).hasValue(0L);
        assertThat(value(ColumnType.BOOLEAN, "2")).isEmpty();
        assertThat(value(ColumnType.TIME, "23:59:59.5")).hasValue(86_399_500_000L);
        assertThat(value(ColumnType.TIME, "25:00:00")).isEmpty();
        assertThat(fits(ColumnType.JSON, "{\"a\":[1]}")).isTrue();
        assertThat(fits(ColumnType.JSON, "{\"a\":[1}")).isFalse();
        assertThat(fits(ColumnType.JSON, "1 2")).isFalse();
        assertThat(fits(ColumnType.GEOMETRY, "POINT (121.5 31.2)")).isTrue();
        assertThat(fits(ColumnType.GEOMETRY, "somewhere")).isFalse();
    }

    private static boolean fits(ColumnType type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ValueParser.parse(bytes, 0, bytes.length, new ColumnVector(type, 1), 0);
    }

    private static Optional<Long> value(ColumnType type, String text) {
        byte[] bytes = ("zz" + text + "zzzzzzzz").getBytes(StandardCharsets.UTF_8);
        ColumnVector vector = new ColumnVector(type, 1);
        boolean fits = ValueParser.parse(bytes, 2, bytes.length - 10, vector, 0);
        return fits ? Optional.of(vector.longs[0]) : Optional.empty();
    }
}
