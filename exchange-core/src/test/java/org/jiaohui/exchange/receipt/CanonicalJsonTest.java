package org.jiaohui.exchange.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8785, with the vectors of the RFC itself. */
class CanonicalJsonTest {
    /** Appendix B. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void writesNumbersAsEcmaScriptDoes(String bits, String written) {
        double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(CanonicalJson.write(number)).isEqualTo(written);
    }

    /** Section 3.2.2 and 3.2.3. */
    @Test
    void writesTheExampleOfTheRfc() {
        String given = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """;
        assertThat(CanonicalJson.write(CanonicalJson.parse(given)))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    /** Section 3.2.3: the order of UTF-16 code units, in which an emoji stands before U+FB33. */
    @Test
    void sortsNamesByCodeUnits() {
        String given = """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
                 "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control", "\\u00f6": "Latin Small Letter O With Diaeresis"}
                """;
        assertThat(CanonicalJson.write(CanonicalJson.parse(given)))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                        + "\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void refusesWhatJsonCannotSay() {
        for (Object value : List.of(
                Double.NaN, Double.POSITIVE_INFINITY, "\ud800", "a\udc00b", (1L << 53) + 1, Map.of("a", 1.0f))) {
            assertThatThrownBy(() -> CanonicalJson.write(value))
                    .as(value.toString())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\":1,\"a\":2}",
                "01",
                "1.",
                "+1",
                "\"\\ud800\"",
                "\"\\ud800\\ud800\"",
                "\"\t\"",
                "nul",
                "1 2",
                "{a:1}",
                "\"\\x\"",
                "\"\\u00g0\"",
                "1e999",
                "[1",
                "\"open"
            })
    void refusesBrokenJson(String json) {
        assertThatThrownBy(() -> CanonicalJson.parse(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyNumberReadsBackAsItself() {
        Random random = new Random(8785);
        for (int i = 0; i < 200_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertThat(CanonicalJson.parse(CanonicalJson.write(number))).isEqualTo(number == 0 ? 0.0 : number);
            }
        }
    }

    @Test
    void knowsTheOneForm() {
        assertThat(CanonicalJson.isCanonical("{\"a\":1,\"b\":[\"中\"]}".getBytes(UTF_8)))
                .isTrue();
        for (String other : List.of("{\"a\":1.0}", "{ \"a\":1}", "{\"b\":1,\"a\":2}", "\"\\u4e2d\"", "1\n", "-0")) {
            assertThat(CanonicalJson.isCanonical(other.getBytes(UTF_8)))
                    .as(other)
                    .isFalse();
        }
        assertThat(CanonicalJson.isCanonical(new byte[] {'"', (byte) 0xff, '"'}))
                .isFalse();
    }
}
